"""The commits at which files of DVC changed, and its experiments, which are refs of their own, as git lists them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.git import git, name_of
from dualtrack.adapters.history.refs import git_if_any

_EXPERIMENT = re.compile(r"refs/exps/[0-9a-f]{2}/[0-9a-f]{38}/([^/]+)")


class Made(NamedTuple):
    """A commit with metrics, when it was made, those that it was made from, and, of an experiment, its name."""

    hash: str
    when: float
    parents: tuple[str, ...]
    name: str = ""


def commits_changing(root: Path, paths: Iterable[str]) -> list[Made]:
    """The commits of the branches and of HEAD that changed one of the files, latest first; one more than are read."""
    if not git_if_any(root, "rev-parse", "--verify", "--quiet", "HEAD"):
        return []
    options = ("--branches", "HEAD", f"--max-count={limits.DVC_COMMITS + 1}", "--format=%H %ct %P")
    lines = git(root, "--literal-pathspecs", "log", *options, "--", *sorted(paths)).decode().splitlines()
    return [Made(hash, float(when), tuple(parents)) for hash, when, *parents in map(str.split, lines)]


def experiments_of(root: Path) -> list[Made]:
    """The experiments, latest first; one more than are read."""
    return list(_experiments(root))


def _experiments(root: Path) -> Iterator[Made]:
    options = (f"--count={limits.DVC_COMMITS + 1}", "--sort=-committerdate")
    form = "--format=%(refname)%00%(objectname)%00%(parent)%00%(committerdate:unix)"
    for line in name_of(git(root, "for-each-ref", *options, form, "refs/exps")).split("\n")[:-1]:
        ref, hash, parents, when = line.split("\0")
        found = _EXPERIMENT.fullmatch(ref)
        if found and parents and when.isdecimal():
            yield Made(hash, float(when), tuple(parents.split()), found[1])
