"""`dualtrack sync` on a real repository."""

from pathlib import Path

from tests.adapters.git_repository import Repository
from tests.cli.commands import dualtrack

_TASK = "---\nid: TASK-1\nstatus: review\n---\n## Definition of Done\n- [x] reviewed\n"


def test_files_are_set_to_what_commits_say_and_nothing_is_committed(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    task = tmp_path / "tracks" / "tasks" / "TASK-1.md"
    task.parent.mkdir(parents=True)
    task.write_text(_TASK)
    head = repository.commit("Closes TASK-1", a_py="1")
    shown = dualtrack("sync", "--dry-run", cwd=tmp_path)
    assert shown.stdout == (f"tracks/tasks/TASK-1.md: TASK-1 is review, but {head[:8]} closes it\n1 item behind git\n")
    assert task.read_text() == _TASK
    done = dualtrack("sync", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == [
        "fixed: tracks/tasks/TASK-1.md: Set TASK-1 to done",
        "1 item set; nothing is committed",
    ]
    assert "status: done\nclosed: 2026-11-10\n" in task.read_text()
    assert repository.git("rev-parse", "HEAD") == head
    assert dualtrack("sync", cwd=tmp_path).stdout == "0 items behind git\n"
