"""A file to what is followed of its items through history: keys as they were written, whatever the board's conventions."""

from collections.abc import Mapping
from typing import Any, get_args

from dualtrack.facts.pasts import ItemState
from dualtrack.files.document import Document, parse
from dualtrack.files.keys import canonical_key, known_keys
from dualtrack.files.read import read_items, title_of
from dualtrack.model.conventions import Conventions
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, leading_id
from dualtrack.model.raw import as_list, as_mapping, text_at, unlinked
from dualtrack.model.sprint import Sprint, SprintList

_PLAIN = Conventions()
_PUT_AWAY = frozenset(("archive", "completed", "drafts"))
NO_KIND = "no kind given"
_FOLLOWED = frozenset(
    (
        *("id", "kind", "type", "track", "title", "status", "stage", "timebox", "timebox_days", "extensions"),
        *("success_criteria", "stop_criteria", "blocked", "decision", "sprint", "points", "assignee", "learnings"),
        *get_args(SprintList),
    )
)
"""The keys that a state is made of."""


def item_states(path: str, text: str) -> tuple[ItemState, ...] | None:
    """The items of a file's text; None as below."""
    return states_in(parse(path, text))


def states_in(document: Document) -> tuple[ItemState, ...] | None:
    """The items of a file; None where a key that is followed cannot be read, so that nothing is said of what is missing."""
    if document.lost is None or not document.lost.isdisjoint(_FOLLOWED):
        return None
    items = read_items(document, _PLAIN)
    if items[0].kind == "sprint" and not document.lost <= known_keys("sprint"):
        return None  # any other key may be that of a sprint with its items
    named = ((_name(document, item), item) for item in items)
    return tuple(_state(document, item, name) for name, item in named if name)


def name_of(item: Item) -> str:
    """The name by which an item is followed: its canonical id, else its key."""
    return canonical(item.id) if item.id else item.key


def names_of_page(item: Item) -> tuple[str, ...]:
    """The names by which a page is followed, which may have the id of a task: that in its file, and that of its file."""
    of_file = leading_id(item.path.rpartition("/")[2])
    return (name_of(item), canonical(of_file)) if of_file else (name_of(item),)


def _name(document: Document, item: Item) -> str:
    if item.kind == "page":  # a prefix that only the board knows may make an item of it
        return canonical(text_at(document.values, "id") or leading_id(item.path.rpartition("/")[2]))
    return name_of(item)


def _word(values: Mapping[str, Any], key: str) -> str:
    value = unlinked(values.get(key))
    return value if isinstance(value, str) else ""


def _state(document: Document, item: Item, name: str) -> ItemState:
    values = _values(document, item)
    return ItemState(
        id=name,
        inline=item.is_inline,
        status=_word(values, "status") or _word(values, "stage"),
        timebox=_timebox(values),
        extensions=tuple(map(_extension, as_list(values.get("extensions")) or ())),
        success_criteria=_texts(values.get("success_criteria")),
        stop_criteria=_texts(values.get("stop_criteria")),
        ticked=tuple(line.shown for line in item.dod if line.closed),
        blocked=(item.blocked.kind or NO_KIND) if item.blocked else "",
        blocked_since=str(item.blocked.since or "") if item.blocked else "",
        decision=_word(values, "decision"),
        sprint=canonical(item.sprint) if item.sprint else "",
        entries=tuple(entry.names for entry in item.entries) if isinstance(item, Sprint) else (),
        track=item.track if item.kind in ("task", "experiment") else "",
        points=item.points.strip(),
        people=item.assignee,
        folder=next((part for part in item.path.split("/")[:-1] if part in _PUT_AWAY), ""),
        title=title_of(document, "", "") if not item.route else "",
        learned=isinstance(item, Experiment) and item.has_learnings,
        bare=document.is_bare,
    )


def _values(document: Document, item: Item) -> Mapping[str, Any]:
    if not item.route:
        return document.values
    node = document.node(item.route)
    written = as_mapping(node.value) if node else None
    return {canonical_key(key): value for key, value in (written or {}).items()}


def _timebox(values: Mapping[str, Any]) -> str:
    days = text_at(values, "timebox_days").strip()
    return f"{days}d" if days else text_at(values, "timebox").strip()


def _extension(written: Any) -> str:
    values = as_mapping(written) or {}
    reason = " ".join(text_at(values, "reason").split())
    days = text_at(values, "days").strip()
    return ("1 day" if days == "1" else f"{days or 'no'} days") + (f": {reason}" if reason else "")


def _texts(value: Any) -> tuple[str, ...]:
    """One text or a list of them."""
    written = [value] if isinstance(value, str) else as_list(value) or ()
    return tuple(text.strip() for text in written if isinstance(text, str) and text.strip())
