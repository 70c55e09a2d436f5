"""The commands, as they are called."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from dualtrack.cli.parser import all_commands

from tests.cli.commands import ENV, TEXT, board, dualtrack
from tests.cli.conftest import Call

RULES = ("expired-timebox", "missing-dod-item")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return board(tmp_path, EXP_1=TEXT)


def test_check_says_what_is_found(folder: Path) -> None:
    done = dualtrack("check", cwd=folder)
    assert done.stdout.splitlines() == [
        "tracks/experiments/EXP-1.md:4:9: warning: the Definition of Done of EXP-1 lacks 2 items: Training run reproducible and"
        " logged; Metrics computed on validation and holdout [missing-dod-item]",
        "tracks/experiments/EXP-1.md:6:15: warning: the timebox of EXP-1 ended on 2026-11-12, 4 days ago [expired-timebox]",
        "2 findings in 1 item; 1 of them can be fixed by dualtrack check --fix",
    ]
    assert done.returncode == 0


def test_check_as_json_and_the_exit_code(folder: Path, call: Call) -> None:
    (folder / "dualtrack.yaml").write_text("rules: {expired-timebox: error, missing-dod-item: off}\n")
    done = call("check", str(folder), "--format", "json", cwd=Path("/"))
    assert json.loads(done.out) == [
        {
            "path": "tracks/experiments/EXP-1.md",
            "line": 6,
            "column": 15,
            "end_line": 6,
            "end_column": 17,
            "code": "expired-timebox",
            "severity": "error",
            "message": "the timebox of EXP-1 ended on 2026-11-12, 4 days ago",
            "fixes": [
                "Extend the timebox of EXP-1 by 5 days",
                "Decide to ship EXP-1",
                "Decide to iterate on EXP-1",
                "Close EXP-1 as inconclusive",
                "Decide not to pursue EXP-1",
            ],
        }
    ]
    assert done.code == 1
    assert call("check", "--today", "2026-11-05", cwd=folder).code == 0


@pytest.mark.parametrize(
    ("level", "failing"),
    [
        ("error", "error"),
        ("warning", "error warning"),
        ("information", "error warning information hint"),
        ("never", ""),
    ],
)
def test_what_to_fail_on(folder: Path, level: str, failing: str, call: Call) -> None:
    for severity in ("error", "warning", "information", "hint"):
        (folder / "dualtrack.yaml").write_text(f"rules: {{expired-timebox: {severity}, missing-dod-item: off}}\n")
        done = call("check", "--fail-on", level, cwd=folder)
        assert (severity, done.code) == (severity, int(severity in failing.split()))


@pytest.mark.slow
def test_a_command_loads_only_what_it_needs(folder: Path) -> None:
    heavy = {"pydantic", "yaml", "git"}
    for arguments, never in {
        ("--version",): heavy,
        ("check", "--format", "nonsense"): heavy,
        ("nonsense",): {"git", "mlflow", "ssl", "pygls"},  # which changes there are is looked for before it is called unknown
        ("check",): {"git", "mlflow", "ssl", "pygls"},
    }.items():
        program = (
            "import sys\nfrom dualtrack.cli.main import main\n"
            f"try: main({list(arguments)})\nexcept SystemExit: pass\n"
            "print(*sys.modules, file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", program], cwd=folder, env=ENV, capture_output=True, text=True)
        assert never.isdisjoint(done.stderr.split())


def test_board(folder: Path, call: Call) -> None:
    done = call("board", cwd=folder)
    assert done.out == "\nRESEARCH\n  running 1\n    ! EXP-1 Look 😀  4 days over\n\n1 item needs a decision: EXP-1\n"
    shown = json.loads(call("board", "--format", "json", cwd=folder).out)
    assert shown["cards"]["EXP-1"]["state"] == "overdue"


def test_a_call_that_cannot_be_followed_says_why(folder: Path, call: Call) -> None:
    for arguments, message in {
        ("check", "nowhere"): "dualtrack: nowhere is no folder\n",
        ("board", "--today", "soon"): 'dualtrack: "soon" is not a date such as 2026-11-02\n',
        ("explain", "nothing"): "dualtrack: there is no rule nothing: ",
        ("explain", "expired-timebx"): "dualtrack: there is no rule expired-timebx; expired-timebox is\n",
    }.items():
        done = call(*arguments, cwd=folder)
        assert done.code == 2
        assert done.err.startswith(message)


def test_where_there_is_no_board_it_says_so(tmp_path: Path, call: Call) -> None:
    for command in ("check", "board"):
        done = call(command, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "dualtrack: there is no board in .: no dualtrack.yaml and no tracks folder; dualtrack init sets one up\n"
        )


def test_the_folder_may_be_an_option(folder: Path, call: Call) -> None:
    for command in ("check", "board"):
        assert call(command, "-C", str(folder), cwd=Path("/")).out == call(command, cwd=folder).out
        assert call("-C", str(folder), command, cwd=Path("/")).out == call(command, cwd=folder).out


def test_json_is_short_for_the_format(folder: Path, call: Call) -> None:
    for command in ("check", "board"):
        assert call(command, "--json", cwd=folder) == call(command, "--format", "json", cwd=folder)


def test_no_option_may_be_cut_short(folder: Path, call: Call) -> None:
    """Else a new option could change what a script's short one means."""
    for arguments in (("check", "--fail", "never"), ("decide", "EXP-1", "ship", "--reas", "x")):
        assert "unrecognized arguments: " in call(*arguments, cwd=folder).err
    assert call("--vers").code == 2


def test_explain_without_a_rule_lists_them(tmp_path: Path, call: Call) -> None:
    lines = call("explain", cwd=tmp_path).out.splitlines()
    assert any(line.startswith("expired-timebox  ") and line.endswith(".") for line in lines)


def test_the_board_above_is_found(folder: Path, call: Call) -> None:
    assert call("check", cwd=folder / "tracks" / "experiments").out == call("check", cwd=folder).out


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m dualtrack.cli.main explain expired-timebox | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=ENV, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_what_a_tracker_is_called_cannot_steer_the_terminal(folder: Path, call: Call) -> None:
    (folder / "dualtrack.yaml").write_text('trackers: {"\\e]0;pwned\\a": {type: mlflow, uri: "sqlite:///x.db"}}\n')
    done = call("check", cwd=folder)
    assert "x.db does not exist" in done.out
    assert "\x1b" not in done.out


def test_a_title_cannot_steer_the_terminal(folder: Path, call: Call) -> None:
    (folder / "tracks" / "experiments" / "EXP-1.md").write_text(
        '---\nid: EXP-1\ntitle: "a\\e[31mb"\nstatus: "x\\e]0;y\\a"\n---\n'
    )
    for command in ("check", "board"):
        assert "\x1b" not in call(command, cwd=folder).out


def test_explain_prints_the_page_of_a_rule(tmp_path: Path, call: Call) -> None:
    assert call("explain", "expired-timebox", cwd=tmp_path).out.startswith("# expired-timebox\n\n*warning* — ")


def test_the_readme_names_every_command() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert [command for command in all_commands() if f"| `dualtrack {command}" not in readme] == []
