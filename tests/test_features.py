"""Feature tests in Markdown, tests/features/*.md: a heading is a test, then prose, a repository, and the expected answer.

The first word after the fence of the second block names the question (see QUESTIONS). `check` and `code-actions` then name
the rules that the test is about; no other rule is heard. `pytest --update` rewrites the answers.
"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.features.actions import Choice, applicable, choices
from dualtrack.features.board import board
from dualtrack.features.brief import brief
from dualtrack.features.card import card
from dualtrack.features.check import check
from dualtrack.features.code_actions import code_actions
from dualtrack.features.completion import completions
from dualtrack.features.decided import decided
from dualtrack.features.document_links import document_links
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.folding import folds
from dualtrack.features.hover import hover
from dualtrack.features.implementation import implementations
from dualtrack.features.inlays import inlays
from dualtrack.features.journey import journey, step_words
from dualtrack.features.journey_page import journey_page
from dualtrack.features.lenses import lenses
from dualtrack.features.models import models
from dualtrack.features.navigation import definition, highlights, references
from dualtrack.features.now import needs
from dualtrack.features.proposals import proposals
from dualtrack.features.ready import ready
from dualtrack.features.runs_table import cells, runs_table
from dualtrack.features.silencing import silencing
from dualtrack.features.sprint_report import shown_sprints, sprint_report
from dualtrack.features.symbols import Symbol, document_symbols, name_of, workspace_symbols
from dualtrack.features.tag_runs import tag_offers
from dualtrack.features.timeline import timeline
from dualtrack.features.waiting import waiting_for, waits_of
from dualtrack.findings import Finding
from dualtrack.lsp.rows import row_of
from dualtrack.lsp.tree import rows_above
from dualtrack.project.mentions import item_at
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import standings
from dualtrack.rules import all_rules
from dualtrack.text import Edit, Span, apply

from tests import fixture
from tests.fixture import Fixture
from tests.pages import Block, Section, sections

FOLDER = Path(__file__).parent / "features"


def _hover(given: Fixture) -> str:
    assert given.cursor
    path, offset = given.cursor
    answer = hover(given.project, path, given.files[path], offset)
    return f"{answer.markdown}\n" if answer else ""


def _completion(given: Fixture) -> str:
    """What is typed and what it could become; a Python file is code."""
    assert given.cursor
    path, offset = given.cursor
    text = given.files[path]
    found = completions(given.project, path, text, offset, prose=not path.endswith(".py"))
    if not found:
        return ""
    typed = text[found.span.start : found.span.end]
    return f"{typed}{'' if found.final else '…'}\n" + "".join(f"  {item.id}: {item.title}\n" for item in found.items)


def _definition(given: Fixture) -> str:
    assert given.cursor
    path, offset = given.cursor
    text = given.files[path]
    found = definition(given.project, path, text, offset)
    if not found:
        return ""
    target = given.files.get(found.target.path, "")[found.target.span.start : found.target.span.end]
    return f"{text[found.span.start : found.span.end]} → {found.target.path} {target}".rstrip() + "\n"


def _references(given: Fixture) -> str:
    """Every place with what stands there; `*` where it is defined, and `=` where it is highlighted in the same text."""
    assert given.cursor
    path, offset = given.cursor
    asked = (given.project, path, given.files[path], offset)
    same = {each.place for each in highlights(*asked)}
    found = sorted({*references(*asked), *highlights(*asked)}, key=lambda each: each.place)
    return "".join(
        f"{each.place.path}: {given.files[each.place.path][slice(*each.place.span)]}"
        f"{' *' if each.defines else ''}{' =' if each.place in same else ''}\n"
        for each in found
    )


def _journey(given: Fixture) -> str:
    """The steps of the first item of the file with the cursor."""
    assert given.cursor
    steps = journey(given.project, given.project.items_in(given.cursor[0])[0])
    return "".join(f"{step_words(step)}\n" + "".join(f"  {path}\n" for path in step.paths) for step in steps)


def _journey_page(given: Fixture) -> str:
    assert given.cursor
    return journey_page(given.project, given.project.items_in(given.cursor[0])[0])


def _lenses(given: Fixture) -> str:
    assert given.cursor
    path, _ = given.cursor
    text = given.files[path]
    return "".join(f"{text[lens.span.start : lens.span.end]}: {lens.text}\n" for lens in lenses(given.project, path))


def _log(given: Fixture) -> str:
    """The events of the first item of the file with the cursor, and what follows from them."""
    assert given.cursor
    said = timeline(given.project, given.project.items_in(given.cursor[0])[0])
    events = (f"{event.day} {event.who}: {event.text}" for event in said.events)
    return "".join(f"{line}\n" for line in (*events, *said.figures))


def _flow(given: Fixture) -> str:
    """What is not empty of the flow up to today; of statuses how many items were in each at the end of every day."""
    flow = FlowHistory(given.project).on()
    lines = [f"{flow.since} to {flow.date}"]
    lines += [f"{band.track} {band.status or 'unknown status'}: {' '.join(map(str, band.counts))}" for band in flow.bands]
    lines += [f"done, {each.track}: {' '.join(map(str, each.counts))}" for each in flow.done if any(each.counts)]
    for each in flow.cycle_times:
        lines_of = f"at most {each.p50} {each.p85} {each.p95}, not known of {each.unknown}"
        lines.append(f"cycle time, {each.track}: {list(each.days)}, {lines_of}")
    for each in flow.ageing:
        old, least = (" old" if each.is_old else ""), ("at least " if each.at_least else "")
        lines.append(
            f"in progress: {each.key} {least}{each.days}, in {each.status} {each.days_in_status}{old} {each.blocked}".rstrip()
        )
    lines += [f"blocked by {each.kind}: {each.days} days of {each.items}, now {list(each.now)}" for each in flow.blocked]
    lines += [f"{each.person}: {dict(each.active)}, {each.waiting} waiting, usually {each.usual}" for each in flow.workload]
    lines += [f"deployed: {each.label} {each.day} ({each.said_by})" for each in flow.deployed]
    lines += [
        f"to production: {each.experiment} in {each.model}: {each.decided} → {each.deployed}, {each.days}"
        for each in flow.to_production
    ]
    lines += [f"taken over: {flow.taken_over}"] if flow.taken_over else []
    return "".join(f"{line}\n" for line in (*lines, *flow.unknown))


def _sprint(given: Fixture) -> str:
    """What is not empty of the reports of the sprints that are shown."""
    lines: list[str] = []
    for report in (sprint_report(given.project, sprint) for sprint in shown_sprints(given.project)):
        lines.append(f"{report.label}: {report.start} to {report.end}, {report.state}, {report.days_left} days left")
        lines.append(", ".join(f"{name} {value}" for name, value in asdict(report.capacity).items()))
        for burndown in filter(None, (report.production, report.research)):
            series = (" ".join(f"{each:g}" for each in numbers) for numbers in (burndown.scope, burndown.left))
            lines.append(f"{burndown.unit}: {' | '.join(series)}, {burndown.unestimated} unestimated")
        lines += [f"{each.day} {each.change} {each.key} ({each.commit})" for each in report.scope_changes]
        if gauge := report.mid_sprint:
            lines.append(
                f"half on {gauge.day}, passed: {gauge.passed}, {gauge.with_result} of {gauge.of}, {gauge.asked:.0%} asked"
            )
        lines += [f"{each.asked}: {each.label or 'open'} {each.status}".rstrip() for each in (*report.review, report.retro)]
        lines += [f"carried over: {each.key} {each.status} {list(each.to)}" for each in report.carried_over]
        lines += [f"brought: {each.key} {each.status} {list(each.to)}" for each in report.brought]
        lines += report.unknown
    return "".join(f"{line}\n" for line in lines)


def _models(given: Fixture) -> str:
    """The lanes with their versions; `=` before what agrees with the file, `≠` before what does not."""
    signs = {True: "=", False: "≠", None: "·"}
    found = models(given.project, check(given.project))
    lines: list[str] = []
    for lane in found.lanes:
        lines.append(f"{lane.stage or 'no stage'}")
        for each in lane.versions:
            lines.append(f"  {each.label} since {each.since or '?'}: {' '.join((*each.experiments, *each.tasks))}")
            lines += (f"    {signs[proof.agrees]} {proof.source}: {proof.says}" for proof in each.proofs)
            lines += (f"    ! {message}" for message in each.disagreements)
    return "".join(f"{line}\n" for line in (*lines, *found.unknown))


def _board(given: Fixture) -> str:
    boards = board(given.project)
    lines: list[str] = []
    for view in boards.boards:
        lines.append(f"board {view.folder or '.'}")
        for track in view.tracks:
            if any(column.cards for column in track.columns):
                lines.append(f"  {track.name}{f' ({track.badge})' if track.badge else ''}")
                for column in track.columns:
                    if column.cards:
                        lines.append(f"    {column.status} {column.badge}{' over the limit' if column.over_limit else ''}")
                        cards = map(boards.cards.__getitem__, column.cards)
                        lines += (f"      {c.state}: {c.label} [{c.kind}] {c.details}".rstrip() for c in cards)
    lines += [f"{boards.loose.title}: {boards.loose.listed}"] if boards.loose.title else []
    return "".join(f"{line}\n" for line in [*lines, f"{boards.attention} to decide"])


def _decided(given: Fixture) -> str:
    lines: list[str] = []
    for each in decided(given.project, board(given.project)):
        lines.append(f"{each.day or 'no day'}: {each.label}: {each.decision} {', '.join(each.reasons)}".rstrip())
        measured = (f"{verdict.criterion}: {verdict.measured} {verdict.stands}" for verdict in each.verdicts)
        lines += (f"  {words}" for words in (each.hypothesis, *measured, each.learnings) if words)
    return "".join(f"{line}\n" for line in lines)


def _now(given: Fixture) -> str:
    lines: list[str] = []
    for need in needs(given.project, check(given.project), board(given.project)):
        asks = f" [{', '.join(need.requests)}]" if need.requests else ""
        lines += [f"{need.kind}: {need.label}{asks}", *(f"  {reason}" for reason in need.reasons)]
    return "".join(f"{line}\n" for line in lines)


def _brief(given: Fixture) -> str:
    return f"{brief(given.project, board(given.project), None).text}\n"


def _ready(given: Fixture) -> str:
    found = ready(given.project, board(given.project))
    lines: list[str] = []
    for each in found.ready:
        told = {name: value for name, value in asdict(each).items() if value and name not in ("title", "kind", "path")}
        lines += [f"{told.pop('id')} {each.title}", *(f"  {name}: {value}" for name, value in told.items())]
    lines += (f"not {each.id}: {', '.join(each.obstacles)}" for each in found.not_ready)
    return "".join(f"{line}\n" for line in lines)


def _tree(given: Fixture) -> str:
    """The rows of the tree, each with its icon; what is below a folded one is shown, too."""
    boards = board(given.project)
    rows = {row.id: row for row in (*rows_above("x", "x", boards), *(row_of("x", card) for card in boards.cards.values()))}

    def lines(id: str, depth: int) -> list[str]:
        row = rows[id]
        fold = ("▸ " if row.collapsed else "▾ ") if row.rows else ""
        icon = f"({row.icon}{f' {row.color}' if row.color else ''}) " if row.icon else ""
        own = f"{'  ' * depth}{fold}{icon}{row.label}{f'  {row.description}' if row.description else ''}"
        return [own, *(line for below in row.rows for line in lines(below, depth + 1))]

    return "".join(f"{line}\n" for below in rows["x"].rows for line in lines(below, 0))


def _card(given: Fixture) -> str:
    """The fields of a card that say something, of the first item of the file with the cursor."""
    assert given.cursor
    shown = card(given.project, given.project.items_in(given.cursor[0])[0])._asdict()
    return "".join(
        f"{name}: {json.dumps(value, ensure_ascii=False, default=asdict)}\n" for name, value in shown.items() if value
    )


def _findings(project: Project, rules: Collection[str]) -> dict[str, tuple[Finding, ...]]:
    """What these rules find, by path."""
    found = check(project).findings.items()
    return {path: tuple(finding for finding in each if finding.code in rules) for path, each in found}


def _check(given: Fixture, rules: Collection[str]) -> str:
    found = fixture.marks_of(given.project, _findings(given.project, rules))
    return "".join(f"{m.path}:{m.line + 1}:{m.column + 1} {m.code}: {m.message}\n" for m in found)


def _actions(given: Fixture) -> str:
    assert given.cursor
    item = given.project.items_in(given.cursor[0])[0]
    names = applicable(given.project, item)
    return "".join(f"{name}: {_choice(each)}\n" for name in names for each in choices(given.project, [item], name, {}))


def _choice(choice: Choice) -> str:
    then = f" [{', '.join(map(_choice, choice.then))}]" if choice.then else ""
    asks = f" asks for {', '.join(ask.argument for ask in choice.asks)}" if choice.asks else ""
    return f"{choice.label}{then}{asks}"


def _code_actions(given: Fixture, rules: Collection[str]) -> str:
    """The titles, and what the first of them makes of the file, with the cursor where it is left."""
    assert given.cursor
    path, offset = given.cursor
    project = given.project
    offers = list(code_actions(project, path, Span(offset, offset), _findings(project, rules).get(path, ())))
    titles = "".join(f"{offer.title}{' (preferred)' if offer.preferred else ''}\n" for offer in offers)
    if not offers:
        return ""
    try:
        change = offers[-1].change(project)
    except Refusal as refusal:
        return f"{titles}{refusal}\n"
    text = apply(given.files[path], change.edits.get(path, ()))
    if change.cursor:
        text = f"{text[: change.cursor.offset]}$0{text[change.cursor.offset :]}"
    return f"{titles}-- {offers[-1].title} --\n{text}"


def _silencing(given: Fixture, rules: Collection[str]) -> str:
    """The titles, and what each makes of its file."""
    assert given.cursor
    path, offset = given.cursor
    found = _findings(given.project, rules).get(path, ())
    answer = ""
    for offer in silencing(given.project, path, Span(offset, offset), found):
        answer += f"-- {offer.title} --\n"
        for changed, edits in offer.change(given.project).edits.items():
            answer += apply(given.files.get(changed, ""), edits)
    return answer


def _inlays(given: Fixture) -> str:
    """The file with what stands in it."""
    assert given.cursor
    path, _ = given.cursor
    edits = [Edit(Span(each.offset, each.offset), f" «{each.text}»") for each in inlays(given.project, path)]
    return apply(given.files[path], edits)


def _runs_table(given: Fixture) -> str:
    """The table of the first item's runs: its cells, and why each row is in it; `+` stands before what is not judged."""
    table = runs_table(given.project, given.project.items["EXP-1"])
    head, *rows = cells(table, 20, 9, 20)
    lines = [" | ".join(head)]
    for row, texts in zip(table.rows, rows, strict=True):
        lines.append(f"{'' if row.judged else '+ '}{' | '.join(texts)}: {row.why}, {', '.join(row.runs)}")
    return "".join(f"{line}\n" for line in lines)


