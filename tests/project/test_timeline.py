"""What happened to an item, from real repositories; the events of one line of commits are in tests/features/log.md."""

from datetime import date
from pathlib import Path

import pytest
from dualtrack.project.replay import replay
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


@pytest.mark.parametrize(
    "text",
    [
        "---\nstatus: review\nstarted: 2026-11-02\nstarted: 2026-11-03\n---\n",
        "---\nstatus: review\nlabels: [a, b\n---\n",
        "---\nstatus: review\nlabels:\n\t- a\n---\n",
        "---\nassignee: @ana\nstatus: review\n---\n",
        '---\n"status": review\ndue: "2026-11-30\n---\n',
        "---\nlabels: &a [x]\nstatus: &b review\ndue: *b\n---\n",
        "---\nx: &a {status: review}\n<<: *a\n---\n",
        "\ufeff---\r\nstatus: review\r\n---\r\n",
        "---\rstatus: review\r---\r",
        "---yaml\nstatus: review # soon\n---\n",
        "<!-- a comment -->\n---\nstatus: in review\n---\n",
        "---\nid: TASK-1\n...\n",
    ],
)
@pytest.mark.parametrize("path", ["tracks__tasks__TASK-1_md", "tracks__TASK-1_md", "backlog__tasks__task-1 - x_md"])
def test_a_version_is_read_as_a_file_of_today(tmp_path: Path, path: str, text: str) -> None:
    repository = Repository(tmp_path)
    file = tmp_path / path.replace("__", "/").replace("_", ".")
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode())
    repository.commit("plan", at="2026-11-10T10:00:00Z")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    (item,) = project.items.values()
    (course,) = replay(project).courses
    columns = [(stay.since, (column := stay.column).track, column.status, column.phase) for stay in course.stays]
    assert columns == [(date(2026, 11, 10).toordinal(), item.track, item.status if item.phase else "", item.phase)]
