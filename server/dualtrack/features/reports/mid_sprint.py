"""How far a sprint is, whether its experiments have results, what came in between, and what is in the way."""

from collections.abc import Iterator
from datetime import date

from dualtrack.features.reports.charts import burndown_charts
from dualtrack.features.reports.cites import by_commit, in_file, in_files
from dualtrack.features.reports.disagreements import disagreements
from dualtrack.features.reports.report import Report, ReportOptions, Section, Statement, shown_day
from dualtrack.features.reports.sprints import how_far, members, sprint_of, sprint_page
from dualtrack.features.reports.statements import blocked, decisions, investigation, obstacle, said, said_of_each
from dualtrack.features.sprint_report import MidSprint, ScopeChange, SprintReport
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.branches import is_under_way
from dualtrack.project.project import Project
from dualtrack.said import plural


def mid_sprint(project: Project, asked: ReportOptions) -> Report:
    """The sprint that is asked for, else the one that goes on."""

    def sections(sprint: Sprint, told: SprintReport) -> Iterator[Section]:
        items = members(project, sprint, told)
        research = [item for item in items if isinstance(item, Timeboxed) and is_under_way(project, item)]
        gauge = (_gauge(project, sprint, told.mid_sprint, items),) if told.mid_sprint else ()
        yield Section("How far is it?", (how_far(project, sprint, items),), charts=burndown_charts(project, sprint))
        yield Section(
            "Do the experiments have results?",
            (*gauge, *said_of_each(investigation, project, research)),
            nothing="No experiment is in it.",
        )
        yield Section("When do we decide?", decisions(project, research), nothing="No decision has a date.")
        yield Section(
            "What came in or left after the start?",
            tuple(_changed(project, sprint, each) for each in told.scope_changes),
            nothing="Nothing, as far as is known." if told.unknown else "Nothing.",
        )
        yield Section(
            "What is in the way?",
            (*disagreements(project), *said_of_each(obstacle, project, blocked(items))),
            nothing="Nothing is blocked.",
        )

    return sprint_page(project, "Middle", sprint_of(project, asked.sprint), sections)


def _gauge(project: Project, sprint: Sprint, gauge: MidSprint, items: list[Item]) -> Statement:
    known = "Not known how many" if gauge.with_result is None else str(gauge.with_result)
    without = f" None yet: {', '.join(gauge.without)}." if gauge.without else ""
    asked = f"{gauge.asked:.0%} should when half of the sprint has passed"
    have = "has" if gauge.of == 1 else "have"
    text = f"{known} of {plural(gauge.of, 'experiment')} {have} a first result; {asked}.{without}"
    experiments = (item for item in items if item.kind == "experiment")
    return Statement("", text, (in_file(project, sprint, "experiments"), *in_files(project, experiments, "status")))


def _changed(project: Project, sprint: Sprint, change: ScopeChange) -> Statement:
    day = shown_day(date.fromisoformat(change.day))
    text = f"{change.change.capitalize()} on {day}{'' if change.commit else ', not committed'}."
    cite = by_commit(project, change.commit) if change.commit else in_file(project, sprint, "product_tasks", "experiments")
    item = project.find(change.key)
    return said(project, item, text, cite) if item else Statement(change.label, text, (cite,))
