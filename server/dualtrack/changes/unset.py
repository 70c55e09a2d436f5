"""Take a value from an item."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.changes.remove_key import remove_key
from dualtrack.changes.request import Offer, Request, parameter
from dualtrack.files.edits import remove
from dualtrack.model.item import Item
from dualtrack.model.raw import as_list
from dualtrack.model.words import shortened
from dualtrack.project.project import Project
from dualtrack.said import joined, said

_KEYS = ("priority", "due", "model", "role", "points", "sprint", "parent")
_LISTS = ("assignee", "labels", "depends_on", "notebooks", "runs")


@dataclass(frozen=True)
class Unset(Request):
    """Take a value from an item: a key, or an entry of a list."""

    name = "unset"
    title = said("Unset…")
    summary = "take a value from an item: a key, or an entry of a list"
    example = "dualtrack unset TASK-12 labels --value latency"
    at = (*_KEYS, *_LISTS)

    name_of_key: str = parameter(f"one of {', '.join(at)}", "KEY")
    value: str = parameter("an entry of the list (default: the whole key)", "ENTRY", "")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        """Open work."""
        return item.kind in ("task", "experiment") and not item.is_closed

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """Each key that says something, and each entry of a list."""
        document = project.document(item)
        for key in cls.at:
            node = document.node((*item.route, key))
            entries = as_list(node.value) if node else None
            for entry in filter(None, _texts(entries or ())) if key in _LISTS else ():
                deed = said("Remove {value} from {key} of {item}", shortened(entry), key, item.shown)
                yield Offer(deed, {"name_of_key": key, "value": entry}, deed=deed, at=key)
            if node and node.value is not None and entries is None:
                deed = said("Remove {key} of {item}", key, item.shown)
                yield Offer(deed, {"name_of_key": key}, deed=deed, at=key)

    def change(self, project: Project) -> Change:
        if self.name_of_key not in self.at:
            raise Refusal(said("one of these can be unset: {keys}", joined(", ", self.at)))
        if not self.value:
            return remove_key(project, self.key, self.name_of_key)
        return _without(project, self.key, self.name_of_key, self.value)


def _without(project: Project, key: str, name: str, value: str) -> Change:
    item = item_to_change(project, key)
    document, route = project.document(item), (*item.route, name)
    node = document.node(route)
    entries = as_list(node.value if node else None) or []
    if value not in (texts := _texts(entries)):
        raise Refusal(said("{item}: {name} has no {value}", item.shown, name, value))
    if len(entries) == 1:
        return remove_key(project, key, name)
    at = texts.index(value)
    edits = edited(document, remove(document, (*route, at)), item.route, **{name: [*entries[:at], *entries[at + 1 :]]})
    return Change(said("{item}: {value} removed from {name}", item.shown, value, name), {item.path: edits})


def _texts(entries: Any) -> list[str]:
    return [entry if isinstance(entry, str) else "" for entry in entries]
