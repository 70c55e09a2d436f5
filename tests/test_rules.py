"""Every rule by its own page: the example is the test, and so is the fix.

An example is judged by its own rule and by those that it marks, so that a new rule touches no other file.
"""

import re
from pathlib import Path

import pytest
from dualtrack.features.check import check, in_order
from dualtrack.features.rule_page import rule_page
from dualtrack.findings import Rule
from dualtrack.rules import all_rules
from dualtrack.text import apply

from tests import fixture
from tests.fixture import Mark
from tests.pages import sections

RULES = all_rules()
FOLDER = Path(__file__).parents[1] / "server" / "dualtrack" / "rules"
PAGES = FOLDER.parents[1] / "RULES.md"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_example_has_exactly_its_findings(rule: Rule) -> None:
    marks, found = marked_and_found(rule)
    assert marks, "an example shows what is found"
    assert marks == found


def marked_and_found(rule: Rule) -> tuple[list[Mark], list[Mark]]:
    """What the example marks, and what its own rule and those that it marks find there."""
    example = fixture.parse(_block(rule, "Example"))
    codes = {rule.code, *(mark.code for mark in example.marks)}
    found = fixture.marks_of(example.project, dict(check(example.project).findings))
    return sorted(example.marks), [mark for mark in found if mark.code in codes]


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if "## Fixed" in rule.page], ids=lambda rule: rule.code)
def test_fix_gives_what_the_page_shows(rule: Rule) -> None:
    section = next(section for section in sections(rule.page) if section.title == "Fixed")
    title = re.fullmatch(r"\*(.+)\*", section.prose)
    assert title, "the fix's title stands above what it gives"
    example = fixture.parse(_block(rule, "Example"))
    project = example.project
    findings = [finding for finding in in_order(check(project)) if finding.code == rule.code]
    fixes = {fix.title: fix for finding in findings for fix in finding.fixes}
    change = fixes[title[1]].change(project)
    texts = example.files | {path: "" for path in change.edits if path not in example.files}
    fixed = {path: apply(text, change.edits.get(path, ())) for path, text in texts.items()}
    assert section.blocks[0].text == fixture.show(fixed)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_page_is_whole(rule: Rule) -> None:
    summary, _, _ = rule.page.partition("\n")
    titles = [section.title for section in sections(rule.page)]
    assert summary.endswith(".")
    assert titles == ["Why", "Example", "Fixed"][: len(titles)]
    assert len(titles) >= 2
    assert ("Fixed" in titles) == ("Fix(" in (FOLDER / f"{rule.code.replace('-', '_')}.py").read_text())


def test_rules_are_one_file_each_with_bodies_of_their_own() -> None:
    bodies = {}
    for path in sorted(FOLDER.glob("[!_]*.py")):
        text = path.read_text()
        code = path.stem.replace("_", "-")
        assert f"def {path.stem}(" in text
        assert code in RULES
        bodies[text.split('"""')[-1]] = code
    assert sorted(bodies.values()) == sorted(RULES)


def test_pages_are_up_to_date(update: bool) -> None:
    lead = "# Rules\n\nGenerated from the rules' docstrings in `dualtrack/rules/`; `dualtrack explain RULE` prints one.\n"
    text = "\n".join([lead, *(rule_page(code, "##") or "" for code in RULES)])
    if update:
        PAGES.write_text(text)
    assert PAGES.read_text() == text, "run pytest --update"


def _block(rule: Rule, title: str) -> str:
    return next(section for section in sections(rule.page) if section.title == title).blocks[0].text
