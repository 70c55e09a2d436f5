"""The first lines about an item: how it stands and for how long, what was measured or done, and what is to be done next."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dualtrack.features.checklist import how_far
from dualtrack.features.markdown import escaped, headed
from dualtrack.features.next_step import next_step
from dualtrack.features.timeline import standing
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.sprint import Sprint
from dualtrack.model.timebox import Timebox
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import WORDS, Judgement
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import experiments, product_tasks
from dualtrack.said import counted, joined, said

_MARKS = "✓✗≈"


class HeadLine(NamedTuple):
    """A line of the head in Markdown, and what stands first in it."""

    strong: str
    text: str


def card_head(project: Project, item: Item) -> Iterator[str]:
    """At most three lines of Markdown."""
    for line in stands(project, item):
        yield joined("", ("**", line.strong, "**", line.text)) if line.strong else line.text
    if step := next_step(project, item):
        yield headed(said("Next"), escaped(step))


def stands(project: Project, item: Item) -> Iterator[HeadLine]:
    """How it stands, and what was measured or done; each begins with what is most telling, if with anything."""
    match item:
        case Sprint():
            lines = (_sprint_days(project, item), HeadLine("", _sprint_work(project, item)))
        case ModelVersion():
            lines = (_stage(item), HeadLine("", escaped(item.change)))
        case _ if item.kind in ("task", "experiment"):
            lines = (_state(project, item), _reached(project, item))
        case _:
            lines = ()
    yield from (line for line in lines if line.strong or line.text)


def has_days(item: Item) -> bool:
    """Whether the first line says how many days are left, so that those in the status stand below."""
    return isinstance(item, Timeboxed) and bool(item.timebox and item.timebox.started)


def _state(project: Project, item: Item) -> HeadLine:
    decision = DECISIONS[item.decision] if isinstance(item, Experiment) and item.decision else ""
    status = decision if item.is_closed and decision else joined(": ", filter(None, (item.status, decision)))
    words: list[str] = []
    if item.blocked and not item.is_closed:
        words.append(_blocked(project, item))
    if isinstance(item, Timeboxed) and item.timebox:
        day = item.closed if item.is_closed and item.closed else project.today(item)
        words.append(_days(item.timebox, day, item.is_closed))
    words.append(escaped(", ".join(item.assignee)))
    if item.due and not item.is_closed:
        words.append(said("due {day}", item.due))
    if item.closed:
        words.append(said("closed {day}", item.closed))
    since = "" if has_days(item) else standing(project, item)
    return HeadLine(escaped(status), joined(" · ", (since, *filter(None, (*words, escaped(item.track))))))


def _days(timebox: Timebox, day: date, is_closed: bool) -> str:
    """`4 days over the timebox of 10 days`, `7 of 10 days, 3 left`."""
    if over := timebox.overrun(day):
        timebox_of = counted(timebox.total, "the timebox of {count} day", "the timebox of {count} days")
        return counted(over, "{count} day over {timebox}", "{count} days over {timebox}", timebox_of)
    if not is_closed:
        return timebox.summary(day)
    used = timebox.used(day)
    return counted(timebox.total, "{used} of {count} day", "{used} of {count} days", used) if timebox.started else ""


def _blocked(project: Project, item: Item) -> str:
    assert item.blocked
    kind, since, today = item.blocked.kind, item.blocked.since, project.today(item)
    blocked = said("blocked ({kind})", kind) if kind else said("blocked")
    if not since or since >= today:
        return blocked
    return blocked + counted((today - since).days, " for {count} day", " for {count} days")


def _reached(project: Project, item: Item) -> HeadLine:
    """What was measured against the first success criterion; of a task, how far its checklist is."""
    if isinstance(item, Experiment):
        first = next(iter(evidence.judgements(project, item)), None)
        return HeadLine(said("Criterion"), " " + _measured(project, item, first)) if first else HeadLine("", "")
    return HeadLine("", said("Definition of Done {how_far}", how_far(project, item)) if item.dod else "")


def _measured(project: Project, item: Experiment, judgement: Judgement) -> str:
    """In Markdown: `✓ val_f1 0.731 ≥ 0.72, met once; +0.041 against the baseline 0.69`."""
    if not judgement.run:
        stated = ", ".join(f"{name} {number(value)}" for name, value in evidence.baseline(project, item).items())
        verdict = WORDS[judgement.verdict] if judgement.verdict == "not measured" else judgement.summary
        words = joined(": ", (judgement.criterion.text, verdict))
        return escaped(words + said("; baseline {stated}", stated) if stated else words)
    mark = f"{judgement.stands[0]} " if judgement.stands[0] in _MARKS else ""
    known = ((value, evidence.baseline_of(project, item, name)) for name, value in judgement.values.items())
    compared = (
        said("{difference} against the baseline {baseline}", _difference(float(value) - before), number(before))
        for value, before in known
        if before is not None
    )
    return escaped(joined("; ", (mark + judgement.summary, *compared)))


def _difference(value: float) -> str:
    return f"{'−' if value < 0 else '+'}{number(abs(value), 2)}"


def _sprint_days(project: Project, sprint: Sprint) -> HeadLine:
    today = project.today(sprint)
    if not sprint.start or not sprint.end:
        start = said("from {day}", sprint.start) if sprint.start else ""
        return HeadLine("", start or (said("until {day}", sprint.end) if sprint.end else ""))
    if today < sprint.start:
        stands = counted((sprint.start - today).days, "starts in {count} day", "starts in {count} days")
    elif sprint.has_ended(today):
        stands = counted((today - sprint.end).days, "ended {count} day ago", "ended {count} days ago")
    else:
        stands = counted((sprint.end - today).days, "{count} day left", "{count} days left")
    return HeadLine(stands, f" · {sprint.start} – {sprint.end}")


def _sprint_work(project: Project, sprint: Sprint) -> str:
    tasks, tried = product_tasks(project, sprint), experiments(project, sprint)
    words = (
        counted(len(tasks), "{done} of {count} product task done", "{done} of {count} product tasks done", _closed(tasks)),
        counted(len(tried), "{done} of {count} experiment decided", "{done} of {count} experiments decided", _closed(tried)),
    )
    return joined(" · ", [text for text, items in zip(words, (tasks, tried), strict=True) if items])


def _closed(items: Iterable[Item]) -> int:
    return sum(item.is_closed for item in items)


def _stage(model: ModelVersion) -> HeadLine:
    day = _day(model)
    return HeadLine(model.stage, joined("", (" · ", day)) if day else "") if model.stage else HeadLine("", day)


def _day(model: ModelVersion) -> str:
    if model.deployed:
        return said("since {day}", model.deployed)
    return said("due {day}", model.due) if model.due else ""
