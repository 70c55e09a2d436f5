"""Ledgers of coding agents that try one change after the other: `results.tsv` (commit, metrics, status, description), and
`.auto/log.jsonl` or `autoresearch.jsonl` as pi-autoresearch writes them. Each line is a run."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded
from dualtrack.adapters.git import GitError, git
from dualtrack.adapters.git_folder import work_tree
from dualtrack.adapters.run_files import RunFile, RunFiles, WholeFile
from dualtrack.adapters.run_values import item_of, moment, number_in, numbers_of, shortened
from dualtrack.model.raw import as_mapping
from dualtrack.model.run import Run
from dualtrack.said import said

_TABLE, _LOG, _OLD_LOG = "results.tsv", "log.jsonl", "autoresearch.jsonl"
_LOG_FOLDER = ".auto"
_ENDS = {"keep": True, "discard": True, "baseline": True, "crash": False, "checks_failed": False}
"""Whether a run of a status has ended with a measurement."""
_OTHERS = ("commit", "status", "description", "item", "timestamp")
_HASH = re.compile(r"[0-9a-f]{7,64}")
_FOUND = re.compile(r"([0-9a-f]{40,64}) commit")


class Ledger(WholeFile):
    """The lines of one file: what each says of a run, under the names of the columns."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.lines: list[dict[str, Any]] = []

    def take(self, content: bytes) -> None:
        """Read the lines. A table without commits and statuses is another team's own, and has no runs."""
        text = decoded(content)
        if isinstance(text, Unreadable):
            raise text
        folder, _, name = self.path.rpartition("/")
        if name == _TABLE:
            self.lines = list(_rows(text))
        elif name == _OLD_LOG or folder.rpartition("/")[2] == _LOG_FOLDER:
            self.lines = list(_entries(text))
        if len(self.lines) > limits.RUN_FILES:
            raise Unreadable(said("it has more than {most} lines", limits.RUN_FILES))


class LedgerRuns(RunFiles):
    """The runs in ledgers. Git says which commits they mean, and when those were made."""

    title = "ledger"
    globs = (f"**/{_TABLE}", f"**/{_OLD_LOG}", f"**/{_LOG_FOLDER}/{_LOG}")
    hidden = (_LOG_FOLDER,)
    needs_git = True

    @staticmethod
    def wanted(name: str) -> bool:
        """Whether it may be a ledger."""
        return name in (_TABLE, _LOG, _OLD_LOG)

    def file(self, path: str) -> Ledger:
        """A ledger that is still to be read."""
        return Ledger(path)

    def runs(self, group: str, files: Sequence[RunFile]) -> Iterable[Run]:
        """The runs of a ledger."""
        lines = [line for file in files if isinstance(file, Ledger) for line in file.lines]
        commits = self._commits({str(line["commit"]) for line in lines if _HASH.fullmatch(str(line.get("commit")))})
        for number, line in enumerate(lines, 1):
            hash, when = commits.get(str(line.get("commit")), ("", None))
            logged = line.get("timestamp")
            ended = moment(logged / 1000) if isinstance(logged, int) else when
            status = str(line.get("status") or "")
            done = _ENDS.get(status)
            metrics = {name: value for name, value in line.items() if name not in _OTHERS}
            yield Run(
                self.title,
                f"{group}#{number}",
                shortened(str(line.get("description") or "")),
                bool(done),
                "failed" if done is False else status,
                None,
                ended,
                numbers_of(metrics) if done else {},
                commit=hash,
                item=item_of(line.get("item")),
                group=str(line.get("session") or ""),
                tags={"status": status},
            )

    def _commits(self, short: set[str]) -> Mapping[str, tuple[str, datetime | None]]:
        """The whole hash of each commit that is known, and when it was made."""
        root, asked = self.folder.root, sorted(short)
        if not asked or not work_tree(root):
            return {}
        try:
            return self._dated(root, asked)
        except GitError:  # the runs are there all the same
            return {}

    def _dated(self, root: Path, asked: list[str]) -> Mapping[str, tuple[str, datetime | None]]:
        lines = git(root, "cat-file", "--batch-check=%(objectname) %(objecttype)", stdin="\n".join(asked) + "\n").decode()
        known = {name: found[1] for name, line in zip(asked, lines.splitlines(), strict=True) if (found := _FOUND.match(line))}
        if not known:
            return {}
        dated = git(root, "log", "--no-walk=unsorted", "--stdin", "--format=%H %ct", stdin="\n".join(known.values()) + "\n")
        times = dict(line.split() for line in dated.decode().splitlines())
        return {name: (hash, moment(float(times[hash]))) for name, hash in known.items() if times.get(hash, "").isdecimal()}


def _rows(text: str) -> Iterator[dict[str, Any]]:
    head, *lines = (line.split("\t") for line in text.split("\n"))
    names = [name.strip().lower() for name in head]
    if not {"commit", "status"} <= set(names):
        return
    for line in filter(any, lines):
        row = dict(zip(names, map(str.strip, line), strict=False))
        yield {name: value if name in _OTHERS else number_in(value) for name, value in row.items()}


def _entries(text: str) -> Iterator[dict[str, Any]]:
    session, metric = "", "metric"
    for line in text.split("\n"):
        try:
            entry = as_mapping(json.loads(line))
        except ValueError:  # it is just being written
            continue
        if entry and entry.get("type") == "config":
            session, metric = str(entry.get("name") or ""), str(entry.get("metricName") or "metric")
        elif entry and "status" in entry:
            others = {name: entry[name] for name in _OTHERS if name in entry}
            yield {metric: entry.get("metric"), **(as_mapping(entry.get("metrics")) or {}), **others, "session": session}
