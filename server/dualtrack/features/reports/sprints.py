"""What the reports on a sprint have in common: which sprint is meant, what it is for, and what is said of its members."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from dualtrack.changes.change import Refusal
from dualtrack.features.naming import named_item
from dualtrack.features.reports.cites import in_file, in_files
from dualtrack.features.reports.outlook import outlook
from dualtrack.features.reports.report import Report, Section, Statement, shown_day
from dualtrack.features.reports.statements import obstacle, report, said, standing
from dualtrack.features.sprint_report import CarriedOver, SprintReport, shown_sprints, sprint_report, state_of
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import capital
from dualtrack.project.branches import begun_elsewhere, is_under_way
from dualtrack.project.project import Project
from dualtrack.project.sprint_end import done_by_end, removed_at_end, stood_at_end
from dualtrack.project.sprint_work import held_between, planned_on
from dualtrack.said import plural


def sprint_of(project: Project, name: str) -> Sprint | None:
    """The sprint of a name, else the one that goes on."""
    if not name:
        return next(iter(shown_sprints(project)), None)
    item = named_item(project, name)
    if not isinstance(item, Sprint):
        raise Refusal(f"{item.shown} is no sprint")
    return item


def next_sprint(project: Project, name: str) -> Sprint | None:
    """The sprint of a name, else the first that has not ended."""
    sprints = [] if name else [item for item in project.items.values() if isinstance(item, Sprint)]
    left = [each for each in sprints if state_of(each, project.today(each)) != "ended"]
    return min(left, key=lambda each: (each.start or date.max, each.id), default=None) or sprint_of(project, name)


def sprint_page(
    project: Project,
    what: str,
    sprint: Sprint | None,
    sections: Callable[[Sprint, SprintReport], Iterable[Section]],
    *,
    judged: bool = True,
) -> Report:
    """A report on a sprint, which begins with what the sprint is for and, where that is `judged`, whether it is reached."""
    if not sprint:
        return report(project, what, (Section("What is the goal?", nothing="There is no sprint."),))
    told = sprint_report(project, sprint)
    running = shown_sprints(project) if told.state == "running" else ()
    others = [each for each in running if each.key != sprint.key]
    goal = (_goal(project, sprint, told), *(said(project, each, "Goes on, too.") for each in others))
    title = "What is the goal?"
    if judged:
        title = "Was the goal met?" if told.state == "ended" else "Will the goal be met?"
        goal = (outlook(project, sprint, members(project, sprint, told)), *goal)
    return report(project, f"{what} of {sprint.id}", (Section(title, goal), *sections(sprint, told)))


def _goal(project: Project, sprint: Sprint, told: SprintReport) -> Statement:
    goal = f"{sprint.goal.rstrip('.')}." if sprint.goal else "No goal is stated."
    dates = f" From {shown_day(sprint.start)} to {shown_day(sprint.end)}" if sprint.start and sprint.end else " Without dates"
    left = f", {plural(told.days_left, 'day')} left" if told.days_left else ", which is today"
    left = left if told.state == "running" and told.days_left is not None else ""
    return Statement(sprint.id, f"{goal}{dates}{left}.", (in_file(project, sprint, "goal", "start"),))


def members(project: Project, sprint: Sprint, told: SprintReport) -> list[Item]:
    """The tasks and experiments of a sprint that were not given up; of one that has ended as it stood then."""
    found = (project.items[key] for key in (*told.tasks, *told.experiments))
    return [item for item in found if stood_at_end(project, sprint, item).phase != "dropped"]


def held_keys(project: Project, sprint: Sprint) -> frozenset[str]:
    """The keys of what is in a sprint, or was in it for a time, removed items among them."""
    first, today = planned_on(project, sprint), project.today(sprint)
    last = sprint.end if sprint.end and sprint.has_ended(today) else today
    names = held_between(project, sprint, first, last) if first and first <= last else frozenset[str]()
    found = (item for name in names if (item := project.find(name)))
    return names | {item.key for item in (*found, *project.members(sprint))}


def how_far(project: Project, sprint: Sprint, items: list[Item]) -> Statement:
    """How much of a sprint is done, under way and not begun; of one that has ended, how much was done by its end."""
    held = (*items, *removed_at_end(project, sprint))
    open_ = [item for item in held if not done_by_end(project, sprint, item)]
    done = len(held) - len(open_)
    going = sum(is_under_way(project, item) for item in items)
    rest = f", {going} under way, {len(items) - done - going} not begun"
    if sprint.has_ended(project.today(sprint)):
        later, given_up = (sum(item.phase == phase for item in open_) for phase in ("done", "dropped"))
        removed = sum(item.key not in project.items for item in open_ if not item.is_closed)
        again = sum(item.key in project.items and not item.is_closed for item in held if item not in open_)
        left = len(open_) - later - given_up - removed
        counted = ((given_up, "given up"), (removed, "removed"))
        others = "".join(f"{count} {what}, " for count, what in counted if count)
        rest = f" ({again} of them {'is' if again == 1 else 'are'} open again)" if again else ""
        rest += f", {later} later, {others}{left} {'is' if left == 1 else 'are'} still open" if open_ else ""
    text = f"{done} of {plural(len(held), 'item')} done{rest}."
    return Statement("", text, (in_file(project, sprint, "product_tasks", "experiments"), *in_files(project, items, "status")))


def carried(project: Project, items: Iterable[CarriedOver]) -> tuple[Statement, ...]:
    """What was not done when a sprint ended, how it stood then, and what has become of it."""
    found = ((each, item) for each in items if (item := project.find(each.key)))
    return tuple(
        and_blocked(project, item, said(project, item, _became(project, each, item), in_file(project, item, "status")))
        for each, item in found
    )


def and_blocked(project: Project, item: Item, found: Statement) -> Statement:
    """What is said of an item, and what blocks it where something does."""
    if not item.blocked or item.is_closed:
        return found
    why = obstacle(project, item)
    return replace(found, text=f"{found.text} {why.text}", cites=(*found.cites, *why.cites))


def _became(project: Project, each: CarriedOver, item: Item) -> str:
    status = standing(each.status)
    sprints = f", in {', '.join(each.to) or 'no later sprint'}" if each.to or not item.is_closed else ""
    if there := begun_elsewhere(project, item):
        return f"Not done when the sprint ended; {standing(there.status)} on the branch {there.branch}{sprints}."
    if each.status_at_end == each.status:
        return f"Still {status}{sprints}."
    if not each.status_at_end and not item.is_closed:
        return f"{capital(status)} now{sprints}."
    then = capital(standing(each.status_at_end) if each.status_at_end else "not done")
    now = f"{status} on {shown_day(date.fromisoformat(each.closed))}" if each.closed else f"{status} now"
    return f"{then} when the sprint ended; {now}{sprints}."
