"""Extend a timebox: the extension is recorded with its day and its reason."""

from dualtrack.changes.change import Change, Cursor, Refusal, edited, item_to_change, refusing
from dualtrack.files.edits import append_entry
from dualtrack.files.front_matter import quoted
from dualtrack.model.experiment import LONGEST_TIMEBOX, Experiment
from dualtrack.model.raw import as_list
from dualtrack.model.words import plural
from dualtrack.project.project import Project


@refusing
def extend_timebox(project: Project, key: str, days: int, reason: str = "") -> Change:
    """Add to `extensions`; without a reason the cursor is left where it is typed."""
    experiment = item_to_change(project, key)
    if not isinstance(experiment, Experiment) or not experiment.timebox:
        raise Refusal(f"{experiment.shown} has no timebox to extend")
    if not 1 <= days <= LONGEST_TIMEBOX:
        raise Refusal(f"{days} is not a number of days from 1 to {LONGEST_TIMEBOX}")
    document = project.document(experiment)
    recorded = {"days": str(days), "on": project.today(experiment).isoformat(), "reason": " ".join(reason.split())}
    entry = f"{{days: {recorded['days']}, on: {recorded['on']}, reason: {quoted(recorded['reason'])}}}"
    edit = append_entry(document, (*experiment.route, "extensions"), entry, ("timebox_days", "timebox"))
    standing = document.node((*experiment.route, "extensions"))
    extensions = [*(as_list(standing.value if standing else None) or []), recorded]
    typed = edit.span.start + edit.text.index('""') + 1 if not reason.strip() else None
    return Change(
        f"{experiment.shown} extended by {plural(days, 'day')}",
        {experiment.path: edited(document, (edit,), experiment.route, extensions=extensions)},
        None if typed is None else Cursor(experiment.path, typed),
    )


def usual_extension(experiment: Experiment) -> int:
    """Days that are proposed: half of the timebox, at least one."""
    return max(1, experiment.timebox.days // 2) if experiment.timebox else 1
