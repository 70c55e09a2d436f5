"""An edit changes its span and no other byte, and the value is then what was asked."""

import pytest
from dualtrack.files.document import parse
from dualtrack.files.edits import append_entry, append_section, remove_key, set_keys
from dualtrack.text import apply

VARIANTS = {
    "plain": "---\nid: EXP-1\nstatus: running\n---\n# T\n",
    "quoted": "---\nid: EXP-1\nstatus: 'running' # now\n---\n",
    "double": '---\nid: EXP-1\nstatus: "running"\n---\n',
    "empty": "---\nid: EXP-1\nstatus:\n---\n",
    "empty with comment": "---\nid: EXP-1\nstatus:   # later\n---\n",
    "absent": "---\nid: EXP-1\n---\n",
    "flow": "---\n{id: EXP-1, status: running}\n---\n",
    "anchored": "---\nid: EXP-1\nstatus: &s running\nother: *s\n---\n",
    "folded": "---\nid: EXP-1\nstatus: >-\n  run\n  ning\nlast: 1\n---\n",
    "nothing": "# Just text\n",
    "empty front matter": "---\n---\n",
    "no end": "---\nid: EXP-1",
}
VALUES = ["done", "in progress", "a: b", "it's", '"x"', "[WIP]", "@ann", "# no", "é😀", "~", "a, b}", "- x", "line\\n"]


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
    follows = {"other": value} if "other" in before.values else {}
    assert parse("a.md", result).values == {**before.values, **follows, "status": value, "new": "1"}
    entry = before.entry("status")
    for edit in edits:
        only_the_value = entry and entry[1].span.start <= edit.span.start and edit.span.end <= entry[1].span.end
        assert edit.span.start == edit.span.end or only_the_value
    assert _has_line_ends_of(result, text)


@pytest.mark.parametrize("text", _variants())
def test_remove_key(text: str) -> None:
    before = parse("a.md", text)
    edit = remove_key(before, "status")
    if edit:
        after = parse("a.md", apply(text, [edit]))
        assert "status" not in after.values
        assert after.values.get("id") == before.values.get("id")


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
    "text", ["", "x", "x\n", "x\r\n\r\n", "---\nid: 1\n---\n", "---\nid: 1\n---", "---\nid: 1\n---\n\nText"]
)
def test_append_section(text: str) -> None:
    before = parse("a.md", text)
    edit, end = append_section(before, "Learnings", ["> quoted", "", "words"])
    result = apply(text, [edit])
    after = parse("a.md", result)
    assert [heading.text for heading in after.body.headings] == ["Learnings"]
    assert result[:end].endswith("words")
    assert after.values == before.values


def _has_line_ends_of(result: str, text: str) -> bool:
    if "\r\n" in text:
        return "\n" not in result.replace("\r\n", "") and "\r" not in result.replace("\r\n", "")
    return not ("\r" in result and "\n" in result)
