"""`dualtrack check --gate`, as a stop hook of a coding agent calls it: it holds the agent back once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.commands import ENV, TEXT, board
from tests.cli.conftest import Call

pytestmark = pytest.mark.slow

GATE = (sys.executable, "-m", "dualtrack.cli.main", "check", "--gate", "--fail-on", "warning", "--since", "HEAD")
EXPIRED = (
    "tracks/experiments/EXP-1.md:6: warning: the timebox of EXP-1 ended on 2026-11-12, 4 days ago [expired-timebox];"
    " could be: Extend the timebox of EXP-1 by 5 days, Decide to ship EXP-1, Decide to iterate on EXP-1,"
    " Close EXP-1 as inconclusive, Decide not to pursue EXP-1"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    repository = Repository(tmp_path / "repository")
    board(repository.folder, EXP_2=TEXT.replace("EXP-1", "EXP-2"))
    repository.commit("Start")
    return board(repository.folder, EXP_1=TEXT)


def _stop(folder: Path, *more: str, **told: object) -> tuple[int, str, str]:
    said = "\ufeff" + json.dumps(told) if told else ""
    done = subprocess.run([*GATE, *more], cwd=folder, env=ENV, input=said, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("told", [{}, {"hook_event_name": "Stop", "stop_hook_active": False}])
def test_new_findings_are_handed_back(folder: Path, told: dict[str, object]) -> None:
    code, out, err = _stop(folder, **told)
    assert (code, out) == (2, "")
    assert err.startswith("dualtrack: 2 findings to mend before you stop")
    assert err.endswith(f"{EXPIRED}\n")
    assert "EXP-2" not in err


def test_cursor_is_told_on_standard_output(folder: Path) -> None:
    code, out, err = _stop(folder, hook_event_name="stop", loop_count=0)
    assert (code, err) == (0, "")
    assert json.loads(out)["followup_message"].endswith(EXPIRED)


@pytest.mark.parametrize("told", [{"stop_hook_active": True}, {"loop_count": 1}])
def test_an_agent_that_was_held_back_may_stop(folder: Path, told: dict[str, object]) -> None:
    assert _stop(folder, **told) == (0, "", "")


def test_nobody_is_held_back_by_what_is_not_new_or_cannot_be_followed(folder: Path) -> None:
    code, out, err = _stop(folder, "--since", "nowhere")
    assert (code, out, err) == (1, "", "dualtrack: --since nowhere: git knows no such commit\n")
    (folder / "tracks" / "experiments" / "EXP-1.md").unlink()
    assert _stop(folder) == (0, "", "")


@pytest.mark.parametrize("more", [("--sinse", "HEAD"), ("--fail-on", "warnings"), ("--since",)])
def test_a_mistyped_option_holds_nobody_back(more: tuple[str, ...], call: Call) -> None:
    done = call("check", "--gate", *more)
    assert (done.code, done.out) == (1, "")
    assert "error: " in done.err


@pytest.mark.parametrize("told", ["", '{"stop_hook_active": true}'])
def test_a_pipe_that_is_left_open_is_not_waited_for(folder: Path, told: str) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(GATE, cwd=folder, env=ENV, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as gate:
        assert gate.stdin
        gate.stdin.write(told)
        gate.stdin.flush()
        assert gate.wait() == (0 if told else 2)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes it")
def test_nothing_is_told_on_a_closed_standard_input(folder: Path) -> None:
    done = subprocess.run(["sh", "-c", 'exec "$@" <&-', "sh", *GATE], cwd=folder, env=ENV, capture_output=True, text=True)
    assert (done.returncode, done.stderr[:21]) == (2, "dualtrack: 2 findings")
    done = subprocess.run(["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *GATE], cwd=folder, env=ENV)
    assert done.returncode == 2
