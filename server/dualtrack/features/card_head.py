"""The first lines about an item: how it stands and for how long, what was measured or done, and what is to be done next."""

from collections.abc import Iterator
from datetime import date

from dualtrack.features.markdown import escaped
from dualtrack.features.next_step import next_step
from dualtrack.features.timeline import standing
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.sprint import Sprint
from dualtrack.model.timebox import Timebox
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Judgement
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import standings
from dualtrack.project.sprint_work import experiments, product_tasks
from dualtrack.said import plural

_MARKS = "✓✗≈"


def card_head(project: Project, item: Item) -> Iterator[str]:
    """At most three lines of Markdown."""
    yield from stands(project, item)
    if step := next_step(project, item):
        yield f"**Next** {escaped(step)}"


def stands(project: Project, item: Item) -> Iterator[str]:
    """How it stands, and what was measured or done, in Markdown; each begins with what is most telling, if with anything."""
    match item:
        case Sprint():
            lines = (_sprint_days(project, item), _sprint_work(project, item))
        case ModelVersion():
            lines = (_stage(item), escaped(item.change))
        case _ if item.kind in ("task", "experiment"):
            lines = (_state(project, item), _reached(project, item))
        case _:
            lines = ()
    yield from filter(None, lines)


def has_days(item: Item) -> bool:
    """Whether the first line says how many days are left, so that those in the status stand below."""
    return isinstance(item, Timeboxed) and bool(item.timebox and item.timebox.started)


def _state(project: Project, item: Item) -> str:
    decision = DECISIONS[item.decision] if isinstance(item, Experiment) and item.decision else ""
    status = decision if item.is_closed and decision else ": ".join(filter(None, (item.status, decision)))
    words = [f"**{escaped(status)}**{'' if has_days(item) else standing(project, item)}"]
    if item.blocked and not item.is_closed:
        words.append(_blocked(project, item))
    if isinstance(item, Timeboxed) and item.timebox:
        day = item.closed if item.is_closed and item.closed else project.today(item)
        words.append(_days(item.timebox, day, item.is_closed))
    words.append(escaped(", ".join(item.assignee)))
    if item.due and not item.is_closed:
        words.append(f"due {item.due}")
    if item.closed:
        words.append(f"closed {item.closed}")
    return " · ".join(word for word in (*words, escaped(item.track)) if word)


def _days(timebox: Timebox, day: date, is_closed: bool) -> str:
    """`4 days over the timebox of 10 days`, `7 of 10 days, 3 left`."""
    if timebox.overrun(day):
        return f"{timebox.standing(day)} the timebox of {plural(timebox.total, 'day')}"
    if not is_closed:
        return timebox.summary(day)
    return f"{timebox.used(day)} of {plural(timebox.total, 'day')}" if timebox.started else ""


def _blocked(project: Project, item: Item) -> str:
    assert item.blocked
    since, today = item.blocked.since, project.today(item)
    lasts = f" for {plural((today - since).days, 'day')}" if since and since < today else ""
    return f"blocked{f' ({item.blocked.kind})' if item.blocked.kind else ''}{lasts}"


def _reached(project: Project, item: Item) -> str:
    """What was measured against the first success criterion; of a task, how far its checklist is."""
    if isinstance(item, Experiment):
        return next((f"**Criterion** {_measured(project, item, each)}" for each in evidence.judgements(project, item)), "")
    if not item.dod:
        return ""
    done, states = sum(line.closed for line in item.dod), [each.state for each in standings(project, item)]
    proven = f", {states.count('proven')} proven" if "proven" in states else ""
    return f"Definition of Done {done} of {len(item.dod)}{proven}"


def _measured(project: Project, item: Experiment, judgement: Judgement) -> str:
    """`✓ val_f1 0.731 ≥ 0.72, met once; +0.041 against the baseline 0.69`."""
    known = evidence.baseline(project, item)
    if not judgement.run:
        stated = ", ".join(f"{name} {number(value)}" for name, value in known.items())
        said = judgement.verdict if judgement.verdict == "not measured" else judgement.summary
        return escaped(f"{judgement.criterion.text}: {said}{f'; baseline {stated}' if stated else ''}")
    mark = f"{judgement.stands[0]} " if judgement.stands[0] in _MARKS else ""
    reached = {name: float(value) for name, value in judgement.values.items() if name in known}
    compared = (
        f"{_difference(each - known[name])} against the baseline {number(known[name])}" for name, each in reached.items()
    )
    return escaped("; ".join((f"{mark}{judgement.summary}", *compared)))


def _difference(value: float) -> str:
    return f"{'−' if value < 0 else '+'}{number(abs(value), 2)}"


def _sprint_days(project: Project, sprint: Sprint) -> str:
    today = project.today(sprint)
    if not sprint.start or not sprint.end:
        return f"from {sprint.start}" if sprint.start else f"until {sprint.end}" if sprint.end else ""
    if today < sprint.start:
        stands = f"starts in {plural((sprint.start - today).days, 'day')}"
    elif sprint.has_ended(today):
        stands = f"ended {plural((today - sprint.end).days, 'day')} ago"
    else:
        stands = f"{plural((sprint.end - today).days, 'day')} left"
    return f"**{stands}** · {sprint.start} – {sprint.end}"


def _sprint_work(project: Project, sprint: Sprint) -> str:
    counted = (
        ("product tasks", "done", product_tasks(project, sprint)),
        ("experiments", "decided", experiments(project, sprint)),
    )
    return " · ".join(
        f"{sum(item.is_closed for item in items)} of {len(items)} {name} {ended}" for name, ended, items in counted if items
    )


def _stage(model: ModelVersion) -> str:
    words = (f"**{model.stage}**" if model.stage else "", _day(model))
    return " · ".join(word for word in words if word)


def _day(model: ModelVersion) -> str:
    return f"since {model.deployed}" if model.deployed else f"due {model.due}" if model.due else ""
