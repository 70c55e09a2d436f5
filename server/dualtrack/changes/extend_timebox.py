"""Extend a timebox: the extension is recorded with its day and its reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Cursor, Refusal, edited, item_to_change
from dualtrack.changes.request import Ask, Menu, Offer, Request, parameter
from dualtrack.files.edits import append_entry
from dualtrack.files.read_keys import quoted
from dualtrack.model.item import Item
from dualtrack.model.raw import as_list
from dualtrack.model.timeboxed import LONGEST_TIMEBOX, Timeboxed
from dualtrack.project.project import Project
from dualtrack.said import plural, said


@dataclass(frozen=True)
class Extend(Request):
    """Extend the timebox of an experiment."""

    name = "extend"
    title = said("Extend Timebox…")
    summary = "extend the timebox of an experiment"
    example = 'dualtrack extend EXP-23 5 --reason "waited for labels"'
    menu = Menu(3, "watch")
    at = ("timebox_days", "timebox", "extensions")

    days: int = parameter("days to add", "DAYS")
    reason: str = parameter("why it takes longer; it is recorded with the extension", "WORDS", "")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return isinstance(item, Timeboxed) and bool(item.timebox) and not item.is_closed

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """Half of the timebox, or what somebody types."""
        assert isinstance(item, Timeboxed)
        days = str(usual_extension(item))
        invalid = said("a number of days from 1 to {most}", LONGEST_TIMEBOX)
        asks = (
            Ask("days", said("Days to add"), days, r"^[1-9]\d{0,3}$", invalid),
            Ask(
                "reason", said("Why it takes longer (it is recorded with the extension)"), "", r"\S", said("a reason is needed")
            ),
        )
        yield Offer(said("Extend the timebox"), {"days": days, "reason": ""}, asks=asks, deed=usual_deed(item))

    def change(self, project: Project) -> Change:
        change = extend(project, self.key, self.days, self.reason)
        if not self.reason.strip():
            raise Refusal(said("a reason is needed"))
        return change


def extend(project: Project, key: str, days: int, reason: str = "") -> Change:
    """Add to `extensions`; without a reason the cursor is left where it is typed. Raises Refusal."""
    experiment = item_to_change(project, key)
    if not isinstance(experiment, Timeboxed) or not experiment.timebox:
        raise Refusal(said("{experiment} has no timebox to extend", experiment.shown))
    if experiment.is_closed:
        raise Refusal(said("{experiment} is {status}: it has ended", experiment.shown, experiment.status))
    if not 1 <= days <= LONGEST_TIMEBOX:
        raise Refusal(said("{days} is not a number of days from 1 to {most}", days, LONGEST_TIMEBOX))
    document = project.document(experiment)
    today, reason = project.today(experiment).isoformat(), " ".join(reason.split())
    recorded = {"days": str(days), "on": today, "reason": reason}
    entry = f"{{days: {days}, on: {today}, reason: {quoted(reason)}}}"
    edit = append_entry(document, (*experiment.route, "extensions"), entry, ("timebox_days", "timebox"))
    standing = document.node((*experiment.route, "extensions"))
    extensions = [*(as_list(standing.value if standing else None) or []), recorded]
    typed = edit.span.start + edit.text.index('""') + 1 if not reason else None
    return Change(
        said("{experiment} extended by {days}", experiment.shown, plural(days, "day")),
        {experiment.path: edited(document, (edit,), experiment.route, extensions=extensions)},
        None if typed is None else Cursor(experiment.path, typed),
    )


def usual_deed(experiment: Timeboxed) -> str:
    """The title of the usual extension."""
    return said("Extend the timebox of {item} by {days}", experiment.shown, plural(usual_extension(experiment), "day"))


def usual_extension(experiment: Timeboxed) -> int:
    """Days that are proposed: half of the timebox, at least one."""
    return max(1, experiment.timebox.days // 2) if experiment.timebox else 1
