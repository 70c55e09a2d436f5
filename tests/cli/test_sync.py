"""`dualtrack sync` on a real repository."""

from pathlib import Path

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call

_TASK = "---\nid: TASK-1\nstatus: review\n---\n## Definition of Done\n- [x] reviewed\n"


def test_files_are_set_to_what_commits_say_and_nothing_is_committed(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    task = tmp_path / "tracks" / "tasks" / "TASK-1.md"
    task.parent.mkdir(parents=True)
    task.write_text(_TASK)
    head = repository.commit("Closes TASK-1", a_py="1")
    line = f"tracks/tasks/TASK-1.md: TASK-1 is review, but {head[:8]} closes it\n"
    assert call("sync", "--dry-run", cwd=tmp_path).out == f"{line}1 item behind git\n"
    assert task.read_text() == _TASK
    done = call("sync", cwd=tmp_path)
    assert (done.code, done.out) == (0, f"{line}1 item set; nothing is committed\n")
    assert "status: done\nclosed: 2026-11-10\n" in task.read_text()
    assert repository.git("rev-parse", "HEAD") == head
    assert call("sync", cwd=tmp_path).out == "0 items behind git\n"


def test_what_no_commit_says_is_left_alone(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    task = _review(repository)
    repository.commit("Fixes TASK-1 for the most part", a_py="1")
    assert "with nothing open and 1 commit merged" in call("check", cwd=tmp_path).out
    assert call("sync", cwd=tmp_path).out == "0 items behind git\n"
    assert task.read_text() == _TASK


def _review(repository: Repository) -> Path:
    task = repository.folder / "tracks" / "tasks" / "TASK-1.md"
    task.parent.mkdir(parents=True)
    task.write_text(_TASK)
    return task


def test_an_item_that_was_opened_again_stays_open(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    task = _review(repository)
    repository.commit("Closes TASK-1", a_py="1")
    task.write_text(_TASK.replace("review", "in-progress"))
    repository.commit("The form breaks on Safari")
    assert call("sync", "--dry-run", cwd=tmp_path).out == "0 items behind git\n"
    task.rename(task.with_name("TASK-1 Form.md"))
    repository.commit("Name the file")
    assert call("sync", "--dry-run", cwd=tmp_path).out == "0 items behind git\n"


def test_what_follows_has_the_last_word_whatever_the_clocks_were(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    task = _review(repository)
    repository.commit("Closes TASK-1", at="2026-11-10T12:00:00Z", a_py="1")
    task.write_text(_TASK.replace("review", "in-progress"))
    repository.commit("The form breaks on Safari", at="2026-11-10T11:00:00Z")
    assert call("sync", "--dry-run", cwd=tmp_path).out == "0 items behind git\n"
    closer = repository.commit("Closes TASK-1", at="2026-11-10T10:00:00Z", a_py="2")
    assert f"TASK-1 is in-progress, but {closer[:8]} closes it" in call("sync", "--dry-run", cwd=tmp_path).out


def test_what_was_written_early_and_landed_late_has_the_last_word(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    task = _review(repository)
    repository.commit("TASK-1 begun")
    repository.git("switch", "-q", "-c", "fix")
    closer = repository.commit("Closes TASK-1", a_py="1")
    repository.git("switch", "-q", "main")
    task.write_text(_TASK.replace("review", "in-progress"))
    repository.commit("TASK-1 needs more", at="2026-11-12T10:00:00Z")
    repository.git("cherry-pick", closer, at="2026-11-13T10:00:00Z")
    shown = call("sync", "--dry-run", cwd=tmp_path).out
    assert "TASK-1 is in-progress, but" in shown
    call("sync", cwd=tmp_path)
    assert "closed: 2026-11-13\n" in task.read_text()


def test_in_a_clone_that_lacks_files_or_commits_nothing_is_behind(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "whole")
    repository.git("config", "uploadpack.allowFilter", "true")
    task = _review(repository)
    repository.commit("Add it", at="2026-11-10T10:00:00Z")
    repository.commit("Closes TASK-1", at="2026-11-11T10:00:00Z", a_py="1")
    assert "1 item behind git" in call("sync", "--dry-run", cwd=tmp_path / "whole").out
    task.write_text(_TASK.replace("review", "in-progress"))
    repository.commit("The form breaks", at="2026-11-12T10:00:00Z")
    for name in ("--filter=blob:none", "--filter=tree:0", "--depth=2"):
        repository.git("clone", "-q", "--no-local", name, repository.folder.as_uri(), str(tmp_path / name))
        assert call("sync", cwd=tmp_path / name).out == "0 items behind git\n"
