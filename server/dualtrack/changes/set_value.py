"""Give a key of an item a value."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from dualtrack.changes.change import Change, Refusal, edited, item_to_change, texts_after, work_to_change
from dualtrack.changes.request import Offer, Request, parameter
from dualtrack.files.edits import set_keys, set_yaml
from dualtrack.model.item import Item, Route
from dualtrack.model.priority import PRIORITIES
from dualtrack.project.project import Project
from dualtrack.project.sprint_room import points_of
from dualtrack.said import joined, said

_ZERO = re.compile(r"0+(\.0*)?|\.0+")


def _models(project: Project, item: Item) -> Iterable[str]:
    """The versions that are written down, the latest first."""
    keys = chain.from_iterable(project.index["model"].values())
    return sorted((id for key in keys if (id := project.items[key].id)), reverse=True)


def _days(project: Project, item: Item) -> Iterable[str]:
    """In a week and in two, and when the sprint ends."""
    today, sprint = project.today(item), project.sprint(item.sprint) if item.sprint else None
    ends = (sprint.end,) if sprint and sprint.end and sprint.end > today else ()
    return (f"{day}" for day in sorted({*ends, today + timedelta(weeks=1), today + timedelta(weeks=2)}))


_VALUES: Mapping[str, Callable[[Project, Item], Iterable[str]]] = {
    "priority": lambda project, item: PRIORITIES,
    "due": _days,
    "model": _models,
    "role": lambda project, item: project.conventions(item).roles,
    "points": lambda project, item: ("1", "2", "3", "5", "8"),
}
"""What a key is usually set to."""


@dataclass(frozen=True)
class Set(Request):
    """Set a key of an item, such as its priority."""

    name = "set"
    title = said("Set…")
    summary = "set the priority of an item, or what else it says in one word"
    example = "dualtrack set TASK-12 priority high"
    at = tuple(_VALUES)

    key_name: str = parameter(f"one of {', '.join(_VALUES)}", "KEY")
    value: str = parameter("the value", "VALUE")

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """The other values that each key could have."""
        document = project.document(item)
        for key, values in _VALUES.items():
            node = document.node((*item.route, key))
            for value in values(project, item):
                if not node or node.value != value:
                    deed = said("Set {key} of {item} to {value}", key, item.shown, value)
                    yield Offer(deed, {"key_name": key, "value": value}, deed=deed, at=key)

    def change(self, project: Project) -> Change:
        if self.key_name not in _VALUES or not self.value.strip():
            raise Refusal(said("one of these can be set to a value: {keys}", joined(", ", _VALUES)))
        return set_value(project, self.key, self.key_name, " ".join(self.value.split()))


def set_value(project: Project, key: str, name: str, value: str) -> Change:
    """Set one key; a new one goes below the status. Raises Refusal for a value that cannot be read."""
    item = work_to_change(project, key)
    document = project.document(item)
    edits = set_keys(document, {name: value}, ("status", "stage", "id"), item.route)
    change = Change(
        said("{item}: {name} set to {value}", item.shown, name, value),
        {item.path: edited(document, edits, item.route, **{name: value})},
    )
    after = project
    for path, text in texts_after(project, change).items():
        after = after.with_file(path, text)
    read = after.items.get(key, item)
    if wrong := next((fault.message for fault in read.faults if fault.route == (name,)), ""):
        raise Refusal(wrong)
    if name == "points" and not (points_of(read) or _ZERO.fullmatch(value.strip())):
        raise Refusal(said('"{value}" is no number of points such as 3', value))
    return change


def set_reference(project: Project, key: str, route: Route, id: str) -> Change:
    """Let the reference at a route of an item name an id."""
    item = item_to_change(project, key)
    edits = set_yaml(project.document(item), (*item.route, *route), id)
    return Change(said("{item}: {name} set to {value}", item.shown, str(route[0]), id), {item.path: edits})