def _standings(given: Fixture) -> str:
    """How the lines of the Definition of Done of every item stand."""
    project = given.project
    items = (item for path in sorted(given.files) for item in project.items_in(path))
    found = ((item, each) for item in items for each in standings(project, item))
    return "".join(
        f"{item.shown} {each.line.shown}: {each.state} · {each.sentence}".rstrip(" ·") + "\n" for item, each in found
    )


def _tag_runs(given: Fixture) -> str:
    """The titles, and what the first makes of the script."""
    assert given.cursor
    path, offset = given.cursor
    offers = list(tag_offers(given.project, path, given.files[path], Span(offset, offset)))
    titles = "".join(f"{offer.title}\n" for offer in offers)
    return f"{titles}-- {path} --\n{apply(given.files[path], offers[0].edits)}" if offers else ""


def _proposals(given: Fixture) -> str:
    """What is typed, and what could stand in its place: `␤` is a line end, and `|` where one goes on."""
    assert given.cursor
    path, offset = given.cursor
    found = proposals(given.project, path, offset, ["unknown-status"])
    if not found:
        return ""
    lines = [f"«{given.files[path][slice(*found.span)]}»{'' if found.final else '…'}"]
    shown = found.proposals if len(found.proposals) < MANY else found.proposals[:FEW]  # of all rules, which become more
    for each in shown:
        at = len(each.text) if each.cursor is None else each.cursor
        text = f"{each.text[:at]}{'|' if each.cursor is not None else ''}{each.text[at:]}".replace("\n", "␤")
        lines.append(
            f"  {text} ({each.kind}{f' {each.label}' if each.label not in ('', each.text) else ''})  {each.detail}".rstrip()
        )
    return "".join(f"{line}\n" for line in lines)


