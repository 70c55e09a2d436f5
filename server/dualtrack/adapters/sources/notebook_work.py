"""When the notebooks that work in progress names were last committed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from dualtrack.adapters.history.notebook_work import NotebookWork as Reader
from dualtrack.adapters.source import Place, Source
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


class GitNotebookWork(Source[Work, NotebookWork]):
    """The last commit of each notebook that work in progress names."""

    fact = NotebookWork
    title = "git"
    follows_refs = True
    needs_git = True

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place, name)
        self._reader = Reader(place.root)

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, Work]:
        """The notebooks that are known and named."""
        return {"": Work(notebooks_in_work(project), min(project.facts.clock.todays.values()) - _SINCE)}

    def read(self, needs: Work, before: NotebookWork | None) -> NotebookWork:
        """The authors' dates."""
        return NotebookWork(Table(self._reader.read(needs.paths, needs.since)))
