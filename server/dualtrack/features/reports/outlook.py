"""Whether the goal of a sprint is likely to be met, or was, as far as what is in the sprint tells."""

from collections.abc import Sequence
from math import ceil

from dualtrack.features.reports.cites import in_file, in_files
from dualtrack.features.reports.report import Statement, shown_day
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.timebox import days_between
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.branches import is_under_way
from dualtrack.project.closings import closing_day
from dualtrack.project.project import Project
from dualtrack.project.sprint_end import done_by_end, removed_at_end, unknown_at_end
from dualtrack.project.sprint_room import points_of
from dualtrack.said import plural

_LITTLE = 3
"""Done items of which fewer are too few for a pace to rest on."""
_EARLY, _LATE = 0.5, 0.8
"""Parts of a sprint before and after which it tells nothing, or much, that nothing is done."""
_SATURDAY = 5
_DOUBTFUL = 1.5
"""What needs so many times the days that are left is not likely any more."""


def outlook(project: Project, sprint: Sprint, items: list[Item]) -> Statement:
    """Whether what a sprint holds was done by its end or, before that, is likely to be, and from what that is known."""
    text = _text(project, sprint, items)
    if items:
        text += " This is judged by the work that was planned, not by the words of the goal."
    return Statement("", text, (in_file(project, sprint, "start", "goal"), *in_files(project, items, "status")))


def _text(project: Project, sprint: Sprint, items: list[Item]) -> str:
    today = project.today(sprint)
    gone = removed_at_end(project, sprint)
    if not items and not gone:
        return "Not known: nothing is in the sprint."
    done = [item for item in items if done_by_end(project, sprint, item)]
    counted = f"{len(done)} of {plural(len(items), 'item')}"
    if sprint.has_ended(today):
        return _judged(project, sprint, (*items, *gone))
    if len(done) == len(items):
        return f"Met, by what is in the sprint: {counted} {'is' if len(done) == 1 else 'are'} done."
    if not sprint.start or not sprint.end:
        return f"Not known: the sprint has no dates. {counted} done."
    if today < sprint.start:
        return f"Not known yet: the sprint begins on {shown_day(sprint.start)}."
    return _estimated(project, sprint, items, done)


def _judged(project: Project, sprint: Sprint, held: Sequence[Item]) -> str:
    """Whether all that a sprint held was done by its end, what was removed since included."""
    done = [item for item in held if done_by_end(project, sprint, item)]
    removed = [item.shown for item in held if item.key not in project.items and not done_by_end(project, sprint, item)]
    undated = [item.shown for item in done if item.is_closed and not closing_day(project, item)]
    if len(done) == len(held) and (unknown := unknown_at_end(project, sprint)):
        return f"Not known: all else is done, but nothing is known of {', '.join(unknown)}."
    if undated and len(done) == len(held):
        was = "was" if len(undated) == 1 else "were"
        return f"Not known: all of it is done, but nobody knows whether {', '.join(undated)} {was} by its end."
    judged = "Met" if len(done) == len(held) else "Not met in full"
    counted = f"{len(done)} of {plural(len(held), 'item')} {'was' if len(done) == 1 else 'were'} done by its end."
    since = f" {', '.join(removed)} {'was' if len(removed) == 1 else 'were'} removed." if removed else ""
    return f"{judged}, by what was in the sprint: {counted}{since}"


def _estimated(project: Project, sprint: Sprint, items: list[Item], done: Sequence[Item]) -> str:
    """What the pace so far leads to, in half working days, of points where each task has some."""
    assert sprint.start and sprint.end
    first = sprint.start.weekday() < _SATURDAY
    passed, all_days = (days_between(sprint.start, day, "business") + first for day in (project.today(sprint), sprint.end))
    if not passed:
        return "Not known yet: no working day has passed."
    tasks = [item for item in items if not isinstance(item, Timeboxed)]
    pointed = all(map(points_of, tasks)) and len(tasks) == len(items)
    finished, planned = (sum(points_of(each) if pointed else 1 for each in part) for part in (done, items))
    unit = "points" if pointed else "items"
    are = "is" if finished == 1 else "are"
    from_ = f"{finished:g} of {planned:g} {unit} {are} done after {passed} of {all_days} working days"
    doubts = tuple(_doubts(sprint, items))
    if not done:
        share, going = passed / all_days if all_days else 1.0, sum(is_under_way(project, item) for item in items)
        judged = "Not known yet" if share < _EARLY else "In doubt" if share < _LATE and going else "Unlikely"
        under_way = f"{going} {'is' if going == 1 else 'are'} under way"
        none = f"{judged}: none of {plural(len(items), 'item')} is done after {passed} of {all_days} working days; {under_way}."
        return " ".join((none, *doubts))
    needed = ceil(round(2 * (planned - finished) * passed / finished, 6)) / 2
    left = all_days - passed
    judged = "Likely" if needed <= left and not doubts else "In doubt" if needed <= left * _DOUBTFUL else "Unlikely"
    pace = f"at that pace the rest takes {needed:g} more, and {left} {'is' if left == 1 else 'are'} left."
    sure = "Few items are done, so this is a rough estimate." if len(done) < _LITTLE else ""
    return " ".join(filter(None, (f"{judged}: {from_}; {pace}", *doubts, sure)))


def _doubts(sprint: Sprint, items: list[Item]) -> list[str]:
    """What a pace does not show."""
    blocked = [item.shown for item in items if item.blocked and not item.is_closed]
    found = [f"{', '.join(blocked)} {'is' if len(blocked) == 1 else 'are'} blocked."] if blocked else []
    ends = ((item, item.timebox.end) for item in items if isinstance(item, Timeboxed) and item.is_active and item.timebox)
    later = [item.shown for item, end in ends if end and sprint.end and end > sprint.end]
    return [*found, f"{', '.join(later)} may go on after the sprint."] if later else found