def _symbols(given: Fixture) -> str:
    """The outline of the file with the cursor: each symbol with what stands at its name, and the lines that it covers."""
    assert given.cursor
    path, _ = given.cursor
    lines = given.project.documents[path].lines

    def shown(symbol: Symbol, indent: str) -> Iterator[str]:
        first, last = (lines.position(offset)[0] + 1 for offset in symbol.span)
        named = lines.text[slice(*symbol.head)].splitlines()[0]
        yield f"{indent}{symbol.kind} {symbol.name} | {symbol.detail} | {named} | {first}-{last}\n"
        for part in symbol.parts:
            yield from shown(part, f"{indent}  ")

    return "".join(line for symbol in document_symbols(given.project, path) for line in shown(symbol, ""))


def _search(given: Fixture) -> str:
    """The items that are found by the text of the file with the cursor."""
    assert given.cursor
    found = workspace_symbols(given.project, given.files[given.cursor[0]].strip())
    return "".join(f"{name_of(item)} ({item.path})\n" for item in found)


def _implementation(given: Fixture) -> str:
    assert given.cursor
    path, offset = given.cursor
    item = item_at(given.project, path, given.files[path], offset)
    return "".join(f"{path}\n" for path in implementations(given.project, item)) if item else ""


def _waiting(given: Fixture) -> str:
    """What the item at the cursor waits for (>), and what waits for it (<), with what stands where it says so."""
    assert given.cursor
    (path, offset), project = given.cursor, given.project
    item = item_at(project, path, given.files[path], offset)
    assert item
    waits = [(">", item, wait) for wait in waits_of(project, item)]
    waits += [("<", wait.item, wait) for wait in waiting_for(project, item)]
    return "".join(
        f"{sign} {wait.item.label}: {', '.join(given.files[waiting.path][slice(*span)] for span in wait.spans)}\n"
        for sign, waiting, wait in waits
    )


