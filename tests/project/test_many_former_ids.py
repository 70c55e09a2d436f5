"""However many former ids files and commits name, an item goes by a bounded number of ids, and by none of another's."""

from dataclasses import replace

from dualtrack import limits
from dualtrack.facts.facts import Told
from dualtrack.facts.pasts import Past, Pasts
from dualtrack.features.check import check
from dualtrack.project import evidence
from dualtrack.project.identity import held_by, ids_of, renamed
from dualtrack.project.project import Project
from dualtrack.table import Table

from tests.fixture import parse

_TASK = "-- tracks/tasks/TASK-{id}.md --\n---\nid: TASK-{id}\nformerly: [{former}]\n---\n"
_COMMITS = "-- facts.yaml --\ncommits: [{hash: aaaaaaaa, message: TASK-1}, {hash: bbbbbbbb, message: TASK-900}]\n"


def _task(id: int, *former: int) -> str:
    return _TASK.format(id=id, former=", ".join(f"TASK-{each}" for each in former))


def _ids(project: Project, key: str) -> list[str]:
    return sorted(ids_of(project, project.items[key]))


def test_of_a_list_of_thousands_the_first_ones_count_and_all_are_known() -> None:
    waiting = "-- tracks/tasks/TASK-2.md --\n---\nid: TASK-2\ndepends_on: [TASK-1000, TASK-5999]\n---\n"
    project = parse(_task(1, *range(1000, 6000)) + waiting).project
    assert _ids(project, "TASK-1") == ["TASK-1", *(f"TASK-{id}" for id in range(1000, 1000 + limits.FORMER_IDS))]
    (found,) = check(project).findings.values()
    assert [each.message for each in found] == ["TASK-1000 is TASK-1 now", "TASK-5999 is TASK-1 now"]


def test_items_that_name_each_other_as_former_keep_their_own() -> None:
    project = parse(_task(1, 1, 2, 3) + _task(2, 3, 1) + _task(3, 2, 3, 3) + _COMMITS).project
    for key in ("TASK-1", "TASK-2", "TASK-3"):
        assert _ids(project, key) == [key]
        assert renamed(project, key) is None
    assert [commit.hash for commit in evidence.commits(project, project.items["TASK-1"])] == ["aaaaaaaa"]
    assert not evidence.commits(project, project.items["TASK-2"])


def test_ids_of_all_other_items_are_theirs() -> None:
    others = range(2, 2 + limits.FORMER_IDS - 1)
    project = parse(_task(1, 900, *others) + "".join(_task(id, 1) for id in others) + _COMMITS).project
    assert _ids(project, "TASK-1") == ["TASK-1", "TASK-900"]
    assert [commit.hash for commit in evidence.commits(project, project.items["TASK-1"])] == ["aaaaaaaa", "bbbbbbbb"]
    assert all(_ids(project, f"TASK-{id}") == [f"TASK-{id}"] for id in others)


def test_ids_that_thousands_of_commits_replaced_in_a_circle_or_a_row() -> None:
    project = parse(_task(1)).project
    row = {(f"TASK-{id}", f"{id}:a.md"): Past(formerly=((f"TASK-{id + 1}", f"{id + 1}:a.md"),)) for id in range(1, 5000)}
    for last in ("TASK-5001", "TASK-1"):
        in_files = {**row, ("TASK-4999", "4999:a.md"): Past(formerly=((last, "1:a.md"), ("TASK-7", "7:a.md")))}
        pasts = replace(
            Pasts(in_repository=True),
            by_id=Table({"TASK-1": Past(formerly=(("TASK-2", "2:a.md"),))}),
            by_file=Table(in_files),
        )
        told = project.with_facts(project.facts.with_told({"git": Told(Pasts, pasts)}))
        held = held_by(told, told.items["TASK-1"])
        assert len(held) == limits.FORMER_IDS + 1
        assert [each.id for each in held[:3]] == ["TASK-1", "TASK-2", "TASK-3"]
