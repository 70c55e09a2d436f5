"""What is being investigated, what ships, what is in the way, and when decisions are due."""

from datetime import timedelta

from dualtrack.features.reports.charts import throughput
from dualtrack.features.reports.disagreements import disagreements
from dualtrack.features.reports.done import closed_since, undated
from dualtrack.features.reports.elsewhere import overdue_there
from dualtrack.features.reports.reopened import reopened_since
from dualtrack.features.reports.report import Report, ReportOptions, Section, shown_day
from dualtrack.features.reports.statements import (
    blocked,
    closing,
    decisions,
    investigation,
    learned,
    obstacle,
    report,
    said_of_each,
    today,
    under_way,
    work,
)
from dualtrack.features.reports.versions import coming, deployments_since, planned
from dualtrack.model.experiment import Experiment
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.branches import is_under_way
from dualtrack.project.closings import came_on
from dualtrack.project.last_word import is_past_known
from dualtrack.project.project import Project

_WEEKS = 12
"""Weeks of which it is drawn what was done in each."""


def weekly(project: Project, asked: ReportOptions) -> Report:
    """The week that has passed, and the next decisions."""
    now = today(project)
    since = asked.since or now - timedelta(days=6)
    items, begins = work(project), now - timedelta(days=7 * _WEEKS - 1)
    active = [item for item in items if is_under_way(project, item)]
    research = [item for item in active if isinstance(item, Timeboxed)]
    ended = closed_since(project, items, since)
    ships = (
        *deployments_since(project, since),
        *disagreements(project),
        *said_of_each(planned, project, (each for each in coming(project) if each.due)),
        *said_of_each(closing, project, (item for item in ended if not isinstance(item, Experiment))),
        *reopened_since(project, items, since),
        *said_of_each(under_way, project, (item for item in active if not isinstance(item, Timeboxed))),
        *undated(project, items, since),
    )
    return report(
        project,
        f"Week from {shown_day(since)} to {shown_day(now)}",
        (
            Section(
                "What are we investigating?",
                (*said_of_each(investigation, project, research), *overdue_there(project)),
                nothing="Nothing is being investigated.",
            ),
            Section("What ships?", ships, nothing="Nothing has shipped, and no work that ships is under way."),
            Section("What is in the way?", said_of_each(obstacle, project, blocked(items)), nothing="Nothing is blocked."),
            Section("When do we decide?", decisions(project, research), nothing="No decision has a date."),
            Section(
                "What did we learn?",
                learned(project, [item for item in ended if isinstance(item, Experiment)]),
                nothing="No experiment was decided.",
            ),
            Section(
                "How much is done in a week?",
                undated(project, items, begins),
                nothing=f"Nothing was done in the last {_WEEKS} weeks."
                if is_past_known(project) and any((day := came_on(project, item)) and day < begins for item in items)
                else f"Not known: nothing tells of work that was done in the last {_WEEKS} weeks.",
                charts=throughput(project, _WEEKS),
            ),
        ),
    )
