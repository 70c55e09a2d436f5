"""What is followed of an item through history."""

import pytest
from dualtrack.facts.pasts import ItemState
from dualtrack.files.item_states import item_states
from dualtrack.files.keys import known_keys
from dualtrack.model.item import Kind
from hypothesis import given
from hypothesis import strategies as st

_KEYS = [
    "id",
    "status",
    "timebox",
    "timebox_days",
    "extensions",
    "success_criteria",
    "blocked",
    "sprint",
    "product_tasks",
    "experiments",
    "dod",
    "kind",
]
_VALUES = ("x", "[a, {b: c}]", "{a: [b]}", "", "5", "[]", "null", "[[x]]", "EXP-1", "&a [*a]")
PATHS = (
    "tracks/tasks/TASK-1.md",
    "tracks/experiments/EXP-1 x.md",
    "tracks/sprints/sprint-5.yaml",
    "tracks/models/a-1.2.md",
    "x.md",
)


@pytest.mark.parametrize("status", ['"[[in-progress]]"', "[[in-progress]]", "in-progress"])
def test_a_link_stands_for_the_status_that_it_names(status: str) -> None:
    states = item_states("tracks/tasks/TASK-1.md", f"---\nid: TASK-1\nstatus: {status}\n---\n")
    assert [state.status for state in states or ()] == ["in-progress"]


def test_keys_as_they_are_written() -> None:
    text = (
        "---\nid: exp-023\nstatus: Running\ntimebox-days: 10\nblocked: no labels\nsprint: Sprint-5\n"
        "extensions: [{days: 5, reason: waited  for labels}, {days: 1}, {reason: x}]\nsuccess_criteria: f1 >= 0.7\n"
        "stop_criteria: [f1 < 0.3, '']\ndecision: ship\npoints: 3\n"
        "assignee: '@ana'\n---\n## Learnings\nIt helps.\n## Definition of Done\n- [x] reviewed — #12\n- [ ] evaluated\n"
    )
    assert item_states("tracks/experiments/EXP-23 Look.md", text) == (
        ItemState(
            "EXP-23",
            status="Running",
            timebox="10d",
            extensions=("5 days: waited for labels", "1 day", "no days: x"),
            success_criteria=("f1 >= 0.7",),
            stop_criteria=("f1 < 0.3",),
            ticked=("reviewed",),
            blocked="no kind given",
            decision="ship",
            sprint="SPRINT-5",
            track="research",
            points="3",
            people=("ana",),
            learned=True,
        ),
    )


def test_an_item_by_a_prefix_that_only_its_board_knows() -> None:
    assert item_states("tracks/RES-1 Look.md", "---\nstatus: running\n---\n") == (ItemState("RES-1", status="running"),)
    assert item_states("tracks/look.md", "---\nid: RES-1\n---\n") == (ItemState("RES-1"),)
    assert item_states("tracks/wiki/look.md", "# Look\n") == ()


def test_a_stage_is_a_status() -> None:
    assert item_states("tracks/models/fraud-1.2.md", "---\nstage: testing\n---\n") == (
        ItemState("fraud@1.2", status="testing"),
    )


@given(st.sampled_from(PATHS), st.text())
def test_any_text_has_states_or_none(path: str, text: str) -> None:
    item_states(path, text)
    item_states(path, f"---\n{text}\n---\n")


@given(
    st.sampled_from(PATHS),
    st.lists(st.tuples(st.sampled_from(_KEYS), st.sampled_from(_VALUES)), unique_by=lambda entry: entry[0]),
)
def test_any_values_have_states_or_none(path: str, keys: list[tuple[str, str]]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in keys)
    for state in item_states(path, text if path.endswith(".yaml") else f"---\n{text}---\n") or ():
        hash(state)


@pytest.mark.parametrize(
    ("kind", "path"), [("task", PATHS[0]), ("experiment", PATHS[1]), ("sprint", PATHS[2]), ("model", PATHS[3])]
)
def test_a_key_that_cannot_be_read_costs_only_what_is_followed_of_it(kind: Kind, path: str) -> None:
    def states(key: str, value: str) -> tuple[ItemState, ...] | None:
        keys = "\n".join(f"{name}: {written}" for name, written in ({"status": "done", "points": "3"} | {key: value}).items())
        return item_states(path, f"{keys}\n" if path.endswith(".yaml") else f"---\n{keys}\n---\n")

    for key in known_keys(kind):
        values = {states(key, value) for value in ("x", "task", "spike", "[{id: EXP-1, days: 3}]")}
        assert states(key, "[a") is None or values == {states(key, "[a")}, key
    assert states("labels", "&a [x") is None  # what refers to it is not known either


def test_of_two_equal_keys_the_first_counts() -> None:
    (state,) = item_states(PATHS[0], "---\nstatus: done\nstarted: 2026-11-02\nstatus: review\nstarted: 2026-11-03\n---\n") or ()
    assert state.status == "done"


def test_nothing_is_said_of_several_sprints_in_a_file_where_one_of_them_cannot_be_read() -> None:
    text = "S10:\n  product_tasks:\n    - {title}\nS11:\n  product_tasks:\n    - title: two\n"
    assert len(item_states(PATHS[2], text.format(title="title: one")) or ()) == 4
    assert item_states(PATHS[2], text.format(title="title: [one")) is None
    assert item_states(PATHS[2], "goal: x\nretro: [x\nproduct_tasks: [TASK-1]\n") is not None
