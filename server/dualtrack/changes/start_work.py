"""Start the work on an item: into the first active status, on a branch of its own, assigned to whoever starts it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.changes.request import Ask, Menu, Offer, Request, parameter
from dualtrack.facts.checkout import Checkout
from dualtrack.facts.history import History
from dualtrack.files.edits import append_entry, scalar, set_keys
from dualtrack.files.yaml_tree import Sequence
from dualtrack.model.item import Item
from dualtrack.model.mention import is_id
from dualtrack.model.words import slug
from dualtrack.project import evidence
from dualtrack.project.parents import waits_for
from dualtrack.project.people import user
from dualtrack.project.project import Project
from dualtrack.said import joined, said
from dualtrack.text import Edit

_LONGEST_NAME = 60
_NO_NAME = said("no name for a branch")


@dataclass(frozen=True)
class Start(Request):
    """Start work on an item, on a branch of its own, or go on with it there."""

    name = "start"
    title = said("Start Work…")
    summary = "start work on an item, or go on with it, on a branch of its own"
    example = "dualtrack start TASK-12"
    menu = Menu(0, "git-branch-create")
    at = ("id", "status", "")
    for_several = False
    reads_facts = True

    branch: str = parameter("the branch (default: the item's, or a new one that is named for it)", "NAME", "")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        """Work that has not ended and is not what the person works on now, where git is known."""
        if not item.id or item.kind not in ("task", "experiment") or item.is_closed or not project.facts[History].trunk:
            return False
        return not item.is_active or project.facts[Checkout].branch not in _branches(project, item)

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """The branches that it has, and a new one, with its usual name."""
        there = _branches(project, item)
        for branch in there:
            deed = said("Go on with {item} on branch {branch}", item.shown, branch)
            yield Offer(said("Go on with {branch}", branch), {"branch": branch}, deed=deed)
        name = branch_for(item)
        pattern = r"^[^\s~^:?*\[\\-][^\s~^:?*\[\\]*$"
        ask = Ask("branch", said("The branch to work on"), f"{name}-2" if name in there else name, pattern, _NO_NAME)
        deed = said("Start work on {item} on branch {branch}", item.shown, ask.value)
        label = said("Start a new branch…") if there else said("Start work")
        yield Offer(label, {"branch": ask.value}, asks=(ask,), deed=deed)

    def branch_to_start(self, project: Project) -> str:
        """The branch that is named, else the item's own, else a new one."""
        item = project.items.get(self.key)
        return self.branch or (next(iter(_branches(project, item)), branch_for(item)) if item else "")

    def change(self, project: Project) -> Change:
        """The card's way into the first active status of its track, with today as its start and whoever works here as the
        assignee, where it has none."""
        item = item_to_change(project, self.key)
        if not item.id or item.kind not in ("task", "experiment"):
            raise Refusal(said("{item} has no id that a branch could be named for", item.shown))
        if item.is_closed:
            raise Refusal(said("{item} is {status}: it has ended", item.shown, item.status))
        person = "" if any(item.assignee) else user(project, item)
        edits, done = begun(project, item, person)
        label = said(
            "{item} {done} on branch {branch}{assigned}",
            item.shown,
            done,
            self.branch_to_start(project),
            said(", assigned to {person}", person) if person else "",
        )
        return Change(joined("; ", (label, *_waits(project, item))), edits)


def begun(project: Project, item: Item, person: str) -> tuple[Mapping[str, tuple[Edit, ...]], str]:
    """The edits that bring an item into the first active status of its track, with today as its start and a person, if any, as
    its assignee, and what they do in words; raises Refusal."""
    values: dict[str, str] = {}
    if not item.is_active:
        track = project.conventions(item).track(item.track)
        active = [status.name for status in track.statuses if track.phase(status) == "active"]
        if not active:
            raise Refusal(said("{track} has no status for work in progress", item.track))
        values["status"] = active[0]
        if not item.started:
            values["started"] = project.today(item).isoformat()
    document, asked, edits = project.document(item), dict[str, object](values), list[Edit]()
    if person and isinstance(document.node((*item.route, "assignee")), Sequence):
        asked["assignee"] = [person]
        edits.append(append_entry(document, (*item.route, "assignee"), scalar(person)))
    elif person:
        asked["assignee"] = values["assignee"] = person
    edits += set_keys(document, values, ("status", "title", "id"), item.route)
    done = said("moved to {status}", values["status"]) if "status" in values else said("continues")
    return {item.path: edited(document, edits, item.route, **asked)} if edits else {}, done


def _waits(project: Project, item: Item) -> Iterator[str]:
    """For what an item waits, if it is started all the same."""
    if item.blocked:
        yield said("it is blocked: {reason}", item.blocked.reason or item.blocked.kind or said("no reason given"))
    if waiting := waits_for(project, item):
        yield said("it waits for {items}", joined(", ", (other.shown_with_status for other in waiting)))


def _branches(project: Project, item: Item) -> list[str]:
    return [branch.name for branch in evidence.branches(project, item)]


def branch_for(item: Item) -> str:
    """The usual name of an item's branch: `exp-23-add-feature-x`."""
    id = item.id.lower() if is_id(item.id) else slug(item.id)
    # A branch belongs to every item that its name mentions, and the title of one may mention others.
    title = re.sub(r"([a-z])-(?=\d)", r"\1", slug(item.title)) if item.title != item.id else ""
    name = f"{id}-{title}".rstrip("-")
    return name if len(name) <= _LONGEST_NAME else name[: max(name.rfind("-", 0, _LONGEST_NAME), len(id))]