def _folds(given: Fixture) -> str:
    """The first and the last line of each fold."""
    assert given.cursor
    path, _ = given.cursor
    lines = given.project.documents[path].lines
    ends = ([lines.text[slice(*lines.line(lines.position(at)[0]))] for at in span] for span in folds(given.project, path))
    return "".join(f"{first} … {last}\n" for first, last in ends)


def _links(given: Fixture) -> str:
    assert given.cursor
    path, _ = given.cursor
    found = document_links(given.project, path)
    return "".join(f"{given.files[path][slice(*each.span)]} → {each.path or each.address}\n" for each in found)


MANY, FEW = 70, 3
QUESTIONS: dict[str, Callable[[Fixture], str]] = {
    "hover": _hover,
    "runs-table": _runs_table,
    "board": _board,
    "flow": _flow,
    "sprint": _sprint,
    "models": _models,
    "decided": _decided,
    "now": _now,
    "ready": _ready,
    "brief": _brief,
    "tree": _tree,
    "card": _card,
    "actions": _actions,
    "completion": _completion,
    "definition": _definition,
    "references": _references,
    "log": _log,
    "journey": _journey,
    "journey-page": _journey_page,
    "lenses": _lenses,
    "tag-runs": _tag_runs,
    "inlays": _inlays,
    "standings": _standings,
    "proposals": _proposals,
    "symbols": _symbols,
    "search": _search,
    "implementation": _implementation,
    "waiting": _waiting,
    "folds": _folds,
    "links": _links,
}
QUESTIONS_ABOUT_RULES: dict[str, Callable[[Fixture, Collection[str]], str]] = {
    "check": _check,
    "code-actions": _code_actions,
    "silencing": _silencing,
}
TESTS = [
    pytest.param(path, section, id=f"{path.stem}: {section.title}")
    for path in sorted(FOLDER.glob("*.md"))
    for section in sections(path.read_text())
    if section.blocks
]


