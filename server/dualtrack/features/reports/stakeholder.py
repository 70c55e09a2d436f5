"""When will it be ready, why does it take so long, how far is it, and is what was reached good enough?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from dualtrack.facts.pasts import Pasts
from dualtrack.features.reports.cites import by_commit, by_history, by_run, in_file, in_files
from dualtrack.features.reports.disagreements import disagreements
from dualtrack.features.reports.done import closed_since, undated
from dualtrack.features.reports.reopened import reopened
from dualtrack.features.reports.report import Figures, Report, ReportOptions, Section, Statement, shown_day
from dualtrack.features.reports.statements import (
    ANSWERS,
    answer,
    blocked,
    decision_due,
    investigation,
    learned,
    obstacle,
    question,
    report,
    said,
    said_of_each,
    standing,
    today,
    work,
)
from dualtrack.features.reports.versions import coming, planned, taken_out
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import STAGES, ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Judgement
from dualtrack.model.words import capital, natural
from dualtrack.project import evidence
from dualtrack.project.activity import activity
from dualtrack.project.branches import begun_elsewhere, done_elsewhere, is_under_way, to_decide_by
from dualtrack.project.evidence import work_commits
from dualtrack.project.parents import waits_for
from dualtrack.project.project import Project
from dualtrack.project.reopenings import reopenings
from dualtrack.said import listed, plural

_CITED = 5
_PACE = 12
_LATELY = 4
"""Weeks in which it is counted what was done."""


def stakeholder(project: Project, asked: ReportOptions) -> Report:
    """The four questions of people who wait for a model, of each version that is not deployed."""
    models, items = coming(project), work(project)
    open_research = [item for item in items if isinstance(item, Timeboxed) and is_under_way(project, item)]
    named = {item.key for model in models for item in _work_of(project, model)}
    return report(
        project,
        f"Where {' and '.join(model.label for model in models) or 'the work'} stands",
        (
            Section(
                "When will it be ready?",
                (
                    *(_ready(project, model) for model in models),
                    *_pace(project, items, models),
                    *said_of_each(investigation, project, open_research),
                ),
                nothing="Not known: there is no work on the board.",
            ),
            Section(
                "Why does it take so long?",
                tuple(_reasons(project, models, items)),
                nothing="Nothing is late or blocked.",
            ),
            Section(
                "How far is it?",
                (
                    *(tuple(_progress(project, model) for model in models) or (_all_done(project, items),)),
                    *disagreements(project),
                ),
            ),
            _good(project, [item for item in items if isinstance(item, Experiment) and _counts(project, item, named)]),
            Section(
                "What was learned?",
                learned(project, _decided(items, named), _CITED),
                nothing="No experiment is decided yet.",
            ),
            Section("What is needed from others?", _needed(project, items), nothing="Nothing."),
        ),
    )


def _needed(project: Project, items: list[Item]) -> tuple[Statement, ...]:
    """The decisions that are late, and what somebody outside the team must do."""
    research = (item for item in items if isinstance(item, Timeboxed))
    late = (item for item in research if (end := to_decide_by(project, item)) and end < project.today(item))
    external = (item for item in blocked(items) if item.blocked and item.blocked.kind == "external")
    return (*said_of_each(decision_due, project, late), *said_of_each(obstacle, project, external))


def _decided(items: list[Item], named: set[str]) -> list[Experiment]:
    """The decided experiments, the last first, for the versions that come where there are any, else for others."""
    found = [item for item in items if isinstance(item, Experiment) and item.decision and item.is_closed]
    found = [item for item in found if item.key in named] or found
    return sorted(found, key=lambda item: str(item.closed), reverse=True)


def _work_of(project: Project, model: ModelVersion) -> list[Item]:
    """The tasks and experiments that name a version, that it waits for, or that those wait for."""
    named = [*project.referrers(model), *(project.find(name) for name in model.depends_on if name)]
    found = {item.key: item for item in named if item and item.kind in ("task", "experiment")}
    for item in tuple(found.values()):
        for name in item.depends_on:
            other = project.find(name) if name else None
            if other and other.kind in ("task", "experiment"):
                found.setdefault(other.key, other)
    left = (item for item in found.values() if item.phase != "dropped")
    return sorted(left, key=lambda item: (natural(item.label), item.key))


def _ready(project: Project, model: ModelVersion) -> Statement:
    """A stated date, how much is left and was done lately, and which decisions are still to be made."""
    items = _work_of(project, model)
    left = [item for item in items if not item.is_closed]
    research = [item for item in left if isinstance(item, Timeboxed) and not done_elsewhere(project, item)]
    parts, cites = [_left(left)] if left else [], [*in_files(project, left, "status")]
    if left and project.facts[Pasts].in_repository:
        parts.append(_done_lately(project, items, _LATELY, " of its work"))
        cites += by_history(project)
    if research:
        parts.append(f"Still to be decided: {', '.join(_to_decide(project, item) for item in research)}.")
        cites += in_files(project, research, "timebox", "timebox_days")
    return planned(project, model, *parts, cites=cites)


def _to_decide(project: Project, item: Timeboxed) -> str:
    end = to_decide_by(project, item) or (item.timebox and item.timebox.end)
    if not end:
        there = begun_elsewhere(project, item)
        not_begun = f"{standing(there.status)} on {there.branch}" if there else "not begun"
        return f"{item.id or item.label} ({not_begun if item.phase == 'waiting' else 'no end agreed'})"
    return f"{item.id or item.label} {'since' if end < project.today(item) else 'by'} {shown_day(end)}"


def _pace(project: Project, items: list[Item], models: list[ModelVersion]) -> Iterator[Statement]:
    """How much is left and was done lately, where there is no version that could have a date."""
    left = [item for item in items if not item.is_closed]
    if not models and items:
        text = f"Not known: no model version is planned. {_left(left)}"
        if project.facts[Pasts].in_repository:
            text += f" {_done_lately(project, items, _PACE)}"
        yield Statement("", text, (*in_files(project, left, "status"), *by_history(project)))


def _done_lately(project: Project, items: list[Item], weeks: int, of: str = "") -> str:
    since = today(project) - timedelta(days=7 * weeks - 1)
    done, more = len(closed_since(project, items, since)), undated(project, items, since)
    pieces = plural(done, "piece") if done else "no piece"
    text = capital(f"{pieces}{of} {'were' if done > 1 else 'was'} done in the last {weeks} weeks.")
    return " ".join((text, *(each.text for each in more)))


def _left(items: list[Item]) -> str:
    return f"{plural(len(items), 'piece')} of work {'is' if len(items) == 1 else 'are'} left."


def _reasons(project: Project, models: list[ModelVersion], items: list[Item]) -> Iterator[Statement]:
    """What is late, blocked, taken back or reopened: the versions, their work, which may also wait for other work, then all
    other work."""
    for model in models:
        if model.due and model.due < project.today(model):
            yield _late(project, model, model.due)
    yield from taken_out(project, models)
    named = {item.key: item for model in models for item in _work_of(project, model)}
    for item in {**named, **{item.key: item for item in items}}.values():
        if not item.is_closed:
            yield from _hindrances(project, item, waits=item.key in named)


def _hindrances(project: Project, item: Item, *, waits: bool) -> Iterator[Statement]:
    today = project.today(item)
    if item.blocked:
        yield obstacle(project, item)
    end = to_decide_by(project, item) if isinstance(item, Timeboxed) else None
    if isinstance(item, Timeboxed) and end and end < today:
        days = plural((today - end).days, "day")
        about = f" about {asked}" if (asked := question(item)) else ""
        text = f"The decision{about} is {days} late.{_activity(project, item)}"
        latest = (by_commit(project, each.hash, each.repository) for each in work_commits(project, item)[:1])
        yield said(project, item, text, in_file(project, item, "timebox", "timebox_days"), *latest)
    elif item.due and item.due < today:
        yield _late(project, item, item.due)
    elif others := waits_for(project, item) if waits and item.phase == "waiting" else ():
        names = listed(other.label for other in others[:_CITED])
        yield said(project, item, f"Waits for {names}.", in_file(project, item, "depends_on"))
    if item.is_active and not isinstance(item, Timeboxed):  # what is said of an investigation says so
        yield from (reopened(project, item, each) for each in reopenings(project, item)[-1:])


def _late(project: Project, item: Item, due: date) -> Statement:
    return said(project, item, f"{plural((project.today(item) - due).days, 'day')} late.", in_file(project, item, "due"))


def _activity(project: Project, item: Timeboxed) -> str:
    """On how many days of an investigation something was done."""
    if not (done := activity(project, item)):
        return ""
    if not done.active:
        return f" There was no work in commits or runs in {plural(done.days, 'day')}."
    share = f"{'at least ' if done.at_least else ''}{done.active} of {plural(done.days, 'day')}"
    return f" There was work in commits or runs on {share}."


def _progress(project: Project, model: ModelVersion) -> Statement:
    items = _work_of(project, model)
    next_ = STAGES[STAGES.index(model.stage) + 1 : STAGES.index("deployed") + 1] if model.stage else ()
    stage = (
        f" It is in the stage {model.stage}; {' and '.join(next_)} come{'s' if len(next_) == 1 else ''} next." if next_ else ""
    )
    cites = (in_file(project, model, "stage"), *in_files(project, items, "status"))
    return said(project, model, _done(project, items) + stage, *cites)


def _all_done(project: Project, items: list[Item]) -> Statement:
    return Statement("", _done(project, items), in_files(project, items, "status"))


def _done(project: Project, items: list[Item]) -> str:
    items = [item for item in items if item.phase != "dropped"]
    done, going = sum(item.is_closed for item in items), sum(is_under_way(project, item) for item in items)
    rest = len(items) - done - going
    counted = f"{done} of {plural(len(items), 'piece')} of work done, {going} under way, {rest} not begun."
    return counted if items else "No work is named yet."


def _counts(project: Project, item: Experiment, named: set[str]) -> bool:
    """Whether what an experiment reaches is what a version will be: an idea that was given up has only taught something."""
    return is_under_way(project, item) or (item.key in named and item.decision == "ship")


def _good(project: Project, items: list[Experiment]) -> Section:
    """Each target with what there was before and what is measured now."""
    targets = [(item, each) for item in items for each in evidence.judgements(project, item)]
    figures = Figures(
        ("what", "asked", "before", "now", "good enough?"),
        tuple(_row(project, item, each) for item, each in targets),
        tuple((in_file(project, item, "success_criteria"), *by_run(each)) for item, each in targets),
    )
    answers = Counter(ANSWERS.get(each.verdict, each.verdict) for _, each in targets)
    counted = "; ".join(f"{count} {answer}" for answer, count in answers.items())
    cites = tuple(dict.fromkeys(chain.from_iterable(figures.cites)))[:_CITED]
    total = Statement("", f"{plural(len(targets), 'target')}: {counted}.", cites)
    title = "Is it good enough?"
    return Section(title, (total,), figures) if targets else Section(title, nothing="No target is stated.")


def _row(project: Project, item: Experiment, judgement: Judgement) -> tuple[str, ...]:
    asked = judgement.criterion.alternatives[0][0].metric
    name, value = next(iter(judgement.values.items()), (asked, "not measured"))
    before = evidence.baseline_of(project, item, name)
    shown = "not stated" if before is None else number(before)
    return item.label, judgement.criterion.text, shown, value, answer(item, judgement)
