"""What a change is, and why one is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.text import Edit


@dataclass(frozen=True)
class Cursor:
    """Where the person goes on typing: an offset in the file as it is after the change."""

    path: str
    offset: int


@dataclass(frozen=True)
class Change:
    """Edits by path; a path that the project does not hold is a new file. `label` says what was done."""

    label: str
    edits: Mapping[str, tuple[Edit, ...]]
    cursor: Cursor | None = None


class Refusal(Exception):
    """What was asked cannot be done; the message says why."""


def item_to_change(project: Project, key: str) -> Item:
    """The item of a key, in a file that can be edited; raises Refusal."""
    item = project.items.get(key)
    if not item:
        raise Refusal(f"{key} is not on the board any more")
    document = project.document(item)
    if not document.readable:
        raise Refusal(f"{item.path} cannot be read, so it is left as it is")
    if any(problem.conflict for problem in document.problems):
        raise Refusal(f"{item.path} holds an unresolved merge conflict, so it is left as it is")
    return item


def shifted(offset: int, edits: tuple[Edit, ...]) -> int:
    """An offset of the text before, in the text after edits that come before it."""
    return offset + sum(len(e.text) - (e.span.end - e.span.start) for e in edits if e.span.end <= offset)
