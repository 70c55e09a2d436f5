"""What happened since yesterday, what is under way, and what is in the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dualtrack.facts.history import Commit, History
from dualtrack.features.reports.cites import by_commit
from dualtrack.features.reports.disagreements import disagreements
from dualtrack.features.reports.done import has_changed, is_moved_here
from dualtrack.features.reports.elsewhere import overdue_there
from dualtrack.features.reports.reopened import reopened
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
from dualtrack.features.reports.versions import deployments_since
from dualtrack.model.item import Item
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project import evidence
from dualtrack.project.blocks import FOREVER
from dualtrack.project.branches import is_under_way
from dualtrack.project.closings import takeovers
from dualtrack.project.course import CLOSED
from dualtrack.project.deployments import model_versions
from dualtrack.project.landing_days import day_of_commit, day_of_event, merges_since
from dualtrack.project.people import full_names
from dualtrack.project.project import Project
from dualtrack.project.reopenings import reopenings
from dualtrack.project.replay import removed_courses
from dualtrack.project.timeline import Event, dated, phase_of
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
                tuple(_happened(project, items, since)),
                nothing="Nothing was moved, and no commit names an item."
                if project.facts[History].trunk
                else "Git is not known.",
            ),
            Section(
                "What is under way?",
                (*said_of_each(_going_on, project, active), *overdue_there(project)),
                nothing="Nothing is in progress.",
            ),
            Section(
                "What is in the way?",
                (*disagreements(project), *said_of_each(obstacle, project, blocked(items))),
                nothing="Nothing is blocked.",
            ),
        ),
    )


def _happened(project: Project, items: list[Item], since: date) -> Iterator[Statement]:
    """What was begun, moved, opened again, committed or removed; of model versions what was moved or deployed."""
    moved = set[str]()
    for item in (*items, *model_versions(project)):
        changed = has_changed(project, item, since) or (item.closed and item.closed >= since) or is_moved_here(project, item)
        moves = [event for event, day in _moves(project, item) if day >= since] if changed else []
        again = {each.event: each for each in reopenings(project, item) if each.day >= since} if moves else {}
        texts, to = list[str](), list[str]()
        for event in moves:
            if event.kind == "created":
                texts.append(f"Created as {event.after.replace('-', ' ')}.")
            elif event in again:  # which also says when it was closed
                texts, to = [*texts, reopened(project, item, again[event]).text], []
            elif event.after:
                to.append(event.after.replace("-", " "))
        texts += [f"Moved to {', then '.join(to)}."] if to else []
        commits = _commits(project, item, since)
        last = ", the last" if len(commits) > 1 else ""
        texts += [f"{plural(len(commits), 'commit')}{last}: {commits[0].subject}"] if commits else []
        merges = merges_since(project, item, since)
        texts += [f"Merged into {project.facts[History].trunk}."] if merges else []
        if moves:
            moved.add(item.key)
        if texts:
            hashes = dict.fromkeys((event.hash, "") for event in reversed(moves) if event.hash)
            hashes.update(dict.fromkeys((each.hash, each.repository) for each in (*merges[:1], *commits)))
            cites = (by_commit(project, *each) for each in tuple(hashes)[:_CITED])
            told = said(project, item, " ".join(texts), *cites)
            authors = [each.author for each in commits]
            yield replace(told, people=full_names(project, item, authors)) if authors else told
    yield from deployments_since(project, since, moved)
    yield from _removed(project, since)


def _commits(project: Project, item: Item, since: date) -> list[Commit]:
    found = (commit for commit in evidence.commits(project, item) if not commit.is_merge)
    return [commit for commit in found if day_of_commit(project, item, commit) >= since]


def _moves(project: Project, item: Item) -> Iterator[tuple[Event, date]]:
    """The changes of its status with the days on which they landed, and the commit that brought it begun or closed."""
    for event, day in dated(project, item):
        if event.kind == "status" or (event.kind == "created" and _came_moved(project, item, event)):
            yield event, day_of_event(project, item, event, day)


def _came_moved(project: Project, item: Item, event: Event) -> bool:
    """Whether an item was begun or closed in the commit that made it; of what came with a whole board, or was closed on a day
    that it states, that was before."""
    phase = phase_of(project, item, event.after)
    if item.kind not in ("task", "experiment") or event.hash in takeovers(project)[project.board(item).folder]:
        return False
    return phase == "active" or (phase in CLOSED and not item.closed)


def _removed(project: Project, since: date) -> Iterator[Statement]:
    """The open items whose files were removed."""
    for course in removed_courses(project):
        if since.toordinal() <= course.stays[-1].until < FOREVER and not project.find(course.key):
            yield Statement(course.label, "Removed.", (by_commit(project, course.removed_by),))


def _going_on(project: Project, item: Item) -> Statement:
    return investigation(project, item) if isinstance(item, Timeboxed) else under_way(project, item)
