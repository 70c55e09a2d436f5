"""An item in a sprint's file gets a file of its own."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.extract_item import Extract
from dualtrack.text import apply

from tests.changes.results import project_of

SPRINTS = {
    "outer key": (
        "sprint-5:\n  start: 2026-11-02\n  product-tasks:\n    - feature: 'Front-end: first'\n      due: 2026-12-01\n"
        "\n    # next\n    - TASK-4\n  experiments:\n    - id: EXP-23\n      hypothesis: by >= 0.03\n      timebox_days: 10\n"
        "      baseline:\n        val_f1: 0.69\n      success_criteria:\n        - f1 > 0.7\n        - 'auc > 0.8'\n"
    ),
    "flow": "{product-tasks: [{infra: Read, status: in-progress}], experiments: [{id: EXP-23, timebox: 2w, data: ~}, x]}\n",
    "front matter": (
        "---\nid: sprint-5\nproduct-tasks:\n- A bare text\n- {id: DATA-3, labels: [a, 'b, c'], cleaning: Dates}\n---\nText\n"
    ),
}


@pytest.mark.parametrize("spelling", SPRINTS)
def test_an_inline_item_says_the_same_in_a_file_of_its_own(spelling: str) -> None:
    path = f"tracks/sprints/sprint-5.{'md' if spelling == 'front matter' else 'yaml'}"
    project = project_of({path: SPRINTS[spelling]})
    inline = [item for item in project.items.values() if item.is_inline]
    assert inline
    for item in inline:
        made = Extract(item.key).change(project)
        after = project
        for changed, edits in made.edits.items():
            after = after.with_file(
                changed, apply(project.documents[changed].text if changed in project.documents else "", edits)
            )
        [moved] = after.items_in(next(changed for changed in made.edits if changed != path))
        derived = {"path", "key", "route", "id", "dod", "has_dod", "parsed"}
        assert moved.model_dump(exclude=derived) == item.model_dump(exclude=derived)
        assert moved.id == item.id or (not item.id and moved.id in ("TASK-1", "EXP-24"))
        assert moved.has_dod
        [sprint] = [item for item in after.items_in(path) if item.kind == "sprint"]
        assert [m.title for m in after.members(sprint)] == [m.title for m in project.members(project.items[sprint.key])]


def test_an_inline_item_with_a_comment_stays() -> None:
    project = project_of({"tracks/sprints/s.yaml": "experiments:\n- id: EXP-1 # ours\n  data: '#1'\n- EXP-2\n"})
    with pytest.raises(Refusal, match="a comment there that would be lost"):
        Extract("EXP-1").change(project)
