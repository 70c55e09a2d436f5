"""What happened to an item, from real repositories; the events of one line of commits are in tests/features/log.md."""

from pathlib import Path

from dualtrack.project.timeline import events
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository

TASK = "tracks__tasks__TASK-1_md"


def test_what_branches_did_at_the_same_time_is_told_as_each_of_them_did_it(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("plan", at="2026-11-10T10:00:00Z", **{TASK: "---\nstatus: in-progress\ntimebox: 3d\n---\n"})
    repository.git("switch", "-qc", "other")
    repository.commit("done", at="2026-11-11T10:00:00Z", **{TASK: "---\nstatus: done\ntimebox: 4d\n---\n"})
    repository.git("switch", "-q", "main")
    repository.commit("review", at="2026-11-12T10:00:00Z", **{TASK: "---\nstatus: review\ntimebox: 3d\n---\n"})
    repository.git("merge", "-q", "-s", "ours", "other")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    assert [f"{event.kind} {event.before}>{event.after}" for event in events(project, project.items["TASK-1"])] == [
        "created >in-progress",
        "status in-progress>done",
        "timebox 3d>4d",
        "status in-progress>review",
    ]
