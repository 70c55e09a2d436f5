"""When the notebooks that work in progress names were last committed, on any branch."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dualtrack.adapters.git import name_of
from dualtrack.adapters.history.log import moment
from dualtrack.adapters.history.records import range_of, read_records
from dualtrack.adapters.history.refs import read_refs
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.notebook_work import NotebookWork
from dualtrack.project.notebooks import notebooks_in_work
from dualtrack.project.project import Project
from dualtrack.table import Table

_SINCE = timedelta(days=365)
"""What was not touched for longer is no sign of work, and to look for it would take git through all of its history."""


class Work(NamedTuple):
    """The paths of the notebooks, and the day since when commits are looked at."""

    paths: tuple[str, ...]
    since: date


class GitNotebookWork(GitSource[Work, NotebookWork]):
    """The last commit of each notebook that work in progress names; git is asked where a ref leads elsewhere than before."""

    fact = NotebookWork
    _asked: object = None

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, Work]:
        """The notebooks that are known and named."""
        return {"": Work(notebooks_in_work(project), min(project.facts.clock.todays.values()) - _SINCE)}

    def read(self, needs: Work, before: NotebookWork | None) -> NotebookWork:
        """The authors' dates."""
        root = self.folder.root.resolve()
        tips = read_refs(root).tips if needs.paths else frozenset[str]()
        if before and self._asked == (tips, needs):
            return before
        what = ("--name-only", f"--since={needs.since}T00:00:00", "--no-renames", "--relative")
        last: dict[str, datetime] = {}
        for seconds, *names in read_records(root, range_of(tips), ("%at",), *what, below=needs.paths) if tips else ():
            if when := moment(seconds):
                last.update((path, max(when, last.get(path, when))) for path in map(name_of, names))
        self._asked = tips, needs
        return NotebookWork(Table(last))
