"""What is being investigated, what ships, what is in the way, and when decisions are due."""

from datetime import date, timedelta

from dualtrack.features.reports.report import Asked, Report, Section, Statement, shown_day
from dualtrack.features.reports.statements import (
    blocked,
    closed_since,
    closing,
    deployment,
    in_file,
    investigation,
    obstacle,
    outcome,
    report,
    said,
    today,
    under_way,
    work,
)
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import plural
from dualtrack.project.project import Project


def weekly(project: Project, asked: Asked) -> Report:
    """The week that has passed, and the next decisions."""
    now = today(project)
    since = asked.since or now - timedelta(days=7)
    items = work(project)
    active = [item for item in items if item.is_active]
    research = [item for item in active if isinstance(item, Timeboxed)]
    ended = closed_since(items, since)
    models = [each for each in project.items.values() if isinstance(each, ModelVersion)]
    deployed = [each for each in models if each.deployed and since <= each.deployed <= now]
    ending = sorted(
        ((item.timebox.end, item) for item in research if item.timebox and item.timebox.end), key=lambda each: each[0]
    )
    ships = (
        *(deployment(project, each) for each in deployed),
        *(closing(project, item) for item in ended if not isinstance(item, Experiment)),
        *(under_way(project, item) for item in active if not isinstance(item, Timeboxed)),
    )
    return report(
        project,
        f"Week from {shown_day(since)} to {shown_day(now)}",
        (
            Section(
                "What are we investigating?",
                tuple(investigation(project, item) for item in research),
                nothing="Nothing is being investigated.",
            ),
            Section("What ships?", ships, nothing="Nothing has shipped, and no work that ships is under way."),
            Section(
                "What is in the way?", tuple(obstacle(project, item) for item in blocked(items)), nothing="Nothing is blocked."
            ),
            Section(
                "When do we decide?",
                tuple(_decision(project, item, end) for end, item in ending),
                nothing="No decision has a date.",
            ),
            Section(
                "What did we learn?",
                tuple(outcome(project, item) for item in ended if isinstance(item, Experiment)),
                nothing="No experiment was decided.",
            ),
        ),
    )


def _decision(project: Project, item: Item, end: date) -> Statement:
    text = _due((end - project.today(item)).days, shown_day(end))
    return said(project, item, text, in_file(project, item, "timebox", "timebox_days"))


def _due(days: int, day: str) -> str:
    if days < 0:
        return f"was to be decided by {day}, {plural(-days, 'day')} ago"
    return f"to be decided by {day}, in {plural(days, 'day')}" if days else "to be decided today"
