"""A file of a Backlog.md folder to its item."""

from typing import Any

from dualtrack.files.backlog import TRACK, full_id, is_note, is_task, place_of
from dualtrack.files.document import Document
from dualtrack.files.read import DOD_HEADING, title_of
from dualtrack.files.values import build
from dualtrack.model.conventions import Conventions
from dualtrack.model.item import Item
from dualtrack.model.mention import leading_id
from dualtrack.model.raw import as_list, text_at, unlinked
from dualtrack.model.words import folded


def read_backlog_items(document: Document, conventions: Conventions, inside: str) -> tuple[Item, ...]:
    """The item that a file is, given its path inside the folder: its place there outweighs its keys."""
    place, track = place_of(inside), conventions.track(TRACK)
    name = inside.rpartition("/")[2].removesuffix(".md")
    task = is_task(inside, document)
    id = text_at(document.values, "id") or (leading_id(name) if task else "")
    standing: dict[str, Any] = {"archived": place.standing == "archived" or is_note(inside, document)}
    if place.standing == "draft" or folded(text_at(document.values, "status")) == "draft":
        standing |= {"status": track.all[0].name, "phase": "waiting"}
    elif place.standing == "completed":
        standing |= {"status": track.closed[0].name, "phase": "done", "filed": True}
    item = build(
        Item,
        {**document.values, "track": TRACK, **_references(document.values, next(iter(conventions.prefixes)))},
        conventions,
        id=id,
        kind="task" if task and not standing["archived"] else "page",
        path=document.path,
        title=title_of(document, name, id),
        dod=conventions.definition_of_done.agreed(document.body.checks_under(DOD_HEADING)),
        has_dod=document.body.heading(DOD_HEADING) is not None,
        **standing,
    )
    return (item,)


def _references(values: dict[str, Any], prefix: str) -> dict[str, Any]:
    """The references to other tasks as whole ids."""
    found: dict[str, Any] = {}
    for key in ("depends_on", "parent"):
        value = unlinked(values.get(key))
        if isinstance(value, str):
            found[key] = full_id(value, prefix)
        elif entries := as_list(value):
            found[key] = [full_id(entry, prefix) if isinstance(entry, str) else entry for entry in entries]
    return found