@pytest.mark.parametrize(("path", "section"), TESTS)
def test_feature(path: Path, section: Section, update: bool) -> None:
    expected = section.blocks[1]
    answer = answer_of(section)
    if update and answer != expected.text:
        _rewrite(path, section, expected, answer)
    else:
        assert expected.text == answer


def answer_of(section: Section) -> str:
    """The answer to the question of a test."""
    repository, expected = section.blocks
    name, *rules = expected.language.split()
    assert not set(rules) - all_rules().keys()
    given = fixture.parse(repository.text)
    if name in QUESTIONS:
        return QUESTIONS[name](given)
    assert rules or name != "check", "name the rules that the test is about"
    return QUESTIONS_ABOUT_RULES[name](given, rules)


def _rewrite(path: Path, section: Section, expected: Block, answer: str) -> None:
    text = path.read_text()
    heading = text.index(f"# {section.title}\n")
    fence = text.index(f"```{expected.language}\n", heading) + len(f"```{expected.language}\n")
    end = text.index("```", fence + len(expected.text)) if expected.text else fence
    path.write_text(f"{text[:fence]}{answer}{text[end:]}")


def test_every_question_is_asked() -> None:
    asked = {section.blocks[1].language.split()[0] for param in TESTS for section in [param.values[1]]}
    assert asked == QUESTIONS.keys() | QUESTIONS_ABOUT_RULES.keys()
