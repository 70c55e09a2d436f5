"""Add a label to an item."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dualtrack.changes.change import Change, Refusal, work_to_change
from dualtrack.changes.listed import with_value
from dualtrack.changes.request import Offer, Request, parameter
from dualtrack.model.item import Item
from dualtrack.project.lookups import commonest, labels
from dualtrack.project.project import Project
from dualtrack.said import said

_OFFERED = 5


@dataclass(frozen=True)
class Label(Request):
    """Add a label to an item."""

    name = "label"
    title = said("Label…")
    summary = "add a label to an item"
    example = "dualtrack label TASK-12 latency"
    at = ("labels",)
    action = "Add the label {label} to {item}"

    label: str = parameter("the label", "LABEL")

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """Labels that other items have, the most frequent first."""
        others = (label for label in commonest(project.lookups.of(project.items, labels)) if label not in item.labels)
        return (Offer(label, {"label": label}) for label in islice(others, _OFFERED))

    def change(self, project: Project) -> Change:
        item, label = work_to_change(project, self.key), " ".join(self.label.split())
        if not label:
            raise Refusal(said("a label is needed"))
        edits = with_value(project, item, "labels", label)
        return Change(said("{item}: label {label} added", item.shown, label), {item.path: edits})
