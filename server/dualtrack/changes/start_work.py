"""Start the work on an item: into the first active status, on a branch of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.changes.move_item import move_item
from dualtrack.changes.request import Ask, Menu, Offer, Request, parameter
from dualtrack.facts.history import History
from dualtrack.model.item import Item
from dualtrack.model.mention import is_id
from dualtrack.model.words import slug
from dualtrack.project import evidence
from dualtrack.project.project import Project

_LONGEST_NAME = 60
_NO_NAME = "no name for a branch"


@dataclass(frozen=True)
class Start(Request):
    """Start work on an item, on a branch of its own."""

    name = "start"
    title = "Start Work…"
    summary = "start work on an item, on a branch of its own"
    example = "dualtrack start TASK-12"
    menu = Menu(0, "git-branch-create")

    branch: str = parameter("the branch (default: named for the item)", "NAME", "")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        """Work that has neither ended nor a branch of its own, where git is known."""
        is_work = bool(item.id) and item.kind in ("task", "experiment") and not item.is_closed
        return is_work and bool(project.facts[History].trunk) and not evidence.branches(project, item)

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """The branch, with its usual name."""
        branch = branch_for(item)
        pattern = r"^[^\s~^:?*\[\\-][^\s~^:?*\[\\]*$"
        yield Offer("Start work", {"branch": branch}, asks=(Ask("branch", "The branch to work on", branch, pattern, _NO_NAME),))

    def branch_to_start(self, project: Project) -> str:
        """The branch that is named, else the usual one."""
        item = project.items.get(self.key)
        return self.branch or (branch_for(item) if item else "")

    def change(self, project: Project) -> Change:
        """Move it to the first active status."""
        return start_work(project, self.key)


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
