"""What lies below a folder `archive`, however it stands."""

from dualtrack.features.check import check

from tests.fixture import parse


def test_open_work_that_is_archived_is_not_judged_and_stands_on_no_board() -> None:
    text = "---\nid: TASK-9\nstatus: in-progress\nsprint: sprint-77\ndepends_on: [TASK-555]\n---\n"
    project = parse(f"-- tracks/tasks/TASK-1.md --\n---\nid: TASK-1\n---\n-- tracks/archive/TASK-9.md --\n{text}").project
    assert project.items["TASK-9"].archived
    assert [finding for finding in check(project).findings if finding.place.path == "tracks/archive/TASK-9.md"] == []
    assert not any("TASK-9" in keys for keys in project.index["column"].values())
