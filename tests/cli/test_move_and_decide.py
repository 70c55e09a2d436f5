"""`dualtrack move` and `dualtrack decide`: the editor's changes, written to the disk."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import TEXT, board
from tests.cli.conftest import Call

DECISIONS = "ship, iterate, inconclusive, decided-not-to-pursue"
LEARN = "write what you learned under ## Learnings in tracks/experiments/EXP-1.md\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return board(tmp_path, EXP_1=TEXT) / "tracks" / "experiments" / "EXP-1.md"


def test_move(file: Path, call: Call) -> None:
    done = call("move", "exp-01", "Evaluating", "--today", "2026-11-17")
    assert (done.code, done.out, done.err) == (0, "EXP-1 moved to evaluating\n", "")
    assert file.read_text() == TEXT.replace("running", "evaluating")


def test_decide(file: Path, call: Call) -> None:
    done = call("decide", "EXP-1", "Decided not to pursue", "--reason", "too slow,  data")
    assert (done.code, done.out, done.err) == (0, f"EXP-1 decided: Decided not to pursue\n{LEARN}", "")
    text = file.read_text()
    assert 'decision: decided-not-to-pursue\nclosed: 2026-11-16\nreason: "too slow, data"\n' in text
    assert text.endswith("## Learnings\n\n> val_f1 >= 0.72: val_f1 not measured\n\n\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("move", "EXP-1", "evaluating"),
        ("assign", "EXP-1", "ana"),
        ("label", "EXP-1", "slow"),
        ("set", "EXP-1", "priority", "high"),
        ("block", "EXP-1", "data", "--reason", "late"),
        ("decide", "EXP-1", "ship", "--reason", "fast"),
    ],
)
def test_what_is_so_already_is_not_written(arguments: tuple[str, ...], file: Path, call: Call) -> None:
    assert json.loads(call(*arguments, "--json").out)["paths"] == ["tracks/experiments/EXP-1.md"]
    text = file.read_text()
    again = call(*arguments, "--json", "--today", "2026-11-18")
    told = json.loads(again.out)
    assert (again.code, told["paths"], told["said"].partition(":")[0]) == (0, [], "nothing to write, it is so already")
    assert file.read_text() == text


def test_a_second_decision_says_what_was_decided(file: Path, call: Call) -> None:
    assert call("decide", "EXP-1", "ship").code == 0
    file.write_text(file.read_text() + "It helps.\n")
    assert call("decide", "EXP-1", "iterate").out == "EXP-1 decided: Iterate (was: Ship)\n"


def test_what_has_no_status_is_not_moved(file: Path, call: Call) -> None:
    for name, text in {"sprints/sprint-1.yaml": "goal: x\n", "wiki/How.md": "# How\n"}.items():
        path = file.parents[1] / name
        path.parent.mkdir()
        path.write_text(text)
    assert call("move", "sprint-1", "done").err == "dualtrack: sprint-1 is a sprint: it has dates, no status\n"
    assert call("move", "How", "done").err == "dualtrack: How is a page: it has no status\n"


def test_a_model_version_has_stages(file: Path, call: Call) -> None:
    model = file.parents[1] / "models" / "churn-1.0.md"
    model.parent.mkdir()
    model.write_text("---\nid: churn@1.0\nstage: testing\n---\n")
    assert call("move", "churn@1.0", "done").err == (
        "dualtrack: done is no stage of a model version: research, experiment, testing, deployed, retired\n"
    )
    assert call("move", "churn@1.0", "Deployed").out == "churn@1.0 is now deployed\n"
    assert model.read_text() == "---\nid: churn@1.0\nstage: deployed\ndeployed: 2026-11-16\n---\n"
    assert call("move", "churn@1.0", "retired").code == 0
    assert "deployed: 2026-11-16\n" in model.read_text()


def test_a_decision_without_a_reason_leaves_the_reason(file: Path, call: Call) -> None:
    file.write_text(TEXT.replace("status", "reason: old\nstatus"))
    assert call("decide", "EXP-1", "ship").code == 0
    assert "reason: old\n" in file.read_text()


@pytest.mark.parametrize(
    ("calls", "reason"),
    [
        ([("decide", "EXP-1", "ship")], ""),
        ([("decide", "EXP-1", "inconclusive")], "reason: overfit\n"),
        ([("decide", "EXP-1", "ship", "--reason", "fast")], "reason: fast\n"),
        ([("move", "EXP-1", "running"), ("decide", "EXP-1", "ship")], ""),
    ],
)
def test_another_decision_does_not_have_the_old_reason(
    calls: list[tuple[str, ...]], reason: str, file: Path, call: Call
) -> None:
    for arguments in (("decide", "EXP-1", "inconclusive", "--reason", "overfit"), *calls):
        assert call(*arguments).code == 0
    assert "".join(line for line in file.read_text().splitlines(keepends=True) if line.startswith("reason")) == reason


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("move", "EXP-1", "nowhere"), "research has no status nowhere: proposed, running, evaluating, decided"),
        (("move", "EXP-1", "decided"), f"EXP-1 ends with a decision: decide it ({DECISIONS})"),
        (("move", "EXP-1", "Done"), f"EXP-1 ends with a decision: decide it ({DECISIONS})"),
        (("move", "exp1", "running"), "there is no exp1; EXP-1 is"),
        (("move", "EXP-9", "running"), "there is no EXP-9"),
        (("decide", "EXP-1", "maybe"), "maybe is none of ship, iterate, inconclusive, decided-not-to-pursue"),
        (("decide", "\x1b[31m", "ship"), "there is no �[31m"),
        (("move", "EXP-1", "running", "-C", "nowhere"), "nowhere is no folder"),
    ],
)
def test_what_is_refused(file: Path, call: Call, arguments: tuple[str, ...], message: str) -> None:
    done = call(*arguments)
    assert (done.code, done.out, done.err) == (2, "", f"dualtrack: {message}\n")
    assert file.read_text() == TEXT


def test_an_id_of_two_files_is_refused(file: Path, call: Call) -> None:
    other = file.with_name("other.md")
    other.write_text(TEXT.replace("EXP-1", "exp-01"))
    done = call("move", "EXP-1", "evaluating")
    message = "dualtrack: EXP-1 is the id of several items: tracks/experiments/EXP-1.md, tracks/experiments/other.md\n"
    assert (done.code, done.err) == (2, message)
    assert call("show", "EXP-1").err == message


def test_a_write_protected_file_is_named(file: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write whatever the mode says
    done = call("move", "EXP-1", "evaluating")
    assert (done.code, done.err) == (2, "dualtrack: tracks/experiments/EXP-1.md is write-protected\n")


def test_an_inline_item_is_moved_in_its_sprint(tmp_path: Path, call: Call) -> None:
    sprint = tmp_path / "tracks" / "sprints" / "sprint-5.yaml"
    sprint.parent.mkdir(parents=True)
    sprint.write_text('sprint-5:\n  product-tasks:\n    - feature: "Front-end"\n')
    assert call("move", "front end", "review").code == 0
    assert call("move", "feature:front-end", "backlog").code == 0
    done = call("move", "sprint-5/feature:front-end", "review")
    assert (done.code, done.out) == (0, "Front-end moved to review\n")
    assert "status: review\n" in sprint.read_text()
