"""Sprints and the items that stand in them, in every shape that people write."""

import pytest
from dualtrack.files.document import parse
from dualtrack.files.read import read_items
from dualtrack.model.conventions import Conventions
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from hypothesis import given
from hypothesis import strategies as st

PATH = "tracks/sprints/sprint-5.yaml"
LISTS = """\
product-tasks:
- feature: "User feedback"
- TASK-12
- Write docs
- {data: Clean sessions, status: ready}
experiments:
- {id: EXP-23, timebox_days: 10}
- {hypothesis: Trees help}
"""


def _read(text: str, path: str = PATH) -> tuple[Item, ...]:
    return read_items(parse(path, text), Conventions())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (PATH, LISTS),
        (PATH, "sprint-5:\n" + "".join(f"  {line}\n" for line in LISTS.splitlines())),
        ("tracks/sprints/sprint-5.md", f"---\n{LISTS}---\n"),
    ],
)
def test_the_three_shapes_are_one(path: str, text: str) -> None:
    sprint, *items = _read(text, path)
    assert isinstance(sprint, Sprint)
    assert (sprint.id, sprint.faults, [entry.names for entry in sprint.entries][1]) == ("sprint-5", (), "TASK-12")
    assert [(item.key, item.type, item.title, item.track, item.status) for item in items] == [
        ("sprint-5/feature:user-feedback", "feature", "User feedback", "production", "backlog"),
        ("sprint-5/task:write-docs", "", "Write docs", "production", "backlog"),
        ("sprint-5/data:clean-sessions", "data", "Clean sessions", "data", "ready"),
        ("EXP-23", "", "EXP-23", "research", "proposed"),
        ("sprint-5/experiment:trees-help", "", "Trees help", "research", "proposed"),
    ]


def test_one_file_may_hold_several_sprints() -> None:
    read = _read("sprint-5:\n  experiments: [EXP-1]\nsprint-6:\n  product_tasks: [{feature: x}]\n")
    assert [(item.kind, item.key, item.sprint) for item in read] == [
        ("sprint", "SPRINT-5", ""),
        ("sprint", "SPRINT-6", ""),
        ("task", "sprint-6/feature:x", "sprint-6"),
    ]


@pytest.mark.parametrize("last", ["sprint-7:", "sprint-7: soon", "sprint-7: [TASK-1]"])
def test_a_key_that_holds_no_sprint_costs_no_other_sprint(last: str) -> None:
    read = _read(f"sprint-5:\n  product_tasks: [{{feature: x}}]\n{last}\n")
    assert [item.key for item in read] == ["SPRINT-5", "sprint-5/feature:x", "SPRINT-7"]
    assert [[fault.message for fault in item.faults] for item in read] == [
        [],
        [],
        ["sprint-7 is no sprint: the keys of one are expected below it"],
    ]


def test_names_with_nothing_below_them_are_a_sprint_each() -> None:
    first, second = _read("sprint-1:\nsprint-2:\n")
    assert [item.key for item in (first, second)] == ["SPRINT-1", "SPRINT-2"]
    assert [fault.message for fault in second.faults] == ["sprint-2 is no sprint: the keys of one are expected below it"]
    (named,) = _read("sprint-7: soon\n")
    assert named.key == "SPRINT-7"


@pytest.mark.parametrize("text", ["TASK-1: done\n", "goals: later\n", "TASK-1:\nEXP-2:\n"])
def test_without_the_name_of_one_a_file_is_a_sprint(text: str) -> None:
    (sprint,) = _read(text)
    assert sprint.key == "SPRINT-5"


def test_the_id_of_a_task_is_no_name_of_a_sprint() -> None:
    (sprint,) = _read("sprint-5:\n  goal: Look\nTASK-1: done\n")
    assert [(fault.route, fault.beside) for fault in sprint.faults] == [(("TASK-1",), True)]


@pytest.mark.parametrize("key", ["version: 2", "notes: [later]", "x:", '"": y'])
def test_a_key_that_names_no_sprint_is_none(key: str) -> None:
    for text in (f"{key}\nsprint-5:\n  goal: Look\n", f"sprint-5:\n  goal: Look\n{key}\n"):
        (sprint,) = _read(text)
        name = key.partition(":")[0].strip('"')
        assert (sprint.key, [(fault.route, fault.beside) for fault in sprint.faults]) == ("SPRINT-5", [((name,), True)])


def test_a_sprint_beside_keys_of_a_sprint_is_a_fault() -> None:
    sprint, *inline = _read("sprint-5:\n  product_tasks: [{feature: x}]\nstart: 2026-11-02\nnotes: {a: b}\n")
    assert ([fault.route for fault in sprint.faults], inline) == ([("sprint-5",)], [])


def test_an_inline_experiment_starts_with_its_sprint() -> None:
    _, inline, stated = _read("start: 2026-11-02\nexperiments: [{id: EXP-1}, {id: EXP-2, started: 2026-11-05}]\n")
    assert isinstance(inline, Experiment)
    assert (str(inline.started), str(stated.started)) == ("2026-11-02", "2026-11-05")


def test_keys_inside_keys_may_have_dashes() -> None:
    (sprint,) = _read("limits: {product-tasks: 7}\n")
    assert isinstance(sprint, Sprint)
    assert sprint.limits.product_tasks == 7


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("experiments: soon\n", [("experiments",)]),
        ("experiments: [[a]]\n", [("experiments", 0)]),
        ("product_tasks: [~, {feature: x}]\n", [("product_tasks", 0)]),
        ("start: soon\n", [("start",)]),
    ],
)
def test_what_is_no_entry_is_a_fault_and_the_rest_is_read(text: str, routes: list[tuple[str | int, ...]]) -> None:
    assert [fault.route for fault in _read(text)[0].faults] == routes


_VALUES = st.recursive(
    st.sampled_from(["", "EXP-1", "TASK-2", "x", "running", "2026-11-02", "~"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "feature", "status", "a"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["product-tasks", "experiments", "start", "limits", "retro", "sprint-7"]), _VALUES))
def test_any_shape_is_read(values: dict[str, object]) -> None:
    text = "".join(f"{key}: {_flow(value)}\n" for key, value in values.items())
    assert _read(text)[0].kind == "sprint"


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else str(value)


def test_keys_that_are_named_like_what_is_worked_out_mean_nothing() -> None:
    text = "dod: x\nroute: y\nproduct_tasks: [{feature: Front-end, dod: z, archived: true}]\n"
    sprint, task = read_items(parse("tracks/sprints/sprint-5.yaml", text), Conventions())
    assert (sprint.dod, sprint.route, task.dod, task.archived) == ((), (), (), False)


def test_a_sprint_has_no_more_entries_than_anybody_plans() -> None:
    sprint, *items = _read("experiments:\n" + "- x\n" * 1500)
    assert len(items) == 1000
    assert [fault.message for fault in sprint.faults] == ["experiments lists 1500 entries; the first 1000 are read"]
