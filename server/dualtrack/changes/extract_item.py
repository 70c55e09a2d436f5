"""Move an inline item of a sprint to a file of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.changes.imports.file_text import file_name
from dualtrack.changes.next_id import next_id
from dualtrack.changes.replace_entry import entry_replaced
from dualtrack.changes.request import Menu, Offer, Request
from dualtrack.files.edits import scalar
from dualtrack.files.keys import canonical_key
from dualtrack.files.read import DOD_HEADING
from dualtrack.files.scalars import key_name
from dualtrack.files.yaml_tree import Mapping, Node
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.project.project import Project
from dualtrack.project.required_items import agreed_items
from dualtrack.said import said
from dualtrack.text import Edit, Span

_TOLD_BY_ITS_PLACE = ("id", "kind", "sprint")


@dataclass(frozen=True)
class Extract(Request):
    """Move an inline item of a sprint to a file of its own."""

    name = "extract"
    title = said("Move to a File of Its Own")
    summary = "move an item that stands in a sprint to a file of its own"
    example = "dualtrack extract TASK-12"
    menu = Menu(4, "go-to-file")
    at = ("",)
    action = "Move {item} to a file of its own"
    gives_id = True

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return item.is_inline

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        yield Offer(said("Move to a file of its own"))

    def change(self, project: Project) -> Change:
        """Write what the sprint says of it, and what its place there implies, to a new file, and leave its id in the sprint."""
        item = item_to_change(project, self.key)
        document = project.document(item)
        node = document.node(item.route)
        if not item.is_inline or not node:
            raise Refusal(said("{item} has a file of its own", item.shown))
        id = item.id or next_id(project, "EXP" if item.kind == "experiment" else "TASK")
        path = project.board(item).path(f"{item.kind}s", file_name(id, item.title if item.title != id else ""))
        if path in project.documents:
            raise Refusal(said("{path} exists already", path))
        keys = (f"{key_name(name)}: {_on_one_line(value)}".rstrip() for name, value in _values(item, node, id).items())
        texts = project.conventions(item).definition_of_done.texts
        checks = [f"- [ ] {texts[name]}" for name in agreed_items(project, item)]
        dod = ["", f"## {DOD_HEADING}", "", *checks] if checks else []
        text = "".join(f"{line}\n" for line in ("---", *keys, "---", *dod))
        return Change(
            said("{id} has a file of its own", id),
            {path: (Edit(Span(0, 0), text),), item.path: entry_replaced(document, item.route, id)},
        )


def _values(item: Item, node: Node, id: str) -> dict[str, Any]:
    """The keys of the file: those of the entry behind those that it is known by."""
    entries = node.entries if isinstance(node, Mapping) else ()
    written = {key.text: value.value for key, value in reversed(entries)}
    named = {canonical_key(name) for name in written}
    values: dict[str, Any] = {"id": id}
    if "title" not in named and item.title != id:
        values["title"] = item.title
    if "type" not in named and item.type:
        values["type"] = item.type
    if isinstance(item, Experiment) and item.started and "started" not in named:
        values["started"] = item.started.isoformat()
    known = type(item).model_fields.keys() | {"timebox"}
    for name, value in reversed(written.items()):
        gave_the_title = canonical_key(name) not in known and value == item.title
        if canonical_key(name) not in _TOLD_BY_ITS_PLACE and not gave_the_title:
            values[name] = value
    return {**values, "sprint": item.sprint}


def _on_one_line(value: Any) -> str:
    """A value as YAML; nothing for a null."""
    if (entries := as_list(value)) is not None:
        return f"[{', '.join(_on_one_line(entry) or '~' for entry in entries)}]"
    if (keys := as_mapping(value)) is not None:
        return "{" + ", ".join(f"{key_name(name)}: {_on_one_line(entry) or '~'}" for name, entry in keys.items()) + "}"
    return scalar(value) if isinstance(value, str) else ""
