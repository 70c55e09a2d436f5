"""Which of the files that a commit has are of the run that it is: not those that an earlier run wrote."""

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeAlias

from dualtrack.adapters.dvc_files import USUAL_METRICS, USUAL_PARAMS, DvcFiles, Lock, StageId
from dualtrack.adapters.git_files import Entry


class Commit(NamedTuple):
    """What a commit has: the files that definitions name, by path, and what its lock files say."""

    files: Mapping[str, Entry]
    locks: Sequence[Lock]

    def run_of(self, stage: StageId) -> str:
        """The digest of what the lock files say of a stage; empty where they do not name it."""
        return next((lock.runs[stage] for lock in self.locks if stage in lock.runs), "")


Result: TypeAlias = tuple[tuple[str, Entry], ...]
"""A file of metrics, and the params that it was made with."""


class RunFiles(NamedTuple):
    """What a run has, and whether stages of DVC made it; else what DVC keeps of stages is not of this run."""

    results: frozenset[Result] = frozenset()
    is_of_stages: bool = False


def files_of_run(named: DvcFiles, commit: Commit, parents: Sequence[Commit]) -> RunFiles:
    """The files of metrics that no parent has as they are, and all those of a stage that has run, with their params.

    A stage has run if one of those files is its own, or a lock file says of it what that of no parent does: its metrics may
    have come out the same.
    """
    there = named.metrics & commit.files.keys()
    changed = {path for path in there if all(commit.files[path] != each.files.get(path) for each in parents)}
    by_stage = _metrics_by_stage(named, commit)
    have_run = {
        stage
        for stage, theirs in by_stage.items()
        if theirs & changed or commit.run_of(stage) not in ("", *(each.run_of(stage) for each in parents))
    }
    theirs = _metrics_by_params(named, by_stage)
    results: set[Result] = set()
    for path in changed.union(*(by_stage[stage] & there for stage in have_run)):
        params = sorted(each for each in theirs if each in commit.files and (not theirs[each] or path in theirs[each]))
        results.add(tuple((each, commit.files[each]) for each in (path, *params)))
    return RunFiles(frozenset(results), bool(have_run))


def joined_values(files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The values of several files; names that more than one of them has get the file's name before them."""
    counts = Counter(name for values in files.values() for name in values)
    return {
        name if counts[name] == 1 else f"{posixpath.splitext(path)[0]}/{name}": value
        for path, values in files.items()
        for name, value in values.items()
    }


def _metrics_by_stage(named: DvcFiles, commit: Commit) -> Mapping[StageId, Set[str]]:
    """The files of metrics of each stage: those that its definition names as such, and those that it puts out."""
    found = {stage.id: set(stage.metrics) for stage in named.stages}
    for lock in commit.locks:
        for stage in lock.runs:
            outs = lock.outs.get(stage, frozenset())
            theirs = {path for path in named.metrics if not outs.isdisjoint((path, *map(str, PurePosixPath(path).parents)))}
            found.setdefault(stage, set()).update(theirs)
    return found


def _metrics_by_params(named: DvcFiles, by_stage: Mapping[StageId, Set[str]]) -> Mapping[str, Set[str]]:
    """The files of metrics that each file of params is for, by a stage, or as DVCLive writes both into one folder; none where
    it may be for all."""
    found = {path: {f"{path.removesuffix(USUAL_PARAMS)}{USUAL_METRICS}"} & named.metrics for path in named.params}
    for stage in named.stages:
        for path in stage.params & found.keys():
            found[path] |= by_stage[stage.id]
    return found
