"""What was done, and was opened again."""

from dualtrack.features.reports.cites import by_commit, in_file
from dualtrack.features.reports.report import Statement, shown_day
from dualtrack.features.reports.statements import said
from dualtrack.model.item import Item
from dualtrack.model.words import capital
from dualtrack.project.project import Project
from dualtrack.project.reopenings import Reopening


def reopened(project: Project, item: Item, each: Reopening) -> Statement:
    """Since when an item was closed, and when it was opened again, with the commit that did so."""
    cites = [by_commit(project, each.event.hash)] if each.event.hash else []
    text = f"{capital(each.status)} on {shown_day(each.since)}, reopened on {shown_day(each.day)}.".replace("-", " ")
    return said(project, item, text, in_file(project, item, "status"), *cites)
