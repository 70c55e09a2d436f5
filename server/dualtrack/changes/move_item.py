"""Move an item to another status."""

from dualtrack.changes.change import Change, Refusal, edited, item_to_change, refusing
from dualtrack.files.edits import remove, set_keys
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project


@refusing
def move_item(project: Project, key: str, status: str) -> Change:
    """Set the status, and with it the dates that it implies: `started` at the first start, `closed` at the end.

    Raises Refusal for a status that the track lacks, and where an experiment would end without a decision.
    """
    item = item_to_change(project, key)
    track = project.conventions(item).track(item.track)
    target = track.find(status)
    if not target:
        raise Refusal(f"{item.track} has no status {status}")
    phase = track.phase(target)
    ending = phase in ("done", "dropped")
    if ending and isinstance(item, Experiment) and not item.decision:
        raise Refusal(f"{item.shown} ends with a decision: decide it")
    document, today = project.document(item), project.today(item).isoformat()
    values: dict[str, str | None] = {"status": target.name}
    if phase == "active" and not item.started:
        values["started"] = today
    if ending and not item.closed:
        values["closed"] = today
    given = {key: value for key, value in values.items() if value}
    edits = [*set_keys(document, given, ("status", "title", "id"), item.route)]
    if not ending and item.is_closed:
        for key in ("closed", "decision"):
            edits += remove(document, (*item.route, key))
            values[key] = None
    return Change(f"{item.shown} moved to {target.name}", {item.path: edited(document, edits, item.route, **values)})
