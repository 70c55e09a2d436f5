"""An item beside the page that the tab shows: how it stands, and everything that leads there."""

from collections.abc import Iterable, Iterator, Mapping

from dualtrack.changes import all_requests
from dualtrack.facts.history import Commit
from dualtrack.features.actions import applicable
from dualtrack.features.board import Boards
from dualtrack.features.card_head import HeadLine, stands
from dualtrack.features.check import Checked
from dualtrack.features.item_facts import findings_of
from dualtrack.features.item_parts import (
    AboutPart,
    AboutText,
    CommitShown,
    CriteriaPart,
    CriterionShown,
    DonePart,
    EventShown,
    FindingsPart,
    GonePart,
    HeadPart,
    HistoryPart,
    JourneyPart,
    LineShown,
    LogPart,
    RunShown,
    RunsPart,
    StepShown,
    WorkPart,
    finding_shown,
)
from dualtrack.features.journey import STEPS, Step, amount, journey, nothing_linked
from dualtrack.features.markdown import plain
from dualtrack.features.metric_history import metric_history
from dualtrack.features.next_step import next_step
from dualtrack.features.page import Parts
from dualtrack.features.pages.now import Offered
from dualtrack.features.runs_table import runs_table, told_apart
from dualtrack.features.timeline import timeline
from dualtrack.features.unknown import unknown_lines
from dualtrack.features.waiting import waiting_for, waits_of
from dualtrack.features.work_rows import Tone, WorkRow, work_row
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item, Kind
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.sprint import Sprint
from dualtrack.model.tag import tag_words
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import WORDS, Judgement, Verdict
from dualtrack.model.words import capital
from dualtrack.project import evidence
from dualtrack.project.activity import activity
from dualtrack.project.learnings import learnings
from dualtrack.project.linked_runs import candidates, status_words
from dualtrack.project.production import leading_to
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import Standing, State, standings
from dualtrack.said import joined, plural, said, through

_FIRST = ("unblock", "decide", "start", "move")
"""The requests that have buttons of their own, where they apply; the others are in the menu."""
_KINDS: Mapping[Kind, str] = {
    "experiment": said("experiment"),
    "task": said("task"),
    "sprint": said("sprint"),
    "model": said("model version"),
    "page": said("page"),
}
_PROOFS: Mapping[State, str] = {
    "proven": said("proven"),
    "claimed": said("cited, not proven"),
    "bare": said("no proof"),
    "stale": said("outdated proof"),
    "shown but open": said("there is proof"),
}
"""How a line of a Definition of Done stands by what shows it, beside its box."""
_TONES: Mapping[Verdict, Tone] = {"met": "good", "met once": "good", "within noise": "warn", "not met": "bad"}
_LONGEST_PARAM = 60
_RUNS = 40
_FILES = 30
_COMMITS = 30


def item_page(project: Project, checked: Checked, boards: Boards, key: str) -> Parts:
    """The parts of an item by their names; one that would be empty is left out."""
    item = project.items.get(key)
    if not item:
        yield "gone", GonePart()
        return
    yield "head", _head(project, boards, item)
    if about := tuple(_about(project, item)):
        yield "about", AboutPart(about)
    if findings := tuple(finding_shown(item, each) for each in findings_of(item, checked)):
        yield "findings", FindingsPart(findings)
    if criteria := tuple(_criteria(project, item)):
        yield "criteria", CriteriaPart(criteria)
    if isinstance(item, Experiment) and (history := metric_history(project, item)):
        yield "history", HistoryPart(history)
    if item.dod:
        lines = tuple(map(_line, standings(project, item)))
        yield "done", DonePart(lines, sum(line.closed for line in item.dod))
    if isinstance(item, Experiment):
        yield from _runs(project, item)
    yield from _work(project, boards, item)
    steps = tuple(_step(project, item, step) for step in journey(project, item))
    yield "journey", JourneyPart(steps, "" if steps else nothing_linked(project, item))
    told = timeline(project, item)
    if told.events:
        events = (EventShown(event.day, event.who, event.text) for event in reversed(told.events))
        done = activity(project, item) if isinstance(item, Timeboxed) else None
        worked = (joined(": ", (said("activity"), done.summary)),) if done else ()
        yield "log", LogPart(tuple(events), (*told.figures, *worked))


def _head(project: Project, boards: Boards, item: Item) -> HeadPart:
    card, names = boards.cards.get(item.key), applicable(project, item)
    offered = tuple(
        Offered(name, all_requests()[name].title)
        for name in _FIRST
        if name in names and not (name == "start" and item.is_active)
    )
    title = item.label.removeprefix(item.id).strip() or item.id
    state, lines = card.state if card else "", tuple(map(_head_line, stands(project, item)))
    told = (item.path, lines, next_step(project, item), offered, tuple(unknown_lines(project, item)))
    return HeadPart(item.id, title, item.type or _KINDS[item.kind], state, *told)


