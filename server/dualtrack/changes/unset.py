"""Take a value from an item."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.changes.listed import listed, without_value
from dualtrack.changes.remove_key import remove_key
from dualtrack.changes.request import Offer, Request, parameter
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.words import shortened
from dualtrack.project.project import Project
from dualtrack.said import joined, said

_KEYS = ("priority", "due", "model", "role", "points", "sprint", "parent")
_ALL = "*"
_LISTS = ("assignee", "labels", "depends_on", "notebooks", "runs")


@dataclass(frozen=True)
class Unset(Request):
    """Take a value from an item: a key, or an entry of a list."""

    name = "unset"
    title = said("Remove a Value…")
    summary = "take a value from an item: a key, or an entry of a list"
    example = "dualtrack unset TASK-12 labels --value latency"
    at = (*_KEYS, *_LISTS)

    key_name: str = parameter(f"one of {', '.join(at)}", "KEY")
    value: str = parameter("an entry of the list (default: the whole key)", "ENTRY", _ALL)

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """Each value of a list, and each other key that says something."""
        document = project.document(item)
        for key in cls.at:
            node = document.node((*item.route, key))
            values = [each for each in listed(project, item, key) if each] if key in _LISTS else []
            for value in values:
                deed = said("Remove {value} from {key} of {item}", shortened(value), key, item.shown)
                yield Offer(deed, {"key_name": key, "value": value}, deed=deed, at=key)
            if not values and node and node.value is not None:
                deed = said("Remove {key} of {item}", key, item.shown)
                yield Offer(deed, {"key_name": key}, deed=deed, at=key)

    def change(self, project: Project) -> Change:
        item, key = item_to_change(project, self.key), self.key_name
        if key not in self.at:
            raise Refusal(said("one of these can be unset: {keys}", joined(", ", self.at)))
        value = self.value.strip()
        if not value:
            raise Refusal(said("{key} of {item} has no empty entry", key, item.shown))
        if key in _LISTS and value != _ALL:
            edits = without_value(project, item, key, value.removeprefix("@") if key == "assignee" else value)
            return Change(said("{item}: {value} removed from {key}", item.shown, value, key), {item.path: edits})
        node = project.document(item).node((*item.route, key))
        if node and value != _ALL and canonical(str(node.value)) != canonical(value):
            raise Refusal(said("{key} of {item} has no {value}", key, item.shown, value))
        return remove_key(project, self.key, key)
