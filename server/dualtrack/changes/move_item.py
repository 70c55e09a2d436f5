"""Move an item to another status."""

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.files.edits import remove_key, set_key
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project
from dualtrack.text import Edit


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
    edits: list[Edit | None] = [set_key(document, "status", target.name, ("title", "id"))]
    if phase == "active" and not item.started:
        edits.append(set_key(document, "started", today, ("status",)))
    if ending and not item.closed:
        edits.append(set_key(document, "closed", today, ("status",)))
    if not ending and item.is_closed:
        edits += [remove_key(document, "closed"), remove_key(document, "decision")]
    return Change(f"{item.shown} moved to {target.name}", {item.path: tuple(edit for edit in edits if edit)})
