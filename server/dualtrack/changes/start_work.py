"""Start the work on an item: into the first active status, on a branch of its own."""

import re

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.changes.move_item import move_item
from dualtrack.model.item import Item
from dualtrack.model.mention import is_id
from dualtrack.model.words import slug
from dualtrack.project.project import Project

_LONGEST_NAME = 60


def branch_for(item: Item) -> str:
    """The usual name of an item's branch: `exp-23-add-feature-x`."""
    id = item.id.lower() if is_id(item.id) else slug(item.id)
    # A branch belongs to every item that its name mentions, and the title of one may mention others.
    title = re.sub(r"([a-z])-(?=\d)", r"\1", slug(item.title)) if item.title != item.id else ""
    name = f"{id}-{title}".rstrip("-")
    return name if len(name) <= _LONGEST_NAME else name[: max(name.rfind("-", 0, _LONGEST_NAME), len(id))]


def start_work(project: Project, key: str) -> Change:
    """The card's way into the first active status of its track, with today as its start; raises Refusal for what has ended,
    has no id to name a branch for, or is no work."""
    item = item_to_change(project, key)
    if not item.id or item.kind not in ("task", "experiment"):
        raise Refusal(f"{item.shown} has no id that a branch could be named for")
    if item.is_closed:
        raise Refusal(f"{item.shown} is {item.status}: it has ended")
    if item.is_active:
        return Change(f"{item.shown} goes on", {})
    return move_item(project, key, _first_active(project, item))


def _first_active(project: Project, item: Item) -> str:
    track = project.conventions(item).track(item.track)
    active = [status.name for status in track.statuses if track.phase(status) == "active"]
    if not active:
        raise Refusal(f"{item.track} has no status for work in progress")
    return active[0]
