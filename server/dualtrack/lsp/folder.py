"""One workspace folder: the workspace behind it, what the editor has open, and what the client was told last."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lsprotocol.types import Diagnostic, Position

from dualtrack.features.check import Checked
from dualtrack.project.people import user
from dualtrack.project.project import Project
from dualtrack.text import Lines
from dualtrack.workspace.live import LiveWorkspace
from dualtrack.workspace.state import State

_CURSORS = 100
"""Of how many offered changes a folder remembers the cursor: more than one menu has, as the editor asks again meanwhile."""


@dataclass
class Opened:
    """A text in the editor; of a cell, the URI is that of its notebook."""

    uri: str
    version: int | None
    text: str
    language: str = ""

    @cached_property
    def lines(self) -> Lines:
        """Offsets to lines and columns."""
        return Lines(self.text)


@dataclass
class Folder:
    """One folder under the name that the client gives it. The client was told all of the state `told` and, by path, of the
    diagnostics `published`; `telling` tells it more. `changing` are the texts of files after what it was asked
    to edit. `cursors` says by path and text where a change that was offered leaves the cursor."""

    uri: str
    name: str
    live: LiveWorkspace
    opened: dict[str, Opened] = field(default_factory=dict[str, Opened])
    published: dict[str, list[Diagnostic]] = field(default_factory=dict[str, list[Diagnostic]])
    changing: dict[str, str] = field(default_factory=dict[str, str])
    cursors: dict[tuple[str, str], Position] = field(default_factory=dict[tuple[str, str], Position])
    told: State = field(default_factory=State)
    telling: asyncio.Task[None] | None = None

    @property
    def root(self) -> Path:
        """The folder on the disk."""
        return self.live.root

    @property
    def project(self) -> Project:
        """The project as it stands."""
        return self.live.project

    @property
    def project_now(self) -> Project:
        """The project with the time as it is, for answers that say how long ago something was."""
        return self.live.project_now

    @property
    def checked(self) -> Checked:
        """What was found in it."""
        return self.live.state.checked

    def remember_cursor(self, path: str, text: str, position: Position) -> None:
        """Where the cursor is to be once a file has this text."""
        self.cursors.pop((path, text), None)
        self.cursors[path, text] = position
        if len(self.cursors) > _CURSORS:
            del self.cursors[next(iter(self.cursors))]

    def relative(self, path: Path) -> str | None:
        """The path of a file in this folder, with `/` between its parts; None for one elsewhere."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return None


def user_of(projects: Iterable[Project]) -> str:
    """By what name the boards assign whoever works here; of several projects the first that knows."""
    asked = (user(project, next(iter(project.items.values()))) for project in projects if project.items)
    return next(filter(None, asked), "")
