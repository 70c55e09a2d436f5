"""Reading is total: any text gives a document whose spans lie inside it."""

import pytest
from dualtrack.files.document import parse
from dualtrack.files.read import read_items
from dualtrack.model.conventions import Conventions
from hypothesis import example, given
from hypothesis import strategies as st

_YAML = [
    "id: TASK-1\n",
    "status: done\n",
    "a: [1, {b: 'c'}]\n",
    "- x\n",
    "  - y: z\n",
    "x: |\n  t\n",
    "*a ",
    "&a ",
    "!!x ",
    "? ",
]
_MARKDOWN = [
    "---\n",
    "---\r\n",
    "...\n",
    "# H\n",
    "- [ ] d\n",
    "## Definition of Done\n",
    "```\n",
    "<<<<<<< HEAD\n",
    ">>>>>>> b\n",
]
_SIGNS = ["[", "]", "{", "}", ": ", "'", '"', "@", ">=", "\t", "\r", "\n", "\x00", "\u2028", "\x85", "\ufeff", "😀", "\ud800"]
PIECES = st.sampled_from([*_YAML, *_MARKDOWN, *_SIGNS])
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join)


@given(TEXTS)
@example("---\n" + "a: &x [*x]\n" + "---\n")
def test_any_text_gives_a_document(text: str) -> None:
    document = parse("tracks/tasks/TASK-1.md", text)
    spans = [problem.span for problem in document.problems]
    spans += [span for key in document.values if (span := document.span((key,)))]
    spans += [heading.span for heading in document.body.headings] + [line.span for line in document.body.checks]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    item = read_items(document, Conventions())[0]
    assert item.title
    for fault in item.faults:
        assert document.span(fault.route) or document.span(fault.route[:1])


def test_yaml_means_what_yaml_1_2_says() -> None:
    document = parse("a.md", "---\na: NO\nb: 1.10\nc: ~\nd: 0o7\ne: 2026-11-02\nf: '~'\n---\n")
    assert document.values == {"a": "NO", "b": "1.10", "c": None, "d": "0o7", "e": "2026-11-02", "f": "~"}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0c", "\x0b"])
def test_only_line_ends_end_lines(newline: str, separator: str) -> None:
    text = newline.join(["---", "status: done", "---", f"a{separator}b", "# T", ""])
    document = parse("a.md", text)
    assert document.lines.position(document.body.headings[0].span.start) == (4, 0)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_separators_stand_in_values(separator: str) -> None:
    document = parse("a.md", f"---\ntitle: a{separator}b\nstatus: done\n---\n")
    span = document.span(("status",))
    assert document.values["title"] == f"a{separator}b"
    assert span and document.lines.position(span.start) == (2, 8)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\0b", "this file is binary"),
        ("x" * (4 * 1024 * 1024 + 1), "this file has 4.2 million characters; up to 4.2 million are read"),
        ("---\na: " + "[" * 3_000_000 + "\n---\n", "lists and mappings are nested more than 40 deep"),
        ("---\nid: TASK-1\nstatus: done\n", 'no "---" line closes the front matter'),
        (f"---\nk: {''.join(map(chr, range(0xE000, 0xF900)))}\u2028\n---\n", "too many private-use characters stand here"),
    ],
    ids=["binary", "large", "brackets", "unclosed", "private use"],
)
def test_a_broken_file_has_one_problem(text: str, message: str) -> None:
    assert [problem.message for problem in parse("a.md", text).problems] == [message]


def test_an_alias_bomb_is_one_problem_and_costs_its_key_only() -> None:
    lines = ["id: TASK-1", "a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{name}: &{name} [{','.join([f'*{chr(ord(name) - 1)}'] * 9)}]" for name in "bcdefghi"]
    document = parse("a.md", "\n".join(["---", *lines, "status: done", "---", ""]))
    assert [problem.message for problem in document.problems] == ["aliases make this more than 20000 values"]
    assert document.values["status"] == "done"


def test_aliases_cannot_nest_without_end() -> None:
    lines = ["bad: @x", "a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 1500))]
    document = parse("a.md", "\n".join(["---", *lines, "---", ""]))
    messages = [problem.message for problem in document.problems]
    assert messages[0] == 'a value without quotation marks cannot start with "@"'
    assert set(messages[1:]) == {"aliases nest this more than 40 deep"}
    assert document.values["a9"]


@pytest.mark.parametrize(
    "text",
    [
        "# a" + " " * 100_000 + "x",
        "- [ ] a" + " " * 100_000 + "x",
        "# a\n" * 50_000,
        "## Learnings\n" + "<!--" * 50_000,
        "---\n" + "".join(f"k{n}: @\n" for n in range(3000)) + "---\n",
        "[[" * 100_000,
        "`" * 100_000 + "\n" + "a`" * 50_000,
    ],
    ids=["heading", "box", "headings", "comments", "keys", "links", "fences"],
)
def test_hostile_text_is_read_in_no_time(text: str) -> None:
    document = parse("tracks/tasks/TASK-1.md", text)
    assert read_items(document, Conventions())[0].title
    assert len(document.links) == 0


@pytest.mark.parametrize(
    ("key", "value"), [("status", "[running]"), ("title", "[WIP]"), ("id", "{a: b}"), ("started", "9999-99-99"), ("due", "[x]")]
)
def test_a_value_of_the_wrong_kind_is_a_fault(key: str, value: str) -> None:
    (item,) = read_items(
        parse("tracks/tasks/TASK-1.md", f"---\n{key}: {value}\nfaults: [{{route: [a], message: b}}]\n---\n"), Conventions()
    )
    assert [fault.route for fault in item.faults] == [(key,)]


def test_a_key_that_is_half_typed_is_read_as_it_is_meant() -> None:
    document = parse("a.md", "---\nid: TASK-1\nassignee: @ann\ntitle: [WIP] x\nsuccess_criteria: >= 0.72\nstatus: done\n---\n")
    assert document.values == {
        "id": "TASK-1",
        "assignee": "@ann",
        "title": "[WIP] x",
        "success_criteria": ">= 0.72",
        "status": "done",
    }
    assert [document.text[slice(*span)] for problem in document.problems for span in problem.quotable] == [
        "@ann",
        "[WIP] x",
        ">= 0.72",
    ]


def test_aliases_of_keys_are_read() -> None:
    document = parse("a.md", "---\nblocked-by: [TASK-2]\nblockedBy: x\nowner: '@ana'\ndue-date: 2026-11-02\n---\n")
    item = read_items(document, Conventions())[0]
    assert (item.depends_on, item.assignee, str(item.due)) == (("TASK-2",), ("ana",), "2026-11-02")


def test_fenced_code_holds_no_headings_and_boxes() -> None:
    document = parse("a.md", "# T\n```md\n# no\n- [ ] no\n```\n~~~\n## Definition of Done\n~~~\n- [x] yes\n")
    assert [heading.text for heading in document.body.headings] == ["T"]
    assert [line.text for line in document.body.checks] == ["yes"]
