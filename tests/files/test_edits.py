"""An edit changes its span and no other byte, and the value is then what was asked."""

from collections.abc import Callable

import pytest
from dualtrack.changes.change import edited
from dualtrack.files.document import Document, parse
from dualtrack.files.edits import Uneditable, append_entry, remove, rename_key, set_keys, set_yaml
from dualtrack.text import apply

VARIANTS = {
    "plain": "---\nid: EXP-1\nstatus: running\n---\n# T\n",
    "quoted": "---\nid: EXP-1\nstatus: 'running' # now\n---\n",
    "double": '---\nid: EXP-1\nstatus: "running"\n---\n',
    "empty": "---\nid: EXP-1\nstatus:\n---\n",
    "empty with comment": "---\nid: EXP-1\nstatus:   # later\n---\n",
    "absent": "---\nid: EXP-1\n---\n",
    "flow": "---\n{id: EXP-1, status: running}\n---\n",
    "anchored": "---\nid: EXP-1\nstatus: &s running\n---\n",
    "folded": "---\nid: EXP-1\nstatus: >-\n  run\n  ning\nlast: 1\n---\n",
    "nothing": "# Just text\n",
    "empty front matter": "---\n---\n",
    "no end": "---\nid: EXP-1",
}
VALUES = [
    "done",
    "in progress",
    "a: b",
    "it's",
    '"x"',
    "[WIP]",
    "@ann",
    "# no",
    "é😀",
    "~",
    "a, b}",
    "- x",
    "line\\n",
    "-",
    "?",
    ":",
    "a:",
]


def _variants() -> list[pytest.param]:
    return [
        pytest.param(text.replace("\n", newline), id=f"{name} {newline!r}")
        for name, text in VARIANTS.items()
        for newline in ("\n", "\r\n", "\r")
    ]


@pytest.mark.parametrize("text", _variants())
@pytest.mark.parametrize("value", VALUES)
def test_set_keys(text: str, value: str) -> None:
    before = parse("a.md", text)
    edits = set_keys(before, {"status": value, "new": "1"}, ("id",))
    result = apply(text, edits)
    assert parse("a.md", result).values == {**before.values, "status": value, "new": "1"}
    entry = before.entry("status")
    for edit in edits:
        only_the_value = entry and entry[1].span.start <= edit.span.start and edit.span.end <= entry[1].span.end
        assert edit.span.start == edit.span.end or only_the_value
    assert _has_line_ends_of(result, text)


@pytest.mark.parametrize("text", _variants())
def test_remove(text: str) -> None:
    before = parse("a.md", text)
    after = parse("a.md", apply(text, remove(before, ("status",))))
    assert after.values == {key: value for key, value in before.values.items() if key != "status"}


LISTS = {
    "absent": ("---\nid: EXP-1\n---\n", 0),
    "absent in flow": ("---\n{id: EXP-1}\n---\n", 0),
    "absent in flow with a comma": ("---\n{id: EXP-1, }\n---\n", 0),
    "block": ("---\nextensions:\n  - {days: 1}\nid: EXP-1\n---\n", 1),
    "block at the margin": ("---\nextensions:\n- days: 1\n  reason: x\n# c\nid: EXP-1\n---\n", 1),
    "flow": ("---\nextensions: [{days: 1}]  # c\nid: EXP-1\n---\n", 1),
    "flow over lines": ("---\nextensions: [\n  {days: 1}\n]\nid: EXP-1\n---\n", 1),
    "flow with a comma": ("---\nextensions: [{days: 1},]\nid: EXP-1\n---\n", 1),
    "empty flow": ("---\nextensions: []\nid: EXP-1\n---\n", 0),
    "empty": ("---\nextensions:\nid: EXP-1\n---\n", 0),
}


