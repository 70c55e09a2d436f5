"""An edit changes its span and no other byte, and the value is then what was asked."""

import pytest
from dualtrack.files.document import Document, parse
from dualtrack.files.edits import append_entry, append_section, remove_key, set_key
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
def test_set_key(text: str, value: str) -> None:
    before = parse("a.md", text)
    edit = set_key(before, "status", value, ("id",))
    after = parse("a.md", apply(text, [edit]))
    assert after.values["status"] == value
    assert {key: held for key, held in after.values.items() if key not in ("status", "other")} == {
        key: held for key, held in before.values.items() if key not in ("status", "other")
    }
    assert _is_local(before, after)


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
    "block": ("---\nextensions:\n  - {days: 1}\nid: EXP-1\n---\n", 1),
    "block at the margin": ("---\nextensions:\n- days: 1\n  reason: x\n# c\nid: EXP-1\n---\n", 1),
    "flow": ("---\nextensions: [{days: 1}]  # c\nid: EXP-1\n---\n", 1),
    "flow over lines": ("---\nextensions: [\n  {days: 1}\n]\nid: EXP-1\n---\n", 1),
    "empty flow": ("---\nextensions: []\nid: EXP-1\n---\n", 0),
    "empty": ("---\nextensions:\nid: EXP-1\n---\n", 0),
}


@pytest.mark.parametrize(("text", "count"), LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_append_entry(text: str, count: int, newline: str) -> None:
    before = parse("a.md", text.replace("\n", newline))
    edit = append_entry(before, "extensions", "{days: 5, reason: y}", ("id",))
    after = parse("a.md", apply(before.text, [edit]))
    assert len(after.values["extensions"]) == count + 1
    assert after.values["extensions"][-1] == {"days": "5", "reason": "y"}
    assert after.values["id"] == "EXP-1"
    assert _is_local(before, after)


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


def _is_local(before: Document, after: Document) -> bool:
    """Whether all line ends are of the kind that the text had."""
    if "\r\n" in before.text:
        return "\n" not in after.text.replace("\r\n", "")
    return "\r" not in after.text or "\n" not in after.text
