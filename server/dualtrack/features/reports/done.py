"""What was done in some days, and of how much it is not known whether it was."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from dualtrack.features.reports.cites import in_files
from dualtrack.features.reports.report import Statement
from dualtrack.features.reports.statements import today
from dualtrack.model.item import Item
from dualtrack.project.closings import came_on, closing_day
from dualtrack.project.identity import past_of
from dualtrack.project.project import Project
from dualtrack.project.timeline import states, status_in
from dualtrack.said import plural


def closed_since(project: Project, items: Iterable[Item], since: date, until: date = date.max) -> list[Item]:
    """What was done from a day to another, the last first; what was given up is not among it."""
    done = (item for item in items if item.phase == "done")
    days = {item.key: closing_day(project, item) for item in done if item.closed or has_changed(project, item, since)}
    last = min(until, today(project))
    ended = sorted(((day, key) for key, day in days.items() if day and since <= day <= last), reverse=True)
    return [project.items[key] for _, key in ended]


def undated(project: Project, items: Iterable[Item], since: date, until: date = date.max) -> tuple[Statement, ...]:
    """How many items may have been done in these days besides those whose day is known: they came to the board done."""
    done = ((item, came_on(project, item)) for item in items if item.phase == "done" and not item.closed)
    maybe = (item for item, came in done if came is None or since <= came <= until)
    found = [item for item in maybe if not closing_day(project, item)]
    count = len(found)
    are = "is" if count == 1 else "are"
    text = f"{plural(count, 'more item')} {are} done; on which day, and whether in this time, is not known."
    return (Statement("", text, in_files(project, found, "status")),) if found else ()


def has_changed(project: Project, item: Item, since: date) -> bool:
    """Whether a commit has changed an item since a day, in whatever time zone, or none has yet: most are left alone once they
    are closed."""
    versions = past_of(project, item).versions
    if not versions:
        return True
    committed = datetime.fromtimestamp(max(version.committed for version in versions), UTC)
    last = max(committed, *(version.when for version in versions))
    return (since - last.date()).days <= 1


def is_moved_here(project: Project, item: Item) -> bool:
    """Whether it stands otherwise than its last commit left it."""
    past, last = past_of(project, item), None
    for _, state in states(past):
        last = state or last
    last = past.committed or last
    return not last or status_in(project, item, last) != item.status
