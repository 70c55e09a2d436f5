"""What happened to an item and how long that took: for `dualtrack log` and `dualtrack show`, and one line on the card."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dualtrack.features.markdown import escaped
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import plural
from dualtrack.project.project import Project
from dualtrack.project.scope import scope_changes
from dualtrack.project.timeline import Event, arrival, blocked_time, cycle_time, events, time_in_status

_WITH_A_REASON = ("timebox", "success criteria", "stop criteria")


def timeline(project: Project, item: Item) -> dict[str, Any]:
    """The events of an item as JSON values, oldest first, and what follows from them, in days."""
    return {
        "events": [_facts(project, event) for event in events(project, item)],
        "days_in_status": time_in_status(project, item),
        "cycle_days": cycle_time(project, item),
        "blocked_days": blocked_time(project, item),
        "scope_changes": [_facts(project, event) for event in scope_changes(project, item)] if isinstance(item, Sprint) else [],
    }


def figures(said: Mapping[str, Any]) -> list[str]:
    """What follows from the events, as lines for people."""
    stays, blocked, cycle = said["days_in_status"], said["blocked_days"], said["cycle_days"]
    changes = (f"{change['text']} by {change['author'] or 'nobody yet'}" for change in said["scope_changes"])
    lines = {
        "time in status": ", ".join(f"{status} {plural(days, 'day')}" for status, days in stays.items()),
        "cycle time": "" if cycle is None else plural(cycle, "day"),
        "blocked": ", ".join(f"{kind} {plural(days, 'day')}" for kind, days in blocked.items()),
        "changed after the start": "; ".join(changes),
    }
    return [f"{name}: {text}" for name, text in lines.items() if text]


def standing(project: Project, item: Item) -> str:
    """Since when an item that is not closed stands where it does and who moved it there, in Markdown; empty where that is not
    known."""
    if item.is_closed or item.kind not in ("task", "experiment"):
        return ""
    event = arrival(project, item)
    if not event:
        return ""
    status = escaped(event.after)
    if not event.when:
        return f"**In {status}**, which is not committed yet"
    days = (project.today(item) - event.when.astimezone(UTC).date()).days
    since = f"for {plural(days, 'day')}" if days > 0 else "since today"
    deed = "created" if event.kind == "created" else "moved"
    return f"**In {status}** {since}, {deed} by {escaped(event.author)}"


def _facts(project: Project, event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "when": _iso(event.when),
        "author": event.author,
        "commit": event.hash,
        "before": event.before,
        "after": event.after,
        "text": _text(project, event),
        "subject": event.subject,
        "reason": event.reason,
    }


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


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
