"""`dualtrack init`: a board where there is none, and nothing of anybody's changed."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.commands import TEXT, board, dualtrack
from tests.cli.conftest import Call

EXAMPLES = ["tracks/experiments/EXP-1 Say what you investigate.md", "tracks/tasks/TASK-1 Say what you deliver.md"]


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """A terminal at which these answers are given; the questions are kept."""

    def given(*lines: str) -> list[str]:
        left: Iterator[str] = iter(lines)
        questions: list[str] = []

        def answer(question: str) -> str:
            questions.append(question)
            if (line := next(left, None)) is None:
                raise EOFError
            return line

        monkeypatch.setattr("builtins.input", answer)
        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        return questions

    return given


def test_without_a_terminal_it_takes_the_defaults(tmp_path: Path) -> None:
    done = dualtrack("init", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "wrote dualtrack.yaml",
        *(f"wrote {path}" for path in EXAMPLES),
        "EXP-1 and TASK-1 are examples: rename or delete them",
        "",
        "Next:",
        "  dualtrack board",
        '  dualtrack new experiment "What you want to find out"',
    ]
    assert _files(tmp_path) == ["dualtrack.yaml", *EXAMPLES]
    assert dualtrack("check", "--fail-on", "information", cwd=tmp_path).stdout == "0 findings in 2 items\n"


def test_it_asks_on_a_terminal(tmp_path: Path, call: Call, answers: Callable[..., list[str]]) -> None:
    asked = answers("../up", "docs/board", "Nowhere", "Europe/Berlin", "n")
    done = call("init")
    assert done.code == 0
    assert [question.split()[0] for question in asked] == ["Folder", "Folder", "Time", "Time", "A"]
    assert '"../up" is not a folder inside the repository\n' in done.out
    assert '"Nowhere" is no time zone\n' in done.out
    assert _files(tmp_path) == ["dualtrack.yaml"]
    assert "root: docs/board\ntimezone: Europe/Berlin\n" in (tmp_path / "dualtrack.yaml").read_text()
    assert call("new", "task", "x").out == "docs/board/tasks/TASK-1 x.md\n"


def test_empty_answers_are_the_defaults(tmp_path: Path, call: Call, answers: Callable[..., list[str]]) -> None:
    answers("", "", "")
    assert call("init").code == 0
    interactive = (tmp_path / "dualtrack.yaml").read_text()
    assert _files(tmp_path) == ["dualtrack.yaml", *EXAMPLES]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".git").mkdir()
    questions = answers()
    assert call("init", "other", "--yes").code == 0
    assert questions == []
    assert (tmp_path / "other" / "dualtrack.yaml").read_text() == interactive


def test_an_end_of_the_answers_writes_nothing(tmp_path: Path, call: Call, answers: Callable[..., list[str]]) -> None:
    answers("docs")
    done = call("init")
    assert (done.code, done.err) == (2, "dualtrack: nothing is written\n")
    assert _files(tmp_path) == []


@pytest.mark.parametrize("path", [".", "tracks"])
def test_where_a_board_is_it_says_so(tmp_path: Path, call: Call, path: str) -> None:
    board(tmp_path, EXP_1=TEXT)
    done = call("init", path, "--yes")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"dualtrack: there is a board already: {tmp_path / 'tracks'}\n"
    assert _files(tmp_path) == ["tracks/experiments/EXP-1.md"]


def test_nothing_is_overwritten(tmp_path: Path, call: Call, answers: Callable[..., list[str]]) -> None:
    file = tmp_path / "docs" / EXAMPLES[0].removeprefix("tracks/")
    file.parent.mkdir(parents=True)
    file.write_text("somebody's\n")
    answers("docs", "", "")
    done = call("init")
    assert (done.code, done.err) == (2, f"dualtrack: docs/{EXAMPLES[0].removeprefix('tracks/')} is there already\n")
    assert _files(tmp_path) == [file.relative_to(tmp_path).as_posix()]
    assert call("init", "nowhere").err == "dualtrack: nowhere is no folder\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("lab-1/track.yml", "type: track\ntags: [x]\n"),
        ("App/pets.yaml", "tags:\n  - name: x\n"),
        ("tasks/main.yml", "---\n- name: Install\n  apt: {name: nginx}\n"),
        ("tasks/README.md", "# Tasks of the game\n"),
        ("songs/one.md", "---\ntitle: One\nkind: single\nstatus: released\n---\n"),
        ("alps.md", "---\nname: Alps\nstatus: done\ndepends_on: []\n---\n"),
        ("data-2.yaml", "points: [1, 2]\n"),
        ("sprints/monza.yaml", "laps: 3\n"),
        ("models/user.md", "# User\n"),
        ("wiki/intro.md", "# Intro\n"),
        ("experiments/atlas.yaml", "status: running\n"),
    ],
)
def test_a_folder_of_the_same_name_that_is_something_else(tmp_path: Path, call: Call, path: str, text: str) -> None:
    other = tmp_path / "tracks" / path
    other.parent.mkdir(parents=True)
    other.write_text(text)
    assert call("check", cwd=tmp_path).out == "0 findings in 0 items\n"
    done = call("init", cwd=tmp_path)
    assert "tracks/ holds something else, so the board is in board/ (root: in dualtrack.yaml)\n" in done.out
    assert done.code == 0
    assert [file for file in _files(tmp_path) if file.startswith("tracks/")] == [f"tracks/{path}"]
    assert call("check", cwd=tmp_path).out == "0 findings in 2 items\n"


def test_work_that_goes_on_gets_items(tmp_path: Path, call: Call, answers: Callable[..., list[str]]) -> None:
    repository = Repository(tmp_path)
    repository.git("config", "user.email", "ana@example.org")
    repository.commit("Start")
    repository.git("checkout", "-q", "-b", "exp-7-ticket-features")
    repository.commit("Look")
    asked = answers("", "", "", "", "")
    assert call("init").code == 0
    assert asked[2:] == [
        "1 id in commits and branches: EXP-7. Write? [Y/n]: ",
        "Members of the team, as git names them: Ana Ruiz (by their names, without addresses). Write? [Y/n]: ",
        "A first experiment and a first task (examples, to be renamed or deleted). Write? [y/N]: ",
    ]
    found = [path for path in _files(tmp_path) if not path.startswith(".git/")]
    assert found == ["dualtrack.yaml", "tracks/experiments/EXP-7 Ticket features.md"]
    assert "members: {ana: {name: Ana Ruiz}}\n" in (tmp_path / "dualtrack.yaml").read_text()
