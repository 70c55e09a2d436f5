"""When will it be ready, why does it take so long, how far is it, and is what was reached good enough?"""

from collections.abc import Iterator, Mapping

from dualtrack.features.board import natural
from dualtrack.features.reports.report import Asked, Figures, Report, Section, Statement, shown_day
from dualtrack.features.reports.statements import (
    by_run,
    in_file,
    investigation,
    obstacle,
    report,
    said,
    tried,
    work,
)
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Judgement, Verdict
from dualtrack.model.words import plural
from dualtrack.project import evidence
from dualtrack.project.project import Project

_ANSWERS: Mapping[Verdict, str] = {
    "met": "yes, by more than chance",
    "met once": "yes, but only one run shows it yet",
    "within noise": "not sure: the difference is within what chance makes",
    "not met": "not yet",
    "not comparable": "not comparable with before",
}


_NAMED = 5


def stakeholder(project: Project, asked: Asked) -> Report:
    """The four questions of people who wait for a model, of each version that is not deployed."""
    models = [each for each in project.items.values() if isinstance(each, ModelVersion) and not each.archived]
    coming = [each for each in models if not each.deployed and each.stage not in ("deployed", "retired")]
    items = work(project)
    open_research = [item for item in items if isinstance(item, Timeboxed) and item.is_active]
    named = {item.key for model in coming for item in _work_of(project, model)}
    rest = [item for item in open_research if item.key not in named]
    return report(
        project,
        f"Where {' and '.join(model.label for model in coming) or 'the work'} stands",
        (
            Section(
                "When will it be ready?",
                (*(_ready(project, model) for model in coming), *(investigation(project, item) for item in rest)),
                nothing="No model version is planned, and nothing is being investigated.",
            ),
            Section(
                "Why does it take so long?",
                tuple(each for model in coming for each in _reasons(project, model)) or tuple(_blocked(project, items)),
                nothing="Nothing is late or blocked.",
            ),
            Section(
                "How far is it?", tuple(_progress(project, model) for model in coming), nothing="No model version is planned."
            ),
            _good(project, open_research),
        ),
    )


def _work_of(project: Project, model: ModelVersion) -> list[Item]:
    """The tasks and experiments that name a version, or that those wait for."""
    named = [item for item in project.referrers(model) if item.kind in ("task", "experiment")]
    found = {item.key: item for item in named}
    for item in named:
        for name in item.depends_on:
            other = project.find(name) if name else None
            if other and other.kind in ("task", "experiment"):
                found.setdefault(other.key, other)
    return sorted(found.values(), key=lambda item: (natural(item.label), item.key))


def _ready(project: Project, model: ModelVersion) -> Statement:
    """A stated date, and what has to come before it; without one nobody knows."""
    left = [item for item in _work_of(project, model) if not item.is_closed]
    date = f"planned for {shown_day(model.due)}" if model.due else "no date is planned"
    ends = [item.timebox.end for item in left if isinstance(item, Timeboxed) and item.timebox and item.timebox.end]
    parts = [date]
    if model.due and model.due < project.today(model):
        parts.append(f"that was {plural((project.today(model) - model.due).days, 'day')} ago")
    if left:
        parts.append(f"{plural(len(left), 'piece')} of work must end before: {_listed(left)}")
    if ends:
        parts.append(f"the last decision about what to build is due by {shown_day(max(ends))}")
    return said(project, model, "; ".join(parts), in_file(project, model, "due", "stage"))


def _reasons(project: Project, model: ModelVersion) -> Iterator[Statement]:
    """What is late or blocked, and how many ideas it took."""
    items = _work_of(project, model)
    for item in items:
        if item.is_closed:
            continue
        if item.blocked:
            yield obstacle(project, item)
        if isinstance(item, Timeboxed) and item.timebox_expired(project.today(item)):
            yield investigation(project, item)
    decided = [item for item in items if isinstance(item, Experiment) and item.is_closed and item.decision]
    if decided:
        yield said(project, model, tried(decided), *(in_file(project, item, "decision") for item in decided))


def _blocked(project: Project, items: list[Item]) -> Iterator[Statement]:
    return (obstacle(project, item) for item in items if item.blocked and not item.is_closed)


def _progress(project: Project, model: ModelVersion) -> Statement:
    items = _work_of(project, model)
    closed = [item for item in items if item.is_closed]
    text = f"{len(closed)} of {len(items)} pieces of work done" if items else "no work names it yet"
    going = [item for item in items if item.is_active]
    doing = f"; under way: {_listed(going)}" if going else ""
    return said(project, model, f"it is in {model.stage or 'no stage yet'}; {text}{doing}", in_file(project, model, "stage"))


def _listed(items: list[Item]) -> str:
    more = f" and {len(items) - _NAMED} more" if len(items) > _NAMED else ""
    return ", ".join(item.label for item in items[:_NAMED]) + more


def _good(project: Project, research: list[Timeboxed]) -> Section:
    """Each measured value beside what there was before and what was asked for."""
    measured = [(item, each) for item in research if isinstance(item, Experiment) for each in evidence.measured(project, item)]
    figures = Figures(
        ("what", "metric", "before", "now", "asked", "good enough?"),
        tuple(_row(item, each) for item, each in measured),
        tuple(by_run(each) for _, each in measured),
    )
    return Section("Is it good enough?", (), figures if measured else None, nothing="Nothing has been measured yet.")


def _row(item: Experiment, judgement: Judgement) -> tuple[str, ...]:
    name, value = next(iter(judgement.values.items()), ("", ""))
    before = number(item.baseline[name]) if name in item.baseline else "not stated"
    answer = _ANSWERS.get(judgement.verdict, judgement.verdict)
    return item.label, name, before, value, judgement.criterion.text, answer
