"""What is shown of a project: its findings and its boards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dualtrack.features.board import Boards, board
from dualtrack.features.check import Checked, check
from dualtrack.files.document import Document
from dualtrack.project.project import Project
from dualtrack.text import Span


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
        before, known = half_typed(self._drawn_from, path), self.project.documents.get(path)
        held = {**({path: known} if known else {}), **self.held}
        if half_typed(project, path).keys() <= before.keys():
            held.pop(path, None)
        return State(project, check(project, self.checked), self.boards, held)

    def drawn(self) -> "State":
        """With the boards of this project."""
        return replace(self, boards=board(self._drawn_from, self.boards))

    def released(self, path: str) -> "State":
        """With a file counting as it is."""
        return replace(self, held={held: document for held, document in self.held.items() if held != path}).drawn()

    @property
    def _drawn_from(self) -> Project:
        held = [document for path, document in self.held.items() if path in self.project.documents]
        return self.project.with_files(held) if held else self.project


def half_typed(project: Project, path: str) -> dict[str, Span]:
    """Where a status stands that is empty, or none of its track, by the key of its item."""
    found: dict[str, Span] = {}
    for item in project.items_in(path):
        document = project.document(item)
        route = (*item.route, "status")
        node, span = document.node(route), document.span(route)
        if span and (item.phase is None or not node or node.span.start == node.span.end):
            found[item.key] = span
    return found
