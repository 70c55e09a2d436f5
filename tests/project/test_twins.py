"""Items that bear one id."""

from dualtrack.features.symbols import workspace_symbols
from dualtrack.project.project import Project


def test_items_that_come_to_bear_one_id_are_found_while_they_are_typed() -> None:
    project = Project().with_file("tracks/tasks/TASK-1 Front-end.md", "---\nid: TASK-1\n---\n")
    for text in (
        "---\nid: TASK-2\n---\n",
        "---\nid: TASK-1\n---\n",
        "---\nid: TASK-1\ntitle: X\n---\n",
        "",
        "---\nid: TASK-1\n---\n",
    ):
        project = project.with_file("tracks/tasks/Another.md", text)
        assert len(workspace_symbols(project, "")) == len(workspace_symbols(project, "")) == 2
