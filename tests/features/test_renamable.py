"""An id can be renamed where it stands, and nowhere else."""

from dualtrack.features.navigation import renamable
from dualtrack.project.project import Project

PATH = "tracks/sprints/sprint-5.yaml"
TEXT = """sprint-5:
  product-tasks:
    - A title alone
    - TASK-8
  experiments:
    - id: EXP-23
      depends_on: [TASK-8]
      timebox_days: 10
"""


def test_of_an_item_in_a_sprint_the_id_is_renamed_and_not_the_whole_item() -> None:
    project = Project().with_file(PATH, TEXT).with_file("tracks/tasks/TASK-8.md", "")
    found = (renamable(project, PATH, TEXT, offset) for offset in range(len(TEXT) + 1))
    spans = sorted({(span, item.id) for item, span in filter(None, found)})
    assert [TEXT[span.start : span.end] for span, _ in spans] == ["sprint-5", "TASK-8", "EXP-23", "TASK-8"]
    assert [id for _, id in spans] == ["sprint-5", "TASK-8", "EXP-23", "TASK-8"]


def test_an_id_in_quotation_marks_can_be_renamed() -> None:
    text = '---\nid: "TASK-1"\n---\n'
    project = Project().with_file("tracks/tasks/TASK-1.md", text)
    found = renamable(project, "tracks/tasks/TASK-1.md", text, text.index('"'))
    assert found and found[0].id == "TASK-1"
