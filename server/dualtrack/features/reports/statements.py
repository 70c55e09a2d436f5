"""What reports say of items, each with what it rests on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from dualtrack.facts.runs import Runs
from dualtrack.features.reports.cites import by_commit, by_run, in_file, in_files
from dualtrack.features.reports.report import Cite, Figures, Report, Section, Statement, shown_day
from dualtrack.features.unknown import unknown_lines
from dualtrack.files.placeholders import placeholders
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.numbers import number
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Judgement, Verdict
from dualtrack.model.words import capital, natural, shortened
from dualtrack.project import evidence
from dualtrack.project.branches import begun_elsewhere, done_elsewhere, to_decide_by
from dualtrack.project.closings import closing_day
from dualtrack.project.course import CLOSED
from dualtrack.project.learnings import findings, learnings
from dualtrack.project.linked_runs import linked_runs, unread_runs
from dualtrack.project.live_metrics import reading
from dualtrack.project.people import full_names
from dualtrack.project.project import Project
from dualtrack.project.readiness import is_draft
from dualtrack.project.reopenings import reopenings
from dualtrack.project.timeline import events, phase_of
from dualtrack.said import plural

ANSWERS: Mapping[Verdict, str] = {
    "met": "yes",
    "met once": "yes, but not repeated yet",
    "within noise": "may be chance",
    "not met": "not yet",
    "not comparable": "cannot be compared with before",
    "not measured": "not measured yet",
    "unclear": "not clear",
}
"""Whether what was asked for is reached, to those who do not know the names of verdicts."""
BLOCKS = {"infra": "infrastructure", "compute": "a lack of computing power", "external": "others outside the team"}
"""What blocks work, to those who do not know the names of kinds."""
_STANDING = {"review": "in review"}
_LONGEST = 25
_CITED = 5
_LONGEST_TEXT = 600
AnItem = TypeVar("AnItem", bound=Item)


def work(project: Project) -> list[Item]:
    """The tasks and experiments that are no drafts, in the order in which people count. What is archived is work only if it was
    done."""
    if work not in project.memory:
        found = (item for item in project.items.values() if item.kind in ("task", "experiment"))
        found = (item for item in found if (not item.archived or item.phase == "done") and not is_draft(project, item))
        project.memory[work] = sorted(found, key=lambda item: (natural(item.label), item.key))
    return list(project.memory[work])


def today(project: Project) -> date:
    """The day in the time zone of the first board."""
    return project.facts.today(project.boards[0].conventions.timezone)


def report(project: Project, title: str, sections: Iterable[Section]) -> Report:
    """A report as of today, with what could not be read; of long lists the beginning."""
    return Report(title, str(today(project)), tuple(map(_cut, sections)), tuple(unknown_lines(project)))


def said_of_each(
    tell: Callable[[Project, AnItem], Statement], project: Project, items: Iterable[AnItem]
) -> tuple[Statement, ...]:
    """What is said of each item; empty statements stand for those that a report only counts."""
    items = list(items)
    first = items[: _LONGEST + _CITED]
    return (*(tell(project, item) for item in first), *[Statement("", "")] * (len(items) - len(first)))


def _cut(section: Section) -> Section:
    statements, figures = section.statements, section.figures
    if len(statements) > _LONGEST:
        left = statements[_LONGEST:]
        cites = tuple(dict.fromkeys(cite for each in left[:_CITED] for cite in each.cites[:1]))
        statements = (*statements[:_LONGEST], Statement("", f"And {len(left)} more.", cites))
    if figures and len(figures.rows) > _LONGEST:
        more = (f"and {len(figures.rows) - _LONGEST} more", *[""] * (len(figures.columns) - 1))
        left = tuple(dict.fromkeys(cite for each in figures.cites[_LONGEST:][:_CITED] for cite in each[:1]))
        cites = (*figures.cites[:_LONGEST], left)
        figures = Figures(figures.columns, (*figures.rows[:_LONGEST], more), cites)
    return replace(section, statements=statements, figures=figures)


def said(project: Project, item: Item, text: str, *cites: Cite) -> Statement:
    """A statement about an item, which cites its file where nothing else. The metrics that its text shows have the values of
    now, with their runs."""
    found = [(each, reading(project, each)) for each in placeholders(text)] if "{{" in text else []
    for asked, now in reversed(found):
        text = f"{text[: asked.span.start]}{now.value or f'({now.lack})'}{text[asked.span.end :]}"
    runs = (Cite("run", now.run.id, f"run {now.run.shown}", now.run.url) for _, now in found if now.run)
    shown = shortened(text, _LONGEST_TEXT)
    return Statement(
        item.label, shown, (*(cites or (in_file(project, item),)), *runs), full_names(project, item, item.assignee)
    )


def investigation(project: Project, item: Timeboxed) -> Statement:
    """What is being found out, until when, and what has been measured so far."""
    asked, there = question(item), begun_elsewhere(project, item)
    where = f" on the branch {there.branch}" if there else ""
    doing = f"Investigating{where} {asked}" if asked else f"Under investigation{where}"
    if there and done_elsewhere(project, item):
        doing = f"{capital(standing(there.status))}{where}, which is not merged yet{asked and f': {asked}'}"
    parts, cites = [f"{doing}{_until(project, item)}."], [in_file(project, item, "hypothesis")]
    if isinstance(item, Experiment):
        found = evidence.measured(project, item)
        parts += [measurement(project, item, each) for each in found] or [_unmeasured(project, item)]
        cites += (cite for each in found for cite in by_run(each))
    parts += [f"Reopened on {shown_day(each.day)}." for each in reopenings(project, item)[-1:]]
    return said(project, item, " ".join(parts), *cites)


def _unmeasured(project: Project, item: Experiment) -> str:
    """Why no value is told of an experiment."""
    text = "Whether anything is measured is not known." if unread_runs(project) else "Nothing is measured yet."
    if finished := sum(run.finished for run in linked_runs(project, item).runs):
        text = f"{plural(finished, 'run')} finished, and no criterion is judged by {'it' if finished == 1 else 'them'} yet."
    beyond = dict.fromkeys(f"{capital(each.reason)}." for each in project.facts.unknown(Runs) if each.why == "beyond")
    return " ".join((text, *beyond))


def decision_due(project: Project, item: Timeboxed) -> Statement:
    """When the decision about an item whose timebox ends is due, or since when it has been."""
    end = to_decide_by(project, item)
    assert end
    days = (end - project.today(item)).days
    text = f"To be decided by {shown_day(end)}, in {plural(days, 'day')}." if days else "To be decided today."
    if days < 0:
        text = f"Was to be decided by {shown_day(end)}, {plural(-days, 'day')} ago."
    return said(project, item, text, in_file(project, item, "timebox", "timebox_days"))


def decisions(project: Project, items: Iterable[Item]) -> tuple[Statement, ...]:
    """The decisions that are to be made, the next first."""
    research = (item for item in items if isinstance(item, Timeboxed))
    ending = [(end, item) for item in research if (end := to_decide_by(project, item))]
    return said_of_each(decision_due, project, (item for _, item in sorted(ending, key=lambda each: each[0])))


def question(item: Timeboxed) -> str:
    """What is to be found out: `whether tickets improve F1`; empty where only a title says it."""
    asked = item.hypothesis if isinstance(item, Experiment) else ""
    word = asked.partition(" ")[0]
    is_name = word != "A" and not word[1:].islower()  # "F1", "XGBoost", "I"
    return f"whether {asked if is_name else asked[:1].lower() + asked[1:]}" if asked else ""


def _until(project: Project, item: Timeboxed) -> str:
    end = to_decide_by(project, item)
    if not end:
        return "" if begun_elsewhere(project, item) else ", with no end agreed"
    days = (project.today(item) - end).days
    return f"; the decision was due on {shown_day(end)}, {plural(days, 'day')} ago" if days > 0 else f", until {shown_day(end)}"


def measurement(project: Project, item: Experiment, judgement: Judgement) -> str:
    """`Validation F1 >= 0.72: 0.7311 now, 0.694 before; yes, but not repeated yet (best of 8 tries).` Once decided it says
    `reached` or `at best`."""
    known = evidence.baseline_of(project, item, next(iter(judgement.values), ""))
    before = "" if known is None else f", {number(known)} before"
    is_best = not judgement.holds and judgement.repeats < 2  # else it is a median
    when = ("at best" if is_best else "reached") if item.is_closed else "now"
    return f"{judgement.criterion.text}: {', '.join(judgement.values.values())} {when}{before}; {answer(item, judgement)}."


def answer(item: Experiment, judgement: Judgement) -> str:
    """Whether what was asked for is reached, or was at the decision; a median stands in no run, and the best of many variants
    is often luck."""
    luck = (f"median of {judgement.repeats} runs",) if judgement.repeats > 1 else ()
    luck += (f"best of {judgement.tried} tries",) if judgement.tried > 1 else ()
    best = f" ({', '.join(luck)})" if luck else ""
    missed = item.is_closed and judgement.verdict == "not met"
    return ("no" if missed else ANSWERS.get(judgement.verdict, judgement.verdict)) + best


def outcome(project: Project, item: Experiment) -> Statement:
    """What was decided, and what was learned."""
    to = "Decided to " if item.decision in ("ship", "iterate") else ""
    decision = (to + (item.decision if to else DECISIONS[item.decision])) if item.decision else "Closed without a decision"
    reasons = f" ({', '.join(item.reason).replace('-', ' ')})" if item.reason else ""
    found = evidence.measured(project, item)
    learned = learnings(project, item) or findings(project, item) or "What was learned is not written down."
    when = _on(closing_day(project, item))
    text = " ".join((f"{decision}{when}{reasons}.", *(measurement(project, item, each) for each in found), learned))
    runs = [cite for each in found for cite in by_run(each)]
    return said(project, item, text, in_file(project, item, "decision", "status"), *runs)


def tried(decided: Sequence[Experiment]) -> str:
    """`5 ideas tried: 4 learnings and 1 success`: an idea that did not pay has taught something."""
    successes = sum(item.decision == "ship" for item in decided)
    parts = [plural(len(decided) - successes, "learning")] if successes < len(decided) else []
    parts += ["1 success" if successes == 1 else f"{successes} successes"] if successes else []
    return f"{plural(len(decided), 'idea')} tried: {' and '.join(parts)}."


def learned(project: Project, decided: Sequence[Experiment], most: int | None = None) -> tuple[Statement, ...]:
    """What came of the ideas that were tried: all of them counted, and so many at most told."""
    if not decided:
        return ()
    cites = in_files(project, decided, "decision", "status")
    left = decided[most:] if most is not None else ()
    more = (Statement("", f"And {len(left)} more.", in_files(project, left, "decision", "status")),) if left else ()
    return (Statement("", tried(decided), cites), *said_of_each(outcome, project, decided[:most]), *more)


def closing(project: Project, item: Item) -> Statement:
    """That work was closed, with the commit that says so, else the newest one of its work."""
    moves = (event for event in events(project, item) if event.kind in ("created", "status"))
    said_by = [event.hash for event in moves if phase_of(project, item, event.after) in CLOSED][-1:]
    cites = [by_commit(project, hash) for hash in said_by if hash]
    cites = cites or [by_commit(project, each.hash, each.repository) for each in evidence.commits(project, item)[:1]]
    text = f"{capital(standing(item.status))}{_on(closing_day(project, item))}."
    return said(project, item, text, in_file(project, item, "status"), *cites)


def under_way(project: Project, item: Item) -> Statement:
    """Where open work stands."""
    closed = sum(line.closed for line in item.dod)
    stands = f"Not begun ({item.status})" if item.phase == "waiting" else capital(standing(item.status))
    if there := begun_elsewhere(project, item):
        stands = f"{capital(standing(there.status))} on the branch {there.branch}"
    parts = [stands, f"{closed} of {plural(len(item.dod), 'item')} of its checklist done" if item.dod else ""]
    parts.append(f"due on {shown_day(item.due)}" if item.due else "")
    parts += [f"reopened on {shown_day(each.day)}" for each in reopenings(project, item)[-1:]]
    return said(project, item, f"{', '.join(filter(None, parts))}.", in_file(project, item, "status"))


def standing(status: str) -> str:
    """A status as what has it stands: `in review`, `in progress`, `validating`."""
    return _STANDING.get(status, status).replace("-", " ")


def obstacle(project: Project, item: Item) -> Statement:
    """What blocks an item, since when."""
    assert item.blocked
    since = item.blocked.since
    passed = (project.today(item) - since).days if since else -1
    days = f" for {plural(passed, 'day')}" if passed > 0 else "" if passed else " since today"
    kind = f" by {BLOCKS.get(item.blocked.kind, item.blocked.kind)}" if item.blocked.kind else ""
    text = f"Blocked{kind}{days}: {item.blocked.reason or 'no reason is given'}."
    return said(project, item, text, in_file(project, item, "blocked"))


def blocked(items: Iterable[Item]) -> Iterator[Item]:
    """The open ones that something blocks."""
    return (item for item in items if item.blocked and not item.is_closed)


def _on(day: date | None) -> str:
    return f" on {shown_day(day)}" if day else ""
