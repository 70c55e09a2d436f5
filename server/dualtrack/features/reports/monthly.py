"""What was deployed, what was learned, and what comes next."""

from datetime import timedelta

from dualtrack.features.reports.charts import cumulative_flow
from dualtrack.features.reports.disagreements import disagreements
from dualtrack.features.reports.done import closed_since, undated
from dualtrack.features.reports.report import Report, ReportOptions, Section, shown_day
from dualtrack.features.reports.statements import investigation, learned, report, said_of_each, today, work
from dualtrack.features.reports.versions import coming, deployments_since, planned
from dualtrack.model.experiment import Experiment
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.branches import is_under_way
from dualtrack.project.project import Project


def monthly(project: Project, asked: ReportOptions) -> Report:
    """The last thirty days, and what comes next."""
    now = today(project)
    since = asked.since or now - timedelta(days=29)
    items = work(project)
    experiments = [item for item in items if isinstance(item, Experiment)]
    decided = [item for item in closed_since(project, experiments, since) if isinstance(item, Experiment)]
    running = [item for item in items if isinstance(item, Timeboxed) and is_under_way(project, item)]
    return report(
        project,
        f"Month from {shown_day(since)} to {shown_day(now)}",
        (
            Section(
                "What was deployed?",
                (*deployments_since(project, since), *disagreements(project)),
                nothing="No model version was deployed.",
            ),
            Section(
                "What did we learn?",
                (*learned(project, decided), *undated(project, experiments, since)),
                nothing="No experiment was decided.",
            ),
            Section(
                "What comes next?",
                (
                    *said_of_each(planned, project, (each for each in coming(project) if each.due)),
                    *said_of_each(investigation, project, running),
                ),
                nothing="Nothing is planned with a date, and nothing is being investigated.",
            ),
            Section(
                "How much work is open?",
                undated(project, items, since),
                nothing="Not known: the board has no past.",
                charts=cumulative_flow(project, since),
            ),
        ),
    )
