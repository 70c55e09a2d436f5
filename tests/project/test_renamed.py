"""What goes by another id now is said under the old one."""

from pathlib import Path

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.features.naming import known_item, named_item
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository
from tests.fixture import parse


def test_a_former_id_leads_to_the_new_one() -> None:
    project = parse("-- tracks/tasks/TASK-9.md --\n---\nid: TASK-9\nformerly: [TASK-3]\n---\n").project
    with pytest.raises(Refusal, match="TASK-3 is TASK-9 now"):
        named_item(project, "TASK-3")


def test_git_tells_a_former_id_too(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    text = "---\ntitle: Alert on empty batches\nid: {}\n---\nWhat the alert has to do, in some words.\n"
    repository.commit("plan", **{"tracks__tasks__TASK-6_md": text.format("TASK-6")})
    (tmp_path / "tracks/tasks/TASK-6.md").unlink()
    repository.commit("operations", at="2026-11-11T10:00:00Z", **{"tracks__tasks__OPS-6_md": text.format("OPS-6")})
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    assert known_item(project, "task-6").id == "OPS-6"
    with pytest.raises(Refusal, match="TASK-6 is OPS-6 now"):
        named_item(project, "TASK-6")
    with pytest.raises(Refusal, match="there is no TASK-7"):
        known_item(project, "TASK-7")


@pytest.mark.parametrize("is_given_again", [False, True])
def test_an_id_before_another_former_one_leads_to_the_item(tmp_path: Path, is_given_again: bool) -> None:
    repository = Repository(tmp_path)
    text = "---\nid: {}\n---\n# Alert on empty batches\n\nWhat the alert has to do, in some words.\n"
    for number, id in enumerate(("TASK-1", "TASK-2", "TASK-3")):
        repository.commit(f"call it {id}", at=f"2026-11-1{number}T10:00:00Z", **{"tracks__tasks__alert_md": text.format(id)})
    if is_given_again:
        repository.commit("bill", at="2026-11-14T10:00:00Z", **{"tracks__tasks__bill_md": "---\nid: TASK-2\n---\n# Bill\n"})
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    assert known_item(project, "TASK-1").id == "TASK-3"
