"""`dualtrack check --since`: what a pull request adds, from real repositories."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.commands import TEXT, board, dualtrack
from tests.cli.conftest import Call

RULES = ("expired-timebox", "missing-dod-item", "unknown-reference", "unknown-status", "unreadable-file")

QUIET = "rules: {missing-dod-item: off}\n"
UNKNOWN = "---\nid: EXP-2\ntitle: x\nstatus: proposed\ndepends_on: [EXP-9]\n---\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    (repository.folder / "dualtrack.yaml").write_text(QUIET)
    board(repository.folder, EXP_1=TEXT)
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "work")
    return repository


def _found(call: Call, repository: Repository, *arguments: str) -> list[str]:
    done = call("check", "--since", "main", *arguments, cwd=repository.folder)
    assert done.err == ""
    *found, summary = done.out.splitlines()
    assert summary.startswith(f"{len(found)} new finding{'' if len(found) == 1 else 's'} since main in ")
    return [line.partition(":")[0].rpartition("/")[2] + line.rpartition(" ")[2] for line in found]


def test_only_what_the_branch_adds_is_said(repository: Repository, call: Call) -> None:
    assert _found(call, repository) == []
    board(repository.folder, EXP_2=UNKNOWN)
    assert _found(call, repository) == ["EXP-2.md[unknown-reference]"]  # before it is committed, and after
    repository.commit("More")
    assert _found(call, repository) == ["EXP-2.md[unknown-reference]"]


def test_lines_that_move_add_nothing(repository: Repository, call: Call) -> None:
    board(repository.folder, EXP_1=TEXT.replace("status:", "labels: [a, b]\nstatus:"))
    assert _found(call, repository) == []


def test_a_file_that_is_renamed_adds_nothing(repository: Repository, call: Call) -> None:
    repository.git("mv", "tracks/experiments/EXP-1.md", "tracks/experiments/EXP-1 Look.md")
    assert _found(call, repository) == []


def test_one_more_of_the_same_is_new(repository: Repository, call: Call) -> None:
    board(repository.folder, EXP_2=UNKNOWN)
    repository.commit("One")
    repository.git("branch", "-f", "main")
    board(repository.folder, EXP_2=UNKNOWN.replace("[EXP-9]", "[EXP-9, EXP-9]"))
    assert _found(call, repository) == ["EXP-2.md[unknown-reference]"]


def test_the_conventions_were_those_of_then(repository: Repository, call: Call) -> None:
    (repository.folder / "dualtrack.yaml").write_text("rules: {}\n")
    assert _found(call, repository) == ["EXP-1.md[missing-dod-item]"]


def test_what_was_done_on_the_other_branch_since_does_not_count(repository: Repository, call: Call) -> None:
    repository.git("switch", "-q", "main")
    board(repository.folder, EXP_2=UNKNOWN)
    repository.commit("Later, on main")
    repository.git("switch", "-q", "work")
    board(repository.folder, EXP_2=UNKNOWN)
    assert _found(call, repository) == ["EXP-2.md[unknown-reference]"]


def test_the_exit_code_is_that_of_what_is_new(repository: Repository, call: Call) -> None:
    (repository.folder / "dualtrack.yaml").write_text("rules: {missing-dod-item: off, expired-timebox: error}\n")
    repository.commit("Stricter")
    repository.git("branch", "-f", "main")
    assert call("check", cwd=repository.folder).code == 1
    assert call("check", "--since", "main", cwd=repository.folder).code == 0
    board(repository.folder, EXP_2=TEXT.replace("EXP-1", "EXP-2"))
    assert call("check", "--since", "main", cwd=repository.folder).code == 1


def test_a_board_in_a_folder_of_the_repository(repository: Repository, call: Call) -> None:
    inner = board(repository.folder / "teams" / "churn", EXP_1=TEXT.replace("EXP-1", "EXP-11"))
    repository.commit("Inner")
    repository.git("branch", "-f", "main")
    assert call("check", "--since", "main", cwd=inner).out.startswith("0 new findings since main in 1 item")


def test_files_of_every_kind_are_read_as_on_the_disk(repository: Repository, call: Call) -> None:
    tracks = repository.folder / "tracks"
    for name, content in {
        "binary.md": b"\x89PNG\0\0\xff",
        "latin.md": b"---\nid: EXP-7\n\xff",
        "bom.md": b"\xef\xbb\xbf---\nid: EXP-8\ntitle: x\nstatus: nonsense\n---\n",
        "a b\té.md": b"---\nid: EXP-6\ntitle: x\nstatus: nonsense\n---\n",
        "large.md": b"x" * (16 * 1024 * 1024 + 1),
        "empty.md": b"",
        ".hidden/a.md": b"---\nstatus: nonsense\n---\n",
    }.items():
        (tracks / name).parent.mkdir(exist_ok=True)
        (tracks / name).write_bytes(content)
    (tracks / "link.md").symlink_to("experiments/EXP-1.md")
    (tracks / "gone.md").symlink_to("nothing.md")
    repository.commit("Everything")
    assert len(call("check", cwd=repository.folder).out.splitlines()) > 6
    repository.git("branch", "-f", "main")
    assert _found(call, repository) == []


def test_nothing_that_the_repository_names_is_run(repository: Repository, tmp_path: Path, call: Call) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    trap.chmod(0o755)
    (repository.folder / ".gitattributes").write_text("*.md filter=trap diff=trap\n")
    for setting in ("filter.trap.smudge", "filter.trap.process", "diff.trap.textconv", "core.fsmonitor", "core.pager"):
        repository.git("config", setting, str(trap))
    assert _found(call, repository) == []
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("revision", ["nonsense", "--help", "-1", "main\n", "HEAD:tracks", "main..work", ""])
def test_what_is_no_commit(repository: Repository, revision: str, call: Call) -> None:
    done = call("check", f"--since={revision}", cwd=repository.folder)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0].startswith(f"dualtrack: --since {revision.strip()}")
    assert "git knows no such commit" in done.err


def test_where_there_is_no_git(tmp_path: Path, call: Call) -> None:
    done = call("check", "--since", "main", cwd=board(tmp_path, EXP_1=TEXT))
    assert (done.code, done.out) == (2, "")
    assert done.err == "dualtrack: --since main: this folder is in no git repository\n"


def test_before_the_first_commit(tmp_path: Path, call: Call) -> None:
    folder = board(Repository(tmp_path / "new").folder, EXP_1=TEXT)
    assert call("check", "--since", "main", cwd=folder).code == 2


def test_a_history_of_its_own(repository: Repository, call: Call) -> None:
    repository.git("switch", "-q", "--orphan", "other")
    board(repository.folder, EXP_1=TEXT)
    repository.commit("Other")
    done = call("check", "--since", "main", cwd=repository.folder)
    assert (done.code, done.err) == (2, "dualtrack: --since main: it has no commit in common with HEAD\n")


def test_a_shallow_clone_says_what_to_do(repository: Repository, tmp_path: Path, call: Call) -> None:
    repository.commit("On the branch")
    repository.git("switch", "-q", "main")
    repository.commit("On main")
    clone = tmp_path / "clone"
    address = repository.folder.as_uri()
    subprocess.run(["git", "clone", "-q", "--depth=1", "--no-single-branch", address, str(clone)], check=True)
    for revision, reason in {
        "origin/work": "it has no commit in common with HEAD",
        "origin/work~1": "git knows no such commit",
    }.items():
        done = call("check", "--since", revision, cwd=clone)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            f"dualtrack: --since {revision}: {reason}; this clone is shallow:"
            " get the whole history, by fetch-depth: 0 in actions/checkout or git fetch --unshallow\n"
        )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a folder to somebody else")
def test_a_folder_of_somebody_else_says_what_git_says(repository: Repository, tmp_path: Path) -> None:
    os.chown(repository.folder, 12345, 12345)
    done = dualtrack("check", "--since", "main", cwd=repository.folder, HOME=str(tmp_path))
    assert done.returncode == 2
    assert "belongs to somebody else" in done.stderr
    assert "safe.directory" in done.stderr
