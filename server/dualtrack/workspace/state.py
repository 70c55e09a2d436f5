"""What is shown of a project: its findings and its boards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dualtrack.features.board import Boards, board
from dualtrack.features.check import Checked, check
from dualtrack.files.document import Document
from dualtrack.project.project import Project


@dataclass(frozen=True)
class State:
    """A project with what was found in it; `boards` may be those of an earlier project, and are None before the first.

    `held` are files in which somebody types a status, as they were before: their cards stay where they were.
    """

    project: Project = field(default_factory=Project)
    checked: Checked = field(default_factory=Checked)
    boards: Boards | None = None
    held: Mapping[str, Document] = field(default_factory=dict[str, Document])

    def later(self, project: Project, held: Mapping[str, Document] | None = None) -> "State":
        """What is to be shown of a later value of the project, with the files that are `held` by then: only what is stale is
        worked out."""
        held = self.held if held is None else held
        return State(project, check(project, self.checked), self.boards, held).drawn()

    def typed(self, project: Project, path: str) -> "State":
        """The same while somebody is typing in a file, when cards must not jump with every key."""
        known = self.project.documents.get(path)
        held = {**({path: known} if known else {}), **self.held}
        if not self._typed_lines(project, path):
            held.pop(path, None)
        return State(project, check(project, self.checked), self.boards, held)

    def drawn(self) -> "State":
        """With the boards of this project."""
        return replace(self, boards=board(self._drawn_from, self.boards))

    def settled(self, path: str, line: int | None = None) -> "State":
        """With a file counting as it is, unless the cursor is in a line where a status is being typed."""
        if path not in self.held or line in self._typed_lines(self.project, path):
            return self
        return replace(self, held={held: document for held, document in self.held.items() if held != path}).drawn()

    @property
    def _drawn_from(self) -> Project:
        held = [document for path, document in self.held.items() if path in self.project.documents]
        return self.project.with_files(held) if held else self.project

    def _typed_lines(self, project: Project, path: str) -> list[int | None]:
        """The lines in which statuses stood that are empty, gone or none of their track now."""
        now = _statuses(project, path)
        return [line for key, line in _statuses(self._drawn_from, path).items() if key not in now and key in project.items]


def _statuses(project: Project, path: str) -> dict[str, int]:
    """The lines of the statuses of a file that are written out and known, by the keys of their items."""
    found: dict[str, int] = {}
    for item in project.items_in(path):
        document = project.document(item)
        node = document.node((*item.route, "status"))
        if node and node.span.start < node.span.end and item.phase:
            found[item.key] = document.line_of(node.span.start)
    return found
