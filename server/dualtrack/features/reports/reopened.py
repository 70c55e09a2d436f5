"""What was done, and was opened again."""

from collections.abc import Iterable
from datetime import date

from dualtrack.features.reports.cites import by_commit, in_file
from dualtrack.features.reports.done import has_changed
from dualtrack.features.reports.report import Statement, shown_day
from dualtrack.features.reports.statements import said
from dualtrack.model.item import Item
from dualtrack.model.words import capital
from dualtrack.project.project import Project
from dualtrack.project.reopenings import Reopening, reopenings


def reopened(project: Project, item: Item, each: Reopening) -> Statement:
    """Since when an item was closed, where that is known, and when it was opened again, with the commit that did so."""
    cites = [by_commit(project, each.event.hash)] if each.event.hash else []
    closed = f"{each.status.replace('-', ' ')} on {shown_day(each.since)}, " if each.since else ""
    text = capital(f"{closed}reopened on {shown_day(each.day)}.")
    return said(project, item, text, in_file(project, item, "status"), *cites)


def reopened_since(project: Project, items: Iterable[Item], since: date) -> tuple[Statement, ...]:
    """What was opened again since a day and is not in progress now; where it is, what is said of it says so."""
    found = (item for item in items if not item.is_active and (not item.is_closed or has_changed(project, item, since)))
    return tuple(
        reopened(project, item, each) for item in found for each in reopenings(project, item)[-1:] if since <= each.day
    )
