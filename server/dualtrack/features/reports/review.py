"""What a sprint was for, what is shown, what was done, what was learned, and what was not done."""

from collections.abc import Iterator
from datetime import date

from dualtrack.features.reports.charts import burndown_charts
from dualtrack.features.reports.cites import in_file
from dualtrack.features.reports.reopened import reopened
from dualtrack.features.reports.report import Report, ReportOptions, Section, Statement
from dualtrack.features.reports.sprints import and_blocked, carried, how_far, members, sprint_of, sprint_page
from dualtrack.features.reports.statements import closing, investigation, learned, outcome, said, said_of_each, under_way
from dualtrack.features.sprint_report import ReviewAnswer, SprintReport
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.branches import is_under_way
from dualtrack.project.project import Project
from dualtrack.project.reopenings import Reopening, reopenings
from dualtrack.project.sprint_end import done_by_end


def review(project: Project, asked: ReportOptions) -> Report:
    """The sprint that is asked for, else the one that goes on."""

    def sections(sprint: Sprint, told: SprintReport) -> Iterator[Section]:
        items = members(project, sprint, told)
        done = [item for item in items if done_by_end(project, sprint, item)]
        again = {item.key: each for item in done if (each := _reopened(project, sprint, item))}
        decided = [item for item in done if isinstance(item, Experiment)]
        left = [item for item in items if not item.is_closed]
        open_ = carried(project, told.carried_over) if told.state == "ended" else said_of_each(_open, project, left)
        yield Section("How far did we come?", (how_far(project, sprint, items),), charts=burndown_charts(project, sprint))
        yield Section("What is shown?", tuple(_shown(project, sprint, each) for each in told.review))
        yield Section(
            "What was done?",
            tuple(
                reopened(project, item, again[item.key]) if item.key in again else closing(project, item)
                for item in done
                if not isinstance(item, Experiment)
            ),
            nothing="No task is done.",
        )
        yield Section(
            "What did we learn?",
            (
                *learned(project, [item for item in decided if item.key not in again]),
                *(reopened(project, item, again[item.key]) for item in decided if item.key in again),
            ),
            nothing="No experiment is decided.",
        )
        all_done = "All of it was done by then." if told.state == "ended" else "All of it is done."
        yield Section("What is not done?", open_, nothing=all_done)

    return sprint_page(project, "Review", sprint_of(project, asked.sprint), sections)


def _reopened(project: Project, sprint: Sprint, item: Item) -> Reopening | None:
    """When what was done at the end of a sprint was opened again."""
    found = (each for each in reopenings(project, item) if sprint.end and (each.since or date.min) <= sprint.end < each.day)
    return next(found, None)


def _shown(project: Project, sprint: Sprint, answer: ReviewAnswer) -> Statement:
    item = project.find(answer.key) if answer.key else None
    cite = in_file(project, sprint, "review")
    what = "The feature" if answer.asked == "feature" else "The experiment"
    if not item:
        missing = f"{answer.label} is not on the board." if answer.label else "None is named yet."
        return Statement(what, missing, (cite,))
    found = outcome(project, item) if isinstance(item, Experiment) and item.is_closed else _open(project, item)
    return said(project, item, f"{what} to show. {found.text}", cite, *found.cites)


def _open(project: Project, item: Item) -> Statement:
    if item.is_closed:
        return closing(project, item)
    if isinstance(item, Timeboxed) and is_under_way(project, item):
        return and_blocked(project, item, investigation(project, item))
    return and_blocked(project, item, under_way(project, item))
