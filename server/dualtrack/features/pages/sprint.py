"""The page Sprint: what goes on now, or the sprints that the filter names."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from dualtrack.features.burndown import Burndown
from dualtrack.features.filters import left_to_ask
from dualtrack.features.page import Parts, Shown
from dualtrack.features.sprint_report import (
    CarriedOver,
    MidSprint,
    ReviewAnswer,
    ScopeChange,
    SprintReport,
    all_sprints,
    shown_sprints,
    sprint_report,
)
from dualtrack.features.work_rows import OVER_LIMIT, Tone, WorkRow, rows
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import counted, joined, plural, said

_STATES: Mapping[str, str] = {
    "undated": said("undated"),
    "planned": said("planned"),
    "running": said("running"),
    "ended": said("ended"),
}
_NAMED = 2
"""How many changes of a day are named in a chart."""
_UNITS: Mapping[str, str] = {"points": said("points"), "tasks": said("tasks"), "timebox days": said("timebox days")}
_ASKS: Mapping[str, str] = {
    "feature": said("feature to show"),
    "experiment": said("experiment to show"),
    "improvement": said("improvement to make"),
}


@dataclass(frozen=True)
class ScopeMark:
    """The changes of what is in a sprint on a day: its number in the dates of the chart, what came or left by which commit, and
    in `short` the ids alone."""

    at: int
    text: str
    short: str


@dataclass(frozen=True)
class BurndownShown:
    """A burndown up to the end of the sprint. `target` leads from what was planned to nothing, with a number for each of the
    `dates`; `scope` and `left` have one for those that have come."""

    title: str
    dates: tuple[str, ...]
    scope: tuple[float, ...]
    left: tuple[float, ...]
    target: tuple[float, ...]
    marks: tuple[ScopeMark, ...]


class Amount(NamedTuple):
    """How much there is of something, beside how much there may be."""

    text: str
    tone: Tone = ""


class HalfShown(NamedTuple):
    """The share of the experiments with a preliminary result once half of the sprint has passed: `with_result` is None where it
    is not known, `asked` how many there should be."""

    title: str
    text: str
    with_result: int | None
    of: int
    asked: float


class WorkList(NamedTuple):
    """Tasks or experiments under a title."""

    title: str
    rows: tuple[WorkRow, ...]


class NamedRow(NamedTuple):
    """An item, by its key where it has a page, with words before and after its name."""

    before: str
    key: str
    label: str
    words: str


class NamedList(NamedTuple):
    """Items under a title."""

    title: str
    rows: tuple[NamedRow, ...]


@dataclass(frozen=True)
class SprintPart:
    """A sprint with its work; the sprints stand in the `order` of these texts. The rows are those that the filters ask for;
    `note` says so where there are others. What is counted and drawn is that of the whole sprint."""

    label: str
    goal: str
    when: str
    amounts: tuple[Amount, ...]
    order: str
    note: str = ""
    unknown: tuple[str, ...] = ()
    charts: tuple[BurndownShown, ...] = ()
    half: HalfShown | None = None
    work: tuple[WorkList, ...] = ()
    lists: tuple[NamedList, ...] = ()
    part: Literal["sprint"] = "sprint"


def sprint(shown: Shown) -> Parts:
    """A part for each sprint."""
    asked = {folded(word) for word in shown.filters.get("sprint", ())}
    found = [each for each in all_sprints(shown.project) if folded(each.id) in asked] if asked else shown_sprints(shown.project)
    for each in found:
        yield each.key, _part(shown, each, sprint_report(shown.project, each))


def _part(shown: Shown, sprint: Sprint, whole: SprintReport) -> SprintPart:
    left = left_to_ask(shown.filters, {"sprint": (sprint.id,), "text": (whole.label, whole.goal)})
    boards = shown.fitting(left)

    def asked_for(key: str) -> bool:
        return not left or key in boards.cards

    work = (WorkList(said("Tasks"), rows(boards, whole.tasks)), WorkList(said("Experiments"), rows(boards, whole.experiments)))
    lists = (
        NamedList(said("Changed after the start"), tuple(_change(e) for e in whole.scope_changes if asked_for(e.key))),
        NamedList(
            said("Review and retro"), tuple(map(_answer, (*whole.review, whole.retro) if whole.state != "planned" else ()))
        ),
        NamedList(said("Carried over"), tuple(_carried(e) for e in whole.carried_over if asked_for(e.key))),
        NamedList(said("Removed after its end"), tuple(NamedRow("", "", each, "") for each in whole.removed if not left)),
        NamedList(said("Brought from the sprint before"), tuple(_carried(e) for e in whole.brought if asked_for(e.key))),
    )
    production = _burndown(shown.project, sprint, whole, whole.production, research=False)
    research = _burndown(shown.project, sprint, whole, whole.research, research=True)
    return SprintPart(
        whole.label,
        "" if whole.goal in whole.label else whole.goal,
        _when(whole),
        tuple(_amounts(whole)),
        f"{whole.start} {whole.label}",
        said("The rows are those that the filter asks for; figures and charts are of the whole sprint.") if left else "",
        whole.unknown,
        tuple(filter(None, (production, research))),
        _half(whole.mid_sprint) if whole.mid_sprint else None,
        tuple(each for each in work if each.rows),
        tuple(each for each in lists if each.rows),
    )


def _when(report: SprintReport) -> str:
    dates = f"{report.start or '?'} – {report.end or '?'}" if report.start or report.end else said("without dates")
    is_counted = report.state == "running" and report.days_left is not None
    state = counted(report.days_left or 0, "{count} day left", "{count} days left") if is_counted else _STATES[report.state]
    return joined(" · ", (dates, state))


def _amounts(report: SprintReport) -> Iterator[Amount]:
    held = report.capacity
    yield Amount(said("{some} of {all} closed", report.closed, report.held))
    yield _limited(plural(held.product_tasks, "product task"), held.product_tasks, held.most_product_tasks)
    yield _limited(plural(held.experiments, "experiment"), held.experiments, held.most_experiments)


def _limited(text: str, count: int, most: int) -> Amount:
    limited = said("{count}, at most {most}", text, most)
    return Amount(joined(", ", (limited, OVER_LIMIT)), "warn") if count > most else Amount(limited)


def _half(half: MidSprint) -> HalfShown:
    known = said("an unknown number") if half.with_result is None else str(half.with_result)
    text = counted(
        half.of,
        "{some} of {count} experiment with a preliminary result, {percent} % asked",
        "{some} of {count} experiments with a preliminary result, {percent} % asked",
        known,
        round(half.asked * 100),
    )
    without = said("none yet: {names}", ", ".join(half.without)) if half.without else ""
    title = said("Half of the sprint has passed") if half.passed else said("Half of the sprint passes on {day}", half.day)
    return HalfShown(title, joined("; ", filter(None, (text, without))), half.with_result, half.of, half.asked * half.of)


def _change(each: ScopeChange) -> NamedRow:
    by = f"{each.author}, {each.commit[:8]} {each.subject}" if each.commit else said("not committed")
    sign = "+" if each.change == "added" else "−"
    return NamedRow(sign, each.key if each.kind else "", each.label, joined(", ", (each.day, by)))


def _answer(each: ReviewAnswer) -> NamedRow:
    absent = said("no task yet") if each.in_words else said("is not there") if each.label else said("not named yet")
    stands = each.status if each.key else absent
    return NamedRow(_ASKS[each.asked] + ":", each.key, each.label, stands)


def _carried(each: CarriedOver) -> NamedRow:
    to = said("in {sprints}", ", ".join(each.to)) if each.to else ""
    then = said("{status} at the end", each.status_at_end) if each.status_at_end not in ("", each.status) else ""
    now = said("{status} now", each.status) if then else each.status
    now = said("{status} on {day}", each.status, each.closed) if each.closed else now
    return NamedRow("", each.key, each.label, joined(", ", filter(None, (then, now, to))))


def _burndown(
    project: Project, sprint: Sprint, report: SprintReport, burndown: Burndown | None, research: bool
) -> BurndownShown | None:
    if not burndown:
        return None
    first, last = date.fromisoformat(burndown.dates[0]), date.fromisoformat(burndown.dates[-1])
    days = (max(last, sprint.end or last) - first).days
    dates = tuple(str(first + timedelta(days=number)) for number in range(days + 1))
    target = (
        tuple(round(burndown.planned * (1 - number / days), 2) for number in range(days + 1)) if days and sprint.end else ()
    )
    changes = (each for each in report.scope_changes if _is_research(project, each) == research and each.day in dates)
    scope, left = tuple(burndown.scope), tuple(burndown.left)
    return BurndownShown(_title(burndown, research), dates, scope, left, target, tuple(_marks(project, dates, changes)))


def _title(burndown: Burndown, research: bool) -> str:
    title = said("Burndown of research") if research else said("Burndown of production")
    title = joined(", ", (title, _UNITS[burndown.unit]))
    if not burndown.unestimated:
        return title
    if burndown.unit == "timebox days":
        without = counted(burndown.unestimated, "{count} item without a timebox", "{count} items without a timebox")
    else:
        without = counted(burndown.unestimated, "{count} item without points", "{count} items without points")
    return joined("", (title, " (", without, ")"))


def _is_research(project: Project, change: ScopeChange) -> bool:
    return change.key in project.items and project.items[change.key].track == "research"


def _marks(project: Project, dates: tuple[str, ...], changes: Iterator[ScopeChange]) -> Iterator[ScopeMark]:
    by_day: dict[str, list[ScopeChange]] = defaultdict(list)
    for each in changes:
        by_day[each.day].append(each)
    for day, told in by_day.items():
        signs = ["+" if each.change == "added" else "−" for each in told]
        commits = (f" ({each.commit[:8]} {each.subject})" if each.commit else "" for each in told)
        texts = (f"{sign} {each.label}{commit}" for sign, each, commit in zip(signs, told, commits, strict=True))
        items = (project.items.get(each.key) for each in told)
        names = [f"{sign} {item.shown if item else each.label}" for sign, each, item in zip(signs, told, items, strict=True)]
        short = joined(", ", names[:_NAMED]) if len(names) <= _NAMED else plural(len(names), "change")
        yield ScopeMark(dates.index(day), "; ".join(texts), short)
