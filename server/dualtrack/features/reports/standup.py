"""What happened since yesterday, what is under way, and what is in the way."""

from dataclasses import replace
from datetime import date, timedelta

from dualtrack.facts.history import Commit, History
from dualtrack.features.reports.cites import by_commit
from dualtrack.features.reports.disagreements import disagreements
from dualtrack.features.reports.report import Report, ReportOptions, Section, Statement, shown_day
from dualtrack.features.reports.statements import (
    blocked,
    investigation,
    obstacle,
    report,
    said,
    said_of_each,
    today,
    under_way,
    work,
)
from dualtrack.model.item import Item
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project import evidence
from dualtrack.project.branches import is_under_way
from dualtrack.project.people import full_names
from dualtrack.project.project import Project
from dualtrack.said import plural

_CITED = 3
_MONDAY, _SUNDAY = 0, 6


def standup(project: Project, asked: ReportOptions) -> Report:
    """Since the last working day."""
    now = today(project)
    since = asked.since or now - timedelta(days={_MONDAY: 3, _SUNDAY: 2}.get(now.weekday(), 1))
    items = work(project)
    active = [item for item in items if is_under_way(project, item)]
    return report(
        project,
        f"Stand-up of {shown_day(now)}",
        (
            Section(
                f"What happened since {shown_day(since)}?",
                tuple(_worked(project, item, found) for item in items if (found := _commits(project, item, since))),
                nothing="No commit names an item." if project.facts[History].trunk else "Git is not known.",
            ),
            Section("What is under way?", said_of_each(_going_on, project, active), nothing="Nothing is in progress."),
            Section(
                "What is in the way?",
                (*disagreements(project), *said_of_each(obstacle, project, blocked(items))),
                nothing="Nothing is blocked.",
            ),
        ),
    )


def _commits(project: Project, item: Item, since: date) -> list[Commit]:
    found = (commit for commit in evidence.commits(project, item) if not commit.is_merge)
    return [commit for commit in found if project.local(item, commit.when).date() >= since]


def _worked(project: Project, item: Item, commits: list[Commit]) -> Statement:
    text = f"{plural(len(commits), 'commit')}, the last: {commits[0].subject}"
    cites = (by_commit(project, each.hash, each.repository) for each in commits[:_CITED])
    return replace(said(project, item, text, *cites), people=full_names(project, item, (each.author for each in commits)))


def _going_on(project: Project, item: Item) -> Statement:
    return investigation(project, item) if isinstance(item, Timeboxed) else under_way(project, item)
