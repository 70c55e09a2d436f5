"""Feature tests in Markdown, tests/features/*.md: a heading is a test, then prose, a repository, and the expected answer.

The first word after the fence of the second block names the question (see QUESTIONS). `check`, `code-actions`, `item-page`,
`models` and `silencing` then name the rules that the test is about; no other rule is heard. Behind a colon, `code-actions`
names what is chosen, which is the last offer otherwise. `pytest --update` rewrites the answers.
"""

import re
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.features.board import board
from dualtrack.features.check import Checked, check
from dualtrack.features.code_actions import code_actions
from dualtrack.features.item_page import item_page
from dualtrack.features.models import models
from dualtrack.features.silencing import silencing
from dualtrack.findings import Finding
from dualtrack.lsp.tab import part_json
from dualtrack.project.project import Project
from dualtrack.rules import all_rules
from dualtrack.text import Span, apply

from tests import answers_in_texts, answers_of_boards, fixture
from tests.fixture import Fixture
from tests.pages import Block, Section, sections

FOLDER = Path(__file__).parent / "features"


def _findings(project: Project, rules: Collection[str]) -> dict[str, tuple[Finding, ...]]:
    """What these rules find, by path."""
    found = check(project).findings.items()
    return {path: tuple(finding for finding in each if finding.code in rules) for path, each in found}


def _check(given: Fixture, rules: Collection[str]) -> str:
    found = fixture.marks_of(given.project, _findings(given.project, rules))
    return "".join(f"{m.path}:{m.line + 1}:{m.column + 1} {m.code}: {m.message}\n" for m in found)


def _code_actions(given: Fixture, rules: Collection[str], chosen: str = "") -> str:
    """The titles, and what the chosen one makes of the file, with the cursor where it is left."""
    assert given.cursor
    path, offset = given.cursor
    project = given.project
    offers = list(code_actions(project, path, Span(offset, offset), _findings(project, rules).get(path, ())))
    titles = "".join(f"{offer.title}{' (preferred)' if offer.preferred else ''}\n" for offer in offers)
    if not offers:
        return ""
    made = next(offer for offer in reversed(offers) if chosen in ("", offer.title))
    try:
        change = made.change(project)
    except Refusal as refusal:
        return f"{titles}{refusal}\n"
    text = apply(given.files[path], change.edits.get(path, ()))
    if change.cursor and change.cursor.path == path:
        text = f"{text[: change.cursor.offset]}$0{text[change.cursor.offset :]}"
    return f"{titles}-- {made.title} --\n{text}"


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


def _models(given: Fixture, rules: Collection[str]) -> str:
    """The lanes with their versions; `=` before what proves where one is, `≠` before what says the contrary."""
    signs = {True: "=", False: "≠", None: "·"}
    found = models(given.project, Checked(whole=_findings(given.project, rules)))
    lines: list[str] = []
    for lane in found.lanes:
        lines.append(f"{lane.stage or 'no stage'}")
        for each in lane.versions:
            lines.append(f"  {each.label} since {each.since or '?'}: {' '.join((*each.experiments, *each.tasks))}")
            lines += (f"    {signs[proof.proves]} {proof.source}: {proof.says}" for proof in each.proofs)
            lines += (f"    ! {message}" for message in each.disagreements)
    return "".join(f"{line}\n" for line in (*lines, *found.unknown))


def _item_page(given: Fixture, rules: Collection[str]) -> str:
    """The parts that the tab shows of the first item of the file with the cursor: what is not empty, an entry a line; with the
    findings of some rules."""
    assert given.cursor
    key = given.project.items_in(given.cursor[0])[0].key
    told: list[str] = []
    checked = Checked(whole=_findings(given.project, rules))
    for name, part in item_page(given.project, checked, board(given.project), key):
        told.append(f"[{name}]")
        for field, value in part_json(part).items():
            if field != "part":
                entries = value if isinstance(value, list) else [value]
                told += [f"{field}: {_flat(entry)}" for entry in entries]
    return "".join(f"{line}\n" for line in told)


def _flat(value: object) -> str:
    """The values inside a value, one beside the other."""
    if isinstance(value, dict):
        return " | ".join(text for each in value.values() if (text := _flat(each)))
    if isinstance(value, list | tuple):
        return ", ".join(map(_flat, value))
    return "" if value is None else str(value)


QUESTIONS = {**answers_in_texts.ANSWERS, **answers_of_boards.ANSWERS}


QUESTIONS_ABOUT_RULES: dict[str, Callable[[Fixture, Collection[str]], str]] = {
    "check": _check,
    "code-actions": _code_actions,
    "item-page": _item_page,
    "models": _models,
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
    question, _, chosen = expected.language.partition(": ")
    name, *rules = question.split()
    assert not set(rules) - all_rules().keys()
    given = fixture.parse(repository.text)
    if name in QUESTIONS:
        return QUESTIONS[name](given)
    assert rules or name != "check", "name the rules that the test is about"
    return _code_actions(given, rules, chosen) if chosen else QUESTIONS_ABOUT_RULES[name](given, rules)


def _rewrite(path: Path, section: Section, expected: Block, answer: str) -> None:
    text = path.read_text()
    heading = text.index(f"# {section.title}\n")
    fence = text.index(f"```{expected.language}\n", heading) + len(f"```{expected.language}\n")
    end = text.index("```", fence + len(expected.text)) if expected.text else fence
    path.write_text(f"{text[:fence]}{answer}{text[end:]}")


def test_every_question_is_asked() -> None:
    asked = {re.split("[: ]", section.blocks[1].language)[0] for param in TESTS for section in [param.values[1]]}
    assert asked == QUESTIONS.keys() | QUESTIONS_ABOUT_RULES.keys()
