"""What happened to an item and how long that took: for `dualtrack log` and `dualtrack show`, and one line on the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dualtrack.features.markdown import escaped
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import scope_changes
from dualtrack.project.timeline import Event, EventKind, arrival, blocked_time, cycle_time, dated, time_in_status
from dualtrack.said import counted, joined, plural, said

_KINDS: Mapping[EventKind, str] = {
    "decision": said("decision"),
    "timebox": said("timebox"),
    "success criteria": said("success criteria"),
    "stop criteria": said("stop criteria"),
}
_WITH_A_REASON = ("timebox", "success criteria", "stop criteria")


@dataclass(frozen=True)
class TimelineRow:
    """One thing that happened. `when` is in ISO format in the board's time zone, None for what is not committed;
    `day` is the date that counts, never before that of the row above, whose clock may have been ahead; empty for what is not
    committed. `text` says what happened."""

    kind: EventKind
    when: str | None
    author: str
    commit: str
    before: str
    after: str
    text: str
    subject: str
    reason: str
    day: str

    @property
    def who(self) -> str:
        return self.author or said("not committed")


@dataclass(frozen=True)
class Timeline:
    """What happened to an item, oldest first, and what follows from it: days in each status, days from start to end, days for
    which it was blocked by kind, and, of a sprint, what came into it and left it after its start."""

    events: tuple[TimelineRow, ...]
    days_in_status: dict[str, int]
    cycle_days: int | None
    blocked_days: dict[str, int]
    scope_changes: tuple[TimelineRow, ...]

    @property
    def figures(self) -> list[str]:
        """What follows from the events, as lines for people."""
        changes = [said("{change} by {author}", each.text, each.author or said("nobody yet")) for each in self.scope_changes]
        lines = (
            (said("time in status"), _days(self.days_in_status)),
            (said("cycle time"), "" if self.cycle_days is None else plural(self.cycle_days, "day")),
            (said("blocked"), _days(self.blocked_days)),
            (said("changed after the start"), joined("; ", changes)),
        )
        return [joined(": ", line) for line in lines if line[1]]


@dataclass(frozen=True)
class ItemTimeline(Timeline):
    """The timeline of an item, and which item that is."""

    id: str
    key: str
    title: str


def _days(counted: Mapping[str, int]) -> str:
    return joined(", ", [joined(" ", (name, plural(days, "day"))) for name, days in counted.items()])


def timeline(project: Project, item: Item) -> Timeline:
    """The timeline of an item."""
    return Timeline(
        tuple(_row(project, item, *each) for each in dated(project, item)),
        time_in_status(project, item),
        cycle_time(project, item),
        blocked_time(project, item),
        tuple(_row(project, item, *each) for each in scope_changes(project, item)) if isinstance(item, Sprint) else (),
    )


def standing(project: Project, item: Item) -> str:
    """What follows the status of an item that is not closed: since when it has it and who moved it there, in Markdown; empty
    where that is not known."""
    if item.is_closed or item.kind not in ("task", "experiment"):
        return ""
    event = arrival(project, item)
    if not event:
        return ""
    if not event.when:
        return said(", not committed yet")
    days = (project.today(item) - project.local(item, event.when).date()).days
    since = counted(days, " for {count} day", " for {count} days") if days > 0 else said(" since today")
    created = event.kind == "created"
    return since + said(", created by {author}" if created else ", moved by {author}", escaped(event.author))


def _row(project: Project, item: Item, event: Event, day: date) -> TimelineRow:
    when = project.local(item, event.when).isoformat() if event.when else None
    told = (event.author, event.hash, event.before, event.after, _text(project, event), event.subject, event.reason)
    return TimelineRow(event.kind, when, *told, day=day.isoformat() if when else "")


def _text(project: Project, event: Event) -> str:
    before, after = event.before, event.after
    match event.kind:
        case "created":
            return said("created in {status}", after) if after else said("created")
        case "known":
            return said("{status} in the oldest commit of this clone", after or said("there"))
        case "removed":
            return said("removed")
        case "status":
            return f"{before} → {after}"
        case "extension":
            days, _, reason = after.partition(": ")
            number = days.partition(" ")[0]
            extended = said("extended by {days}", plural(int(number), "day") if number.isdecimal() else days)
            return joined(": ", (extended, reason)) if reason else extended
        case "ticked":
            return said("ticked {text}", _name(project, after))
        case "added":
            return said("added {text}", _name(project, after))
        case "unticked":
            return said("unticked {text}", _name(project, before))
        case "taken out":
            return said("taken out {text}", _name(project, before))
        case "blocked":
            return said("blocked ({kind})", after) if after else said("unblocked")
        case "sprint":
            out = said("taken out of {sprint}", _name(project, before))
            return said("planned for {sprint}", _name(project, after)) if after else out
        case _:
            return _value(event)


def _value(event: Event) -> str:
    kind = _KINDS.get(event.kind, event.kind)
    what = joined(": ", (kind, f"{event.before} → {event.after}" if event.before else event.after))
    if not event.after:
        what = said("{kind} removed: {before}", kind, event.before)
    return what + f" ({event.reason})" if event.reason and event.kind in _WITH_A_REASON and event.before else what


def _name(project: Project, name: str) -> str:
    item = project.find(name)
    return item.shown if item else name
