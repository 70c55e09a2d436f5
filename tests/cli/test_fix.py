"""`dualtrack check --fix`: on real files, with findings of the tests' own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from dualtrack.changes.change import Change, Refusal
from dualtrack.features.check import Checked, check
from dualtrack.findings import Finding, Fix
from dualtrack.project.project import Place, Project
from dualtrack.text import Edit, Span
from dualtrack.workspace.fixing import MOST, fixed
from dualtrack.workspace.repository import Repository, read_repository

from tests.cli.commands import TEXT, board
from tests.cli.conftest import Call

RULES = ("missing-dod-item",)

PATH = "tracks/experiments/EXP-1.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return read_repository(str(board(tmp_path, EXP_1=TEXT)), "2026-11-16", False)


def _replaced(old: str, new: str) -> Callable[[Project], Change]:
    """A change of every `old` in the file into `new`; refused where there is none."""

    def change(project: Project) -> Change:
        text = project.documents[PATH].text
        if old not in text:
            raise Refusal("nothing to do")
        return Change("Replace", {PATH: (Edit(Span(at := text.index(old), at + len(old)), new),)})

    return change


def _finding(*fixes: Fix) -> Finding:
    return Finding(Place(PATH, Span(0, 0)), "found", fixes)


def _fixed(repository: Repository, choose: Callable[[Checked], list[Finding]]) -> list[str]:
    return fixed(repository, check(repository.project), choose)[2]


def test_the_first_safe_fix_of_each_finding_is_done(repository: Repository) -> None:
    look = Fix("Look", _replaced("Look", "Look again"), safe=True)
    days = Fix("Add days", _replaced("10", "12"), safe=True)
    unsafe = Fix("Decide", _replaced("running", "decided"))
    said = _fixed(repository, lambda checked: [_finding(unsafe, look, days)] if "again" not in _text(checked) else [])
    assert said == [f"fixed: {PATH}: Look"]
    assert (repository.root / PATH).read_text() == TEXT.replace("Look", "Look again")


def test_fixes_build_on_each_other(repository: Repository) -> None:
    fixes = [Fix(str(n), _replaced(f"days: {n}\n", f"days: {n + 1}\n"), safe=True) for n in range(10, 14)]
    findings = [_finding(fix) for fix in reversed(fixes)]
    assert _fixed(repository, lambda _: findings) == [f"fixed: {PATH}: {n}" for n in range(10, 14)]
    assert "timebox_days: 14\n" in (repository.root / PATH).read_text()


def test_fixes_that_undo_each_other_end(repository: Repository) -> None:
    there = Fix("There", _replaced("running", "evaluating"), safe=True)
    back = Fix("Back", _replaced("evaluating", "running"), safe=True)
    assert _fixed(repository, lambda _: [_finding(there), _finding(back)]) == [f"fixed: {PATH}: There"]


def test_a_rule_that_is_never_content_ends(repository: Repository) -> None:
    more = Fix("More", _replaced("Look", "Looook"), safe=True)
    again = Fix("Again", _replaced("Looook", "ooLook"), safe=True)
    said = _fixed(repository, lambda _: [_finding(more), _finding(again)])
    assert (len(said), said[-1]) == (MOST + 1, f"stopped after {MOST} fixes; there may be more")


def test_a_new_file_and_one_that_is_there(repository: Repository) -> None:
    new = "tracks/experiments/EXP-2.md"
    change = Change("Split", {PATH: (Edit(Span(0, 0), "---\n"),), new: (Edit(Span(0, 0), "new\n"),)})
    split = Fix("Split", lambda _: change, safe=True)
    assert _fixed(repository, lambda checked: [] if new in _paths(checked) else [_finding(split)]) == [f"fixed: {PATH}: Split"]
    assert (repository.root / new).read_text() == "new\n"
    (repository.root / new).write_text("somebody's\n")
    (repository.root / PATH).write_text(TEXT)
    with pytest.raises(Refusal, match=r"EXP-2\.md is there already"):
        _fixed(repository, lambda checked: [] if new in _paths(checked) else [_finding(split)])
    assert (repository.root / PATH).read_text() == TEXT


def test_what_has_changed_since_it_was_read_is_left_alone(repository: Repository) -> None:
    (repository.root / PATH).write_text("somebody's\n")
    look = Fix("Look", _replaced("Look", "x"), safe=True)
    with pytest.raises(Refusal, match="has changed since it was read"):
        _fixed(repository, lambda _: [_finding(look)])
    assert (repository.root / PATH).read_text() == "somebody's\n"


def test_with_nothing_to_fix_it_checks(repository: Repository, call: Call) -> None:
    (repository.root / "dualtrack.yaml").write_text("rules: {missing-dod-item: off}\n")
    done = call("check", "--fix", cwd=repository.root)
    assert done.out == call("check", cwd=repository.root).out
    assert (repository.root / PATH).read_text() == TEXT


def _text(checked: Checked) -> str:
    assert checked.items.project
    return checked.items.project.documents[PATH].text


def _paths(checked: Checked) -> set[str]:
    assert checked.items.project
    return set(checked.items.project.documents)