def _head_line(line: HeadLine) -> HeadLine:
    return HeadLine(plain(line.strong), plain(line.text))


def _about(project: Project, item: Item) -> Iterator[AboutText]:
    told: tuple[AboutText, ...] = ()
    match item:
        case Experiment():
            reason = AboutText(said("Reason"), ", ".join(item.reason) if item.is_closed else "")
            told = (
                AboutText(said("Hypothesis"), item.hypothesis),
                reason,
                AboutText(said("Learnings"), learnings(project, item)),
            )
        case Sprint():
            told = (AboutText(said("Goal"), item.goal if item.goal != item.title else ""),)
        case ModelVersion():
            told = (AboutText(said("Registry"), item.registry),)
        case _:
            pass
    return (each for each in told if each.text)


def _criteria(project: Project, item: Item) -> Iterator[CriterionShown]:
    if isinstance(item, Experiment):
        for each in evidence.judgements(project, item):
            yield _criterion(each.criterion.text, each, _TONES.get(each.verdict, ""))
        for each in evidence.stop_judgements(project, item):
            tone: Tone = "bad" if each.verdict in ("met", "met once") else ""
            yield _criterion(said("Stop if {criterion}", each.criterion.text), each, tone)


def _criterion(text: str, judgement: Judgement, tone: Tone) -> CriterionShown:
    return CriterionShown(text, WORDS[judgement.verdict], tone, judgement.summary)


def _line(standing: Standing) -> LineShown:
    """Without the proof where the sentence names it."""
    is_closed, is_skipped = standing.line.closed, standing.state == "not applicable"
    box = said("not applicable") if is_skipped else said("ticked") if is_closed else said("open")
    why = joined(": ", filter(None, (_PROOFS.get(standing.state, ""), standing.sentence)))
    proof = "" if standing.proof in standing.sentence else standing.proof
    mark = "–" if is_skipped else "✓" if is_closed else ""
    return LineShown(standing.line.shown, standing.state, box, mark, joined(" · ", filter(None, (why, proof))))


def _runs(project: Project, item: Experiment) -> Parts:
    table, others = runs_table(project, item), len(candidates(project, item))
    if table.rows or others:
        rows = table.rows[:_RUNS]
        params = [told_apart([row.params.get(name, "") for row in rows], _LONGEST_PARAM) for name in table.params]
        shown = (
            RunShown(
                row.name,
                WORDS[row.verdict] if row.verdict else "" if row.status == "finished" else status_words(row.status),
                tuple(row.metrics.get(name, "") for name in table.metrics),
                tuple(texts[at] for texts in params),
                row.commit,
                row.repeats,
                row.why,
                row.verdict,
            )
            for at, row in enumerate(rows)
        )
        yield "runs", RunsPart(table.metrics, table.params, tuple(shown), len(table.rows) - len(rows), others)


def _work(project: Project, boards: Boards, item: Item) -> Parts:
    held = project.members(item) if isinstance(item, Sprint) else ()
    if isinstance(item, ModelVersion):
        held = tuple(leading_to(project, item))
    found: tuple[tuple[str, str, Iterable[Item]], ...] = (
        ("depends", said("Depends on"), [wait.item for wait in waits_of(project, item)]),
        ("needed", said("Needed by"), [wait.item for wait in waiting_for(project, item)]),
        ("work", said("Work"), held),
    )
    shown: set[str] = set()
    for name, heading, items in found:
        if rows := tuple(_row(boards, each) for each in items if each.key not in shown):
            yield name, WorkPart(heading, rows)
        shown |= {row.key for row in rows}


def _row(boards: Boards, item: Item) -> WorkRow:
    card = boards.cards.get(item.key)
    return work_row(card) if card else WorkRow(item.key, item.label, item.shown, item.stands, "", "")


def _step(project: Project, item: Item, step: Step) -> StepShown:
    title = said("CI/CD") if step.name == "ci/cd" else through(capital, STEPS[step.name])
    commits = tuple(_commit(project, item, each) for each in step.commits[:_COMMITS])
    files, others = len(step.paths) - _FILES, len(step.commits) - _COMMITS
    more = [plural(files, "more file")] if files > 0 else []
    more += [plural(others, "more commit")] if others > 0 else []
    tags = tuple(tag_words(tag.name) for tag in step.tags)
    return StepShown(title, amount(step), step.paths[:_FILES], tags, commits, joined(" and ", more))


def _commit(project: Project, item: Item, commit: Commit) -> CommitShown:
    subject = f"{commit.repository}: {commit.subject}" if commit.repository else commit.subject
    return CommitShown(commit.hash[:8], subject, commit.author, str(project.local(item, commit.when).date()))