@pytest.mark.parametrize(("text", "count"), LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_append_entry(text: str, count: int, newline: str) -> None:
    text = text.replace("\n", newline)
    edit = append_entry(parse("a.md", text), "extensions", "{days: 5, reason: y}", ("id",))
    result = apply(text, [edit])
    after = parse("a.md", result)
    assert len(after.values["extensions"]) == count + 1
    assert after.values["extensions"][-1] == {"days": "5", "reason": "y"}
    assert after.values["id"] == "EXP-1"
    assert edit.span.start == edit.span.end
    assert _has_line_ends_of(result, text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:  # why\n  # about x\n  - x  # x\nb: 1\n", "a: []  # why\n  # about x\nb: 1\n"),
        ("a:\n- x\nb: 1\n", "a: []\nb: 1\n"),
        ("a: &k\n  x: 1\n", "a: {}\n"),
        ("a:\n  - x: 1\n    # about y\n    y: 2\n", "a:\n  - # about y\n    y: 2\n"),
        ("a:\n  - - x\n    - y\n", "a:\n  - - y\n"),
        ("a: [\n  x,  # x\n  y\n]\n", "a: [\n    # x\n  y\n]\n"),
        ("a: [\n  x,\n  y\n]\n", "a: [\n  y\n]\n"),
        ("a: {x: 1,}\n", "a: {}\n"),
        ("a:\n  ? x\n  : 1\n  y: 2\n", "a:\n  y: 2\n"),
        ("a:\n  x: |+\n    1\n\n  y: 2\n", "a:\n  y: 2\n"),
        ("a:\n  - x\n  - y", "a:\n  - y"),
    ],
)
def test_the_first_entry_is_removed_and_comments_above_stay(before: str, after: str) -> None:
    document = parse("a.yaml", before)
    first = next(iter(document.values["a"])) if isinstance(document.values["a"], dict) else 0
    inner = document.values["a"][first]
    route = (
        ("a", first, next(iter(inner)))
        if isinstance(inner, dict)
        else ("a", first, 0)
        if isinstance(inner, list)
        else ("a", first)
    )
    assert apply(before, remove(document, route)) == after


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: &x 1\nb: *x\n", lambda file: set_keys(file, {"a": "2"})),
        ("a: &x {k: 1}\nb: *x\n", lambda file: set_yaml(file, ("a", "k"), "2")),
        ("a: &x {k: 1}\nb: *x\n", lambda file: set_yaml(file, ("b", "k"), "2")),
        ("a: &x {k: 1}\nb: *x\n", lambda file: remove(file, ("a",))),
        ("a: [k: 1]\n", lambda file: set_yaml(file, ("a", 0, "l"), "2")),
        ("? a\nb: 1\n", lambda file: set_keys(file, {"a": "2"})),
        ("due: 1\ndue_date: 2\n", lambda file: remove(file, ("due",))),
        ("a: 1\na: 2\n", lambda file: remove(file, ("a",))),
        ("a: 1\nb: 2\n", lambda file: rename_key(file, ("a",), "b")),
        ("a: [x]\n", lambda file: set_yaml(file, ("a", 2), "z")),
        ("a: [x]\n", lambda file: set_yaml(file, ("a", "k"), "z")),
        ("a:\n  k: 1\n", lambda file: append_entry(file, "a", "z")),
        ("just text\n", lambda file: set_keys(file, {"a": "2"})),
        ("a: |\n  x\nb: 1\n  # no part of a\nc: 2\n", lambda file: remove(file, ("b",))),
        ("a: |\n  x", lambda file: set_keys(file, {"b": "2"})),
        ("\ufeffa: 1\n", lambda file: set_keys(file, {"a": "2"})),
    ],
)
def test_what_cannot_be_done_safely_is_refused(text: str, edit: Callable[[Document], object]) -> None:
    with pytest.raises(Uneditable, match=r"a\.yaml is written in a way that cannot be changed safely"):
        edit(parse("a.yaml", text))


@pytest.mark.parametrize("text", ["a: 1\nb: 2\nc: 3\n", "{a: 1, b: 2, c: 3}\n", "a: 1\nb: 2\nc: 3"])
@pytest.mark.parametrize("removed", ["b", "c", "bc"])
def test_edits_of_one_file_go_together_in_any_order(text: str, removed: str) -> None:
    document = parse("a.yaml", text)
    removals = [edit for key in removed for edit in remove(document, (key,))]
    for after in ("a", "b", "c"):
        added = set_keys(document, {"new": "x", "a": "0"}, (after,))
        edits = edited(document, [*removals, *added], new="x", a="0", **dict.fromkeys(removed))
        left = {key: value for key, value in document.values.items() if key not in removed}
        assert parse("a.yaml", apply(text, edits)).values == {**left, "a": "0", "new": "x"}


def test_what_is_shared_is_no_obstacle_to_edits_beside_it() -> None:
    text = "a: &x [1]\nb: *x\nc: 3\n"
    document = parse("a.yaml", text)
    assert apply(text, [*set_keys(document, {"b": "2"}), *remove(document, ("c",))]) == "a: &x [1]\nb: 2\n"


@pytest.mark.parametrize("value", ["two\nlines", "a\u2028b", "\x07", "\ufeff", "a\tb"])
def test_signs_that_are_not_printed_are_written_as_escapes(value: str) -> None:
    text = apply("a: 1\n", set_keys(parse("a.yaml", "a: 1\n"), {"a": value}))
    assert text.isascii()
    assert parse("a.yaml", text).values == {"a": value}


def _has_line_ends_of(result: str, text: str) -> bool:
    if "\r\n" in text:
        return "\n" not in result.replace("\r\n", "") and "\r" not in result.replace("\r\n", "")
    return not ("\r" in result and "\n" in result)


def test_a_colon_behind_the_keys_is_none_of_a_key() -> None:
    document = parse("a.md", '---\nx:\n? "odd: key"\n: done')  # whose keys nothing closes: they end before the last line
    (edit,) = set_keys(document, {"status": "done"})
    after = apply(document.text, (edit,))
    assert parse("a.md", after).values["status"] == "done" and after.endswith(": done")
