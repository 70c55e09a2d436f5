"""Say what blocks an item."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, edited, item_to_change, refusing
from dualtrack.changes.request import Ask, Menu, Offer, Request, parameter
from dualtrack.files.edits import scalar, set_keys, set_yaml
from dualtrack.model.item import BLOCKER_KINDS, Item
from dualtrack.model.raw import as_mapping
from dualtrack.project.project import Project


@dataclass(frozen=True)
class Block(Request):
    """Say what blocks an item."""

    name = "block"
    title = "Block…"
    summary = "say what blocks an item"
    example = 'dualtrack block TASK-12 data --reason "labels are late"'
    menu = Menu(5, "error")

    kind: str = parameter(f"one of {', '.join(BLOCKER_KINDS)}", "KIND")
    reason: str = parameter("why it cannot go on", "WORDS", "")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        """Work that has not ended."""
        return item.kind in ("task", "experiment") and not item.is_closed

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """The kinds of blockers, each with the question for the reason."""
        asks = (Ask("reason", "What does it wait for?", "", r"\S", "a reason is needed"),)
        return (Offer(kind, {"kind": kind, "reason": ""}, asks=asks) for kind in BLOCKER_KINDS)

    def change(self, project: Project) -> Change:
        """Set the blocker."""
        return block(project, self.key, self.kind, self.reason)


@refusing
def block(project: Project, key: str, kind: str, reason: str = "") -> Change:
    """Set the kind of the blocker and keep what is said of it; an item that is not blocked is so from today, for the reason."""
    item = item_to_change(project, key)
    if kind not in BLOCKER_KINDS:
        raise Refusal(f"{kind} is none of {', '.join(BLOCKER_KINDS)}")
    document, route = project.document(item), (*item.route, "blocked")
    node = document.node(route)
    written = as_mapping(node.value if node else None)
    if written is not None:
        edits, said = set_keys(document, {"kind": kind}, (), route), {**written, "kind": kind}
    else:
        old = item.blocked
        since = "" if old else project.today(item).isoformat()
        stated = {"kind": kind, "since": since, "reason": " ".join((old.reason if old else reason).split())}
        said = {name: value for name, value in stated.items() if value}
        yaml = ", ".join(f"{name}: {scalar(value)}" for name, value in said.items())
        edits = set_yaml(document, route, f"{{{yaml}}}", ("status", "id"))
    return Change(f"{item.shown} blocked by {kind}", {item.path: edited(document, edits, item.route, blocked=said)})
