"""Say what blocks an item."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, edited, work_to_change
from dualtrack.changes.request import Ask, Menu, Offer, Request, parameter
from dualtrack.files.edits import scalar, set_keys, set_yaml
from dualtrack.model.item import BLOCKER_KINDS, Item
from dualtrack.model.raw import as_mapping
from dualtrack.project.project import Project
from dualtrack.said import joined, said


@dataclass(frozen=True)
class Block(Request):
    """Say what blocks an item."""

    name = "block"
    title = said("Block…")
    summary = "say what blocks an item"
    example = 'dualtrack block TASK-12 data --reason "labels are late"'
    menu = Menu(5, "error")
    at = ("status", "blocked")
    action = "Mark {item} as blocked ({label})"

    kind: str = parameter(f"one of {', '.join(BLOCKER_KINDS)}", "KIND")
    reason: str = parameter("why it cannot go on", "WORDS", "")

    @classmethod
    def suggests_itself(cls, project: Project, item: Item) -> bool:
        """Where it is not blocked, and in work."""
        return cls.applies(project, item) and item.is_active and not item.blocked

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        asks = (Ask("reason", said("What does it wait for?"), "", r"\S", said("a reason is needed")),)
        return (Offer(kind, {"kind": kind, "reason": ""}, asks=asks) for kind in BLOCKER_KINDS)

    def change(self, project: Project) -> Change:
        """Set the kind of the blocker and keep what is said of it; an item that was not blocked is so from today."""
        item = work_to_change(project, self.key)
        if self.kind not in BLOCKER_KINDS:
            raise Refusal(said("{value} is none of {known}", self.kind, joined(", ", BLOCKER_KINDS)))
        document, route = project.document(item), (*item.route, "blocked")
        node = document.node(route)
        written = as_mapping(node.value if node else None)
        given = " ".join(self.reason.split())
        if written is not None:
            stated = {"kind": self.kind, **({"reason": given} if given else {})}
            edits, keys = set_keys(document, stated, (), route), {**written, **stated}
        else:
            old = item.blocked
            since = "" if old else project.today(item).isoformat()
            stated = {"kind": self.kind, "since": since, "reason": given or (" ".join(old.reason.split()) if old else "")}
            keys = {name: value for name, value in stated.items() if value}
            yaml = ", ".join(f"{name}: {scalar(value)}" for name, value in keys.items())
            edits = set_yaml(document, route, f"{{{yaml}}}", ("status", "id"))
        return Change(
            said("{item} blocked by {kind}", item.shown, self.kind),
            {item.path: edited(document, edits, item.route, blocked=keys)},
        )
