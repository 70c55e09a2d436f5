"""Move an item to another status, or a model version to another stage."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dualtrack.changes.change import Change, Refusal, edited, item_to_change, reason_removed
from dualtrack.changes.decide import Decide
from dualtrack.changes.request import Menu, Offer, Request, parameter
from dualtrack.files.edits import remove, set_keys
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import STAGES, ModelVersion
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import joined, said

ASKS_FOR_DECISION = said("asks for the decision")


@dataclass(frozen=True)
class Move(Request):
    """Move an item to another status."""

    name = "move"
    title = said("Move to…")
    summary = "move an item to another status"
    example = "dualtrack move TASK-12 review"
    menu = Menu(1, "arrow-swap", "alt+m", is_button=True)
    at = ("status", "started", "")
    action = "Move {item} to {label}"

    status: str = parameter("a status of its track, or a stage of a model version", "STATUS")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return item.kind in ("task", "experiment")

    @classmethod
    def suggests_itself(cls, project: Project, item: Item) -> bool:
        """While it is open."""
        return cls.applies(project, item) and not item.is_closed

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """The statuses of its track, in their order; an experiment ends with a decision."""
        track = project.conventions(item).track(item.track)
        for status in track.all:
            ends = track.phase(status) in ("done", "dropped")
            if ends and isinstance(item, Experiment) and not item.decision:
                then = tuple(replace(offer, request=Decide.name) for offer in Decide.offers(project, item))
                yield Offer(status.name, {}, ASKS_FOR_DECISION, status.name, then)
            else:
                yield Offer(status.name, {"status": status.name}, status=status.name)

    def change(self, project: Project) -> Change:
        return move_item(project, self.key, self.status)


def move_item(project: Project, key: str, status: str, on: date | None = None) -> Change:
    """Set the status, and with it the dates that it implies: `started` at the first start, `closed` at the end; `on` is the day
    on which that was, if not today.

    Raises Refusal for a status that the track lacks, for what has no status, and where an experiment would end without a
    decision.
    """
    item = item_to_change(project, key)
    if isinstance(item, ModelVersion):
        return _move_model(project, item, status)
    if item.kind not in ("task", "experiment"):
        has = said("it has dates, no status") if item.kind == "sprint" else said("it has no status")
        raise Refusal(said("{item} is a {kind}: {has}", item.shown, item.kind, has))
    track = project.conventions(item).track(item.track)
    target = track.find(status)
    phase = track.phase(target) if target else None
    ending = phase in ("done", "dropped")
    if (ending or (not target and folded(status) == "done")) and isinstance(item, Experiment) and not item.decision:
        raise Refusal(said("{item} ends with a decision: decide it ({decisions})", item.shown, joined(", ", DECISIONS)))
    if not target:
        raise Refusal(
            said("{track} has no status {status}: {all}", item.track, status, joined(", ", (each.name for each in track.all)))
        )
    document, today = project.document(item), (on or project.today(item)).isoformat()
    values: dict[str, str | None] = {"status": target.name}
    if phase == "active" and not item.started and target.name != item.status:
        values["started"] = today
    if ending and not item.closed and target.name != item.status:
        values["closed"] = today
    given = {key: value for key, value in values.items() if value}
    edits = [*set_keys(document, given, ("status", "title", "id"), item.route)]
    if not ending and item.is_closed:
        for key in ("closed", "decision", *(["reason"] if isinstance(item, Experiment) and item.decision else [])):
            edits += remove(document, (*item.route, key))
            values[key] = None
    label = said("{item} moved to {target}", item.shown, target.name)
    lost = item.reason if "reason" in values and isinstance(item, Experiment) else ()
    return Change(label, {item.path: edited(document, edits, item.route, **values)}, notes=reason_removed(lost))


def _move_model(project: Project, item: Item, stage: str) -> Change:
    """Set the stage, and at a first deployment its day."""
    if folded(stage) not in STAGES:
        raise Refusal(said("{stage} is no stage of a model version: {stages}", stage, joined(", ", STAGES)))
    document = project.document(item)
    values = {"stage": folded(stage)}
    if values["stage"] == "deployed" and not document.values.get("deployed"):
        values["deployed"] = project.today(item).isoformat()
    edits = set_keys(document, values, ("stage", "title", "id"))
    return Change(said("{item} is now {value}", item.shown, values["stage"]), {item.path: edited(document, edits, **values)})
