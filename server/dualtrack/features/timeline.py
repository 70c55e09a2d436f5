"""What happened to an item and how long that took: for `dualtrack log` and `dualtrack show`, and one line on the card."""

from dataclasses import dataclass

from dualtrack.features.markdown import escaped
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import scope_changes
from dualtrack.project.timeline import Event, EventKind, arrival, blocked_time, cycle_time, events, time_in_status
from dualtrack.said import plural

_WITH_A_REASON = ("timebox", "success criteria", "stop criteria")


@dataclass(frozen=True)
class Row:
    """One thing that happened. `when` is in ISO format in the board's time zone, None for what is not committed;
    `text` says what happened."""

    kind: EventKind
    when: str | None
    author: str
    commit: str
    before: str
    after: str
    text: str
    subject: str
    reason: str

    @property
    def day(self) -> str:
        """The date, empty for what is not committed."""
        return (self.when or "")[:10]

    @property
    def who(self) -> str:
        return self.author or "not committed"


@dataclass(frozen=True)
class Timeline:
    """What happened to an item, oldest first, and what follows from it: days in each status, days from start to end, days for
    which it was blocked by kind, and, of a sprint, what came into it and left it after its start."""

    events: tuple[Row, ...]
    days_in_status: dict[str, int]
    cycle_days: int | None
    blocked_days: dict[str, int]
    scope_changes: tuple[Row, ...]

    @property
    def figures(self) -> list[str]:
        """What follows from the events, as lines for people."""
        changes = (f"{change.text} by {change.author or 'nobody yet'}" for change in self.scope_changes)
        lines = {
            "time in status": ", ".join(f"{status} {plural(days, 'day')}" for status, days in self.days_in_status.items()),
            "cycle time": "" if self.cycle_days is None else plural(self.cycle_days, "day"),
            "blocked": ", ".join(f"{kind} {plural(days, 'day')}" for kind, days in self.blocked_days.items()),
            "changed after the start": "; ".join(changes),
        }
        return [f"{name}: {text}" for name, text in lines.items() if text]


@dataclass(frozen=True)
class ItemTimeline(Timeline):
    """The timeline of an item, and which item that is."""

    id: str
    key: str
    title: str


def timeline(project: Project, item: Item) -> Timeline:
    """The timeline of an item."""
    return Timeline(
        tuple(_row(project, item, event) for event in events(project, item)),
        time_in_status(project, item),
        cycle_time(project, item),
        blocked_time(project, item),
        tuple(_row(project, item, event) for event in scope_changes(project, item)) if isinstance(item, Sprint) else (),
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
        return ", not committed yet"
    days = (project.today(item) - project.local(item, event.when).date()).days
    since = f"for {plural(days, 'day')}" if days > 0 else "since today"
    deed = "created" if event.kind == "created" else "moved"
    return f" {since}, {deed} by {escaped(event.author)}"


def _row(project: Project, item: Item, event: Event) -> Row:
    when = project.local(item, event.when).isoformat() if event.when else None
    said = (event.author, event.hash, event.before, event.after, _text(project, event), event.subject, event.reason)
    return Row(event.kind, when, *said)


def _text(project: Project, event: Event) -> str:
    before, after = event.before, event.after
    match event.kind:
        case "created":
            return f"created in {after}" if after else "created"
        case "known":
            return f"{after or 'there'} in the oldest commit of this clone"
        case "removed":
            return "removed"
        case "status":
            return f"{before} → {after}"
        case "extension":
            days, _, reason = after.partition(": ")
            return f"extended by {days}" + (f": {reason}" if reason else "")
        case "ticked" | "added":
            return f"{event.kind} {_name(project, after)}"
        case "unticked" | "taken out":
            return f"{event.kind} {_name(project, before)}"
        case "blocked":
            return f"blocked ({after})" if after else "unblocked"
        case "sprint":
            return f"planned for {_name(project, after)}" if after else f"taken out of {_name(project, before)}"
        case _:
            return _value(event)


def _value(event: Event) -> str:
    what = f"{event.kind}: {event.before} → {event.after}" if event.before else f"{event.kind}: {event.after}"
    if not event.after:
        what = f"{event.kind} removed: {event.before}"
    return f"{what} ({event.reason})" if event.reason and event.kind in _WITH_A_REASON and event.before else what


def _name(project: Project, name: str) -> str:
    item = project.find(name)
    return item.shown if item else name
