"""What is shown of a project: its findings and its boards."""

from dataclasses import dataclass, field, replace

from dualtrack.features.board import Boards, board
from dualtrack.features.check import Checked, check
from dualtrack.project.project import Project


@dataclass(frozen=True)
class State:
    """A project with what was found in it; `boards` may be those of an earlier project, and are None before the first."""

    project: Project = field(default_factory=Project)
    checked: Checked = field(default_factory=Checked)
    boards: Boards | None = None

    def later(self, project: Project) -> "State":
        """What is to be shown of a later value of the project: only what is stale is worked out."""
        return State(project, check(project, self.checked), board(project, self.boards))

    def typed(self, project: Project) -> "State":
        """The same while somebody is typing, when cards must not jump with every key."""
        return State(project, check(project, self.checked), self.boards)

    def drawn(self) -> "State":
        """With the boards of this project."""
        return replace(self, boards=board(self.project, self.boards))
