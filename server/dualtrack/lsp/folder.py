"""One workspace folder: its project, what the editor has open, and what the client was told last."""

from asyncio import TimerHandle
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol.types import Diagnostic

from dualtrack.adapters import clock
from dualtrack.adapters.disk import DiskFiles
from dualtrack.adapters.outside import Outside
from dualtrack.features.board import Boards, board
from dualtrack.features.check import Checked, check
from dualtrack.model.conventions import Conventions
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES
from dualtrack.project.project import Project


@dataclass
class Opened:
    """A text in the editor; of a cell, the URI is that of its notebook."""

    uri: str
    version: int | None
    text: str
    language: str = ""


@dataclass(frozen=True)
class Shown:
    """What is shown of a project."""

    checked: Checked
    boards: Boards


@dataclass
class Folder:
    """The state of one folder. Only `Server.update` sets `project` and what the client was told."""

    uri: str
    root: Path
    outside: Outside
    project: Project = field(default_factory=Project)
    checked: Checked = field(default_factory=Checked)
    boards: Boards | None = None
    indexed: bool = False
    board_later: TimerHandle | None = None
    opened: dict[str, Opened] = field(default_factory=dict[str, Opened])
    published: dict[str, list[Diagnostic]] = field(default_factory=dict[str, list[Diagnostic]])

    def __post_init__(self) -> None:
        self.disk = DiskFiles(self.root, SETTINGS_FILES, ITEM_SUFFIXES)
        self.project = self.project.with_facts(self.outside.with_time(self.project.facts, ()))

    @property
    def conventions(self) -> dict[str, Conventions]:
        """The conventions of the boards by folder."""
        return {board.folder: board.conventions for board in self.project.boards}

    def shown(self, project: Project) -> Shown:
        """What is to be shown of a later value of the project, worked out from what the client was told last."""
        return Shown(check(project, self.checked), board(project, self.boards))

    @property
    def project_now(self) -> Project:
        """The project with the time as it is, for answers that say how long ago something was."""
        return self.project.with_facts(self.project.facts.at(clock.now(self.outside.today)))

    def relative(self, path: Path) -> str | None:
        """The path of a file in this folder, with `/` between its parts; None for one elsewhere."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return None
