"""A sprint file to its sprints and the items that stand in them (docs/format.md, "A sprint")."""

from collections.abc import Iterator, Mapping
from typing import Any

from dualtrack import limits
from dualtrack.files import yaml_tree
from dualtrack.files.document import Document
from dualtrack.files.keys import canonical_key, known_keys, meant_key
from dualtrack.files.values import build, kind_of_prefix
from dualtrack.model.conventions import Conventions
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Fault, Item, Kind, Route
from dualtrack.model.mention import canonical, is_id
from dualtrack.model.raw import as_list, as_mapping, text_at, unlinked
from dualtrack.model.sprint import Sprint, SprintEntry, SprintList
from dualtrack.model.words import slug
from dualtrack.said import said

_LISTS: dict[SprintList, Kind] = {"product_tasks": "task", "experiments": "experiment"}


def read_sprints(document: Document, conventions: Conventions, name: str) -> Iterator[Item]:
    """The sprints of a file: one by the file's name, or one for each outer key; each followed by its inline items."""
    outer = document.front.keys.entries
    flat = any(canonical_key(key.text) in known_keys("sprint") for key, _ in outer)
    if flat or not any(_may_be_sprint(key.text, node, conventions) for key, node in outer):
        sprint, *inline = _sprint(document, conventions, name, (), document.values)
        beside = outer if flat else ()
        told = ((key.text, _misplaced(key.text, node, node is outer[0][1])) for key, node in beside)
        faults = (Fault((name,), message) for name, message in told if message)
        yield from (sprint.model_copy(update={"faults": (*faults, *sprint.faults)}), *inline)
        return
    read: list[Item] = []
    others: list[Fault] = []
    for key, node in outer:
        written = as_mapping(node.value)
        message = said("{sprint} is no sprint: the keys of one are expected below it", key.text)
        if not _may_be_sprint(key.text, node, conventions):  # `version: 2`
            others.append(Fault((key.text,), message, beside=True))
            continue
        sprint, *inline = _sprint(document, conventions, key.text, (key.text,), _canonical(written or {}))
        if written is None:  # it is about to become one
            sprint = sprint.model_copy(update={"faults": (Fault((), message),)})
        read += (sprint, *inline)
    yield read[0].model_copy(update={"faults": (*others, *read[0].faults)})
    yield from read[1:]


def _may_be_sprint(name: str, node: yaml_tree.Node, conventions: Conventions) -> bool:
    """Whether an outer key holds a sprint, or is the name of one that is about to be written."""
    return as_mapping(node.value) is not None or (is_id(name) and kind_of_prefix(name, conventions) is None)


def _misplaced(name: str, node: yaml_tree.Node, is_first: bool) -> str:
    """What is wrong with a key that seems to name a sprint and has keys of one beside it; empty if nothing is."""
    if canonical_key(name) in known_keys("sprint"):
        return ""
    if is_first and _is_empty(node):
        return said("{text} is empty, and its keys stand beside it: indent them", name)
    if not _LISTS.keys().isdisjoint(_canonical(as_mapping(node.value) or {})):
        return said("{text} is not read as a sprint, since keys of one stand beside it: indent them", name)
    return ""


def _is_empty(node: yaml_tree.Node) -> bool:
    return isinstance(node, yaml_tree.Scalar) and not node.text


def _sprint(document: Document, conventions: Conventions, name: str, route: Route, values: Mapping[str, Any]) -> list[Item]:
    id = text_at(values, "id") or name
    faults: list[Fault] = []
    inline: list[Item] = []
    entries: list[SprintEntry] = []
    for where, kind in _LISTS.items():
        written = values.get(where)
        listed = as_list(written)
        if written is not None and listed is None:
            faults.append(Fault((where,), said("{where} is a list of ids and items", where)))
        if listed and len(listed) > limits.SPRINT_ENTRIES:
            faults.append(
                Fault(
                    (where,),
                    said("{where} lists {count} entries; the first {most} are read", where, len(listed), limits.SPRINT_ENTRIES),
                )
            )
        for index, entry in enumerate(map(unlinked, (listed or [])[: limits.SPRINT_ENTRIES])):
            place = (*route, where, index)
            if isinstance(entry, str) and is_id(entry.strip()):
                entries.append(SprintEntry(place, where, canonical(entry.strip())))
            elif entry and not isinstance(entry, list):
                item = _inline(document, conventions, id, place, kind, entry, text_at(values, "start"))
                inline.append(item)
                entries.append(SprintEntry(place, where, item.key))
            else:
                faults.append(Fault((where, index), said("an id or an item such as {{feature: text}} is expected")))
    sprint = build(
        Sprint,
        {key: value for key, value in values.items() if key not in _LISTS},
        conventions,
        id=id,
        kind="sprint",
        path=document.path,
        route=route,
        title=text_at(values, "title") or text_at(values, "goal") or id,
        entries=tuple(entries),
        faults=tuple(faults),
    )
    return [sprint, *inline]


def _inline(
    document: Document, conventions: Conventions, sprint: str, route: Route, kind: Kind, entry: Any, start: str
) -> Item:
    """An item that stands in a sprint: `{feature: text}` gives its type and title, a bare text its title."""
    values = _canonical(as_mapping(entry) or {"title": entry})
    id = text_at(values, "id")
    kind = kind_of_prefix(id, conventions) or kind
    known = known_keys(kind)
    unknown = ((key, value) for key, value in values.items() if key not in known and isinstance(value, str))
    named = min(unknown, key=lambda entry: meant_key(kind, entry[0]) is not None, default=None)  # a mistyped key is no type
    if named and not text_at(values, "title"):
        values = {"type": named[0].replace("_", "-"), **values, "title": named[1]}
    title = text_at(values, "title") or text_at(values, "hypothesis") or id or kind
    key = {} if id else {"key": f"{sprint}/{text_at(values, 'type') or kind}:{slug(title)}"}
    if kind == "experiment" and start:
        values = {"started": start, **values}
    model = Experiment if kind == "experiment" else Item
    derived = {"path": document.path, "route": route, "title": title, "sprint": sprint, **key}
    return build(model, values, conventions, id=id, kind=kind, **derived)


def _canonical(values: Mapping[str, Any]) -> dict[str, Any]:
    return {canonical_key(key): value for key, value in values.items()}
