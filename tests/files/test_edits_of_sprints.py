"""Edits within the lists and mappings of a sprint."""

from collections.abc import Callable

import pytest
from dualtrack.files.document import Document, parse
from dualtrack.files.edits import append_entry, insert_entry, remove, rename_key, set_keys, set_yaml
from dualtrack.text import Edit, apply

SPRINT = """\
sprint-5:
  product-tasks:
    - feature: "User feedback"  # first
    # the second
    - Write docs
  experiments: [{id: EXP-23, timebox_days: 10}, EXP-24]
  limits: {}
  due_date: 2026-11-20
"""
WITHIN_SPRINT: list[tuple[str, Callable[[Document], tuple[Edit, ...]], str, str]] = [
    (
        "keys in an entry",
        lambda file: set_keys(file, {"status": "done", "closed": "2026-11-02"}, within=("sprint_5", "product_tasks", 0)),
        '"User feedback"  # first\n',
        '"User feedback"  # first\n      status: done\n      closed: 2026-11-02\n',
    ),
    (
        "keys in an entry that is a text",
        lambda file: set_keys(file, {"status": "done"}, within=("sprint_5", "product_tasks", 1)),
        "- Write docs\n",
        "- title: Write docs\n      status: done\n",
    ),
    (
        "keys in an entry in brackets that is a text",
        lambda file: set_keys(file, {"status": "done"}, within=("sprint_5", "experiments", 1)),
        "EXP-24]",
        "{title: EXP-24, status: done}]",
    ),
    (
        "a key in braces, after another",
        lambda file: set_keys(file, {"status": "running"}, ("id",), ("sprint_5", "experiments", 0)),
        "{id: EXP-23, ",
        "{id: EXP-23, status: running, ",
    ),
    ("a spelling that stays", lambda file: set_keys(file, {"due": "x"}, within=("sprint_5",)), "2026-11-20", "x"),
    (
        "a value with what is missing on the way",
        lambda file: set_yaml(file, ("sprint_5", "blocked", "kind"), "data", ("due",)),
        "2026-11-20\n",
        "2026-11-20\n  blocked: {kind: data}\n",
    ),
    (
        "a value in empty braces",
        lambda file: set_yaml(file, ("sprint_5", "limits", "experiments"), "3"),
        "{}",
        "{experiments: 3}",
    ),
    ("a text in the way", lambda file: set_yaml(file, ("sprint_5", "due", "on"), "x"), "2026-11-20", "{on: x}"),
    (
        "a list for a list",
        lambda file: set_yaml(file, ("sprint_5", "experiments"), "[]"),
        "[{id: EXP-23, timebox_days: 10}, EXP-24]",
        "[]",
    ),
    (
        "the first entry",
        lambda file: remove(file, ("sprint_5", "product_tasks", 0)),
        '    - feature: "User feedback"  # first\n',
        "",
    ),
    (
        "the only key of an entry",
        lambda file: remove(file, ("sprint_5", "product_tasks", 0, "feature")),
        'feature: "User feedback"',
        "{}",
    ),
    ("the last entry in brackets", lambda file: remove(file, ("sprint_5", "experiments", 1)), ", EXP-24", ""),
    (
        "the first entry in brackets",
        lambda file: remove(file, ("sprint_5", "experiments", 0)),
        "{id: EXP-23, timebox_days: 10}, ",
        "",
    ),
    ("a first key in braces", lambda file: remove(file, ("sprint_5", "experiments", 0, "id")), "id: EXP-23, ", ""),
    (
        "an entry at the end",
        lambda file: (append_entry(file, ("sprint_5", "product_tasks"), "{infra: store}"),),
        "- Write docs\n",
        "- Write docs\n    - {infra: store}\n",
    ),
    (
        "an entry before the first",
        lambda file: (insert_entry(file, ("sprint_5", "product_tasks"), 0, "TASK-1"),),
        "- feature",
        "- TASK-1\n    - feature",
    ),
    (
        "an entry before the second",
        lambda file: (insert_entry(file, ("sprint_5", "product_tasks"), 1, "TASK-1"),),
        "# first\n",
        "# first\n    - TASK-1\n",
    ),
    ("an entry in brackets", lambda file: (insert_entry(file, ("sprint_5", "experiments"), 1, "x"),), "}, EXP", "}, x, EXP"),
    (
        "a list where there was one text",
        lambda file: (append_entry(file, ("sprint_5", "due"), "y"),),
        "2026-11-20",
        "[2026-11-20, y]",
    ),
    (
        "a list where there was none",
        lambda file: (append_entry(file, ("sprint_5", "labels"), "y"),),
        "2026-11-20\n",
        "2026-11-20\n  labels:\n    - y\n",
    ),
    ("a key", lambda file: (rename_key(file, ("sprint_5", "due"), "end"),), "due_date", "end"),
]


@pytest.mark.parametrize(("edit", "old", "new"), [case[1:] for case in WITHIN_SPRINT], ids=[case[0] for case in WITHIN_SPRINT])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_edits_at_any_route(edit: Callable[[Document], tuple[Edit, ...]], old: str, new: str, newline: str) -> None:
    assert SPRINT.count(old) == 1
    text = SPRINT.replace("\n", newline)
    assert apply(text, edit(parse("sprint-5.yaml", text))) == SPRINT.replace(old, new).replace("\n", newline)
