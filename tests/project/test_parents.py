"""What stands above an item, and what it waits for."""

from dualtrack.project.parents import waits_for

from tests.fixture import parse


def test_what_is_named_twice_is_waited_for_once() -> None:
    texts = "-- tracks/tasks/TASK-1.md --\n---\ndepends_on: [TASK-2, task-2, TASK-3]\n---\n"
    project = parse(texts + "".join(f"-- tracks/tasks/TASK-{n}.md --\n---\nstatus: backlog\n---\n" for n in (2, 3))).project
    assert [other.id for other in waits_for(project, project.items["TASK-1"])] == ["TASK-2", "TASK-3"]
