"""Keys as people write them are read, or said at their place and cured; a fault costs no other key."""

import pytest
from dualtrack.changes.quote import quote
from dualtrack.features.check import check
from dualtrack.files.document import Document, parse
from dualtrack.files.edits import Uneditable, set_keys
from dualtrack.files.item_states import item_states
from dualtrack.files.keys import canonical_key, spellings
from dualtrack.files.read import read_items
from dualtrack.files.read_keys import quoted
from dualtrack.model.conventions import Conventions
from dualtrack.project.project import Project
from dualtrack.text import Edit, Span, apply


@pytest.mark.parametrize(
    ("written", "meant", "cured"),
    [
        ("[@ana, @ben]", ["@ana", "@ben"], '["@ana", "@ben"]'),
        ("[ana, `b`]", ["ana", "`b`"], '[ana, "`b`"]'),
        (
            "{kind: data, reason: @ana is away}",
            {"kind": "data", "reason": "@ana is away"},
            '{kind: data, reason: "@ana is away"}',
        ),
        ("\n  - @ana\n  - ben", ["@ana", "ben"], '\n  - "@ana"\n  - ben'),
        ("[@ana,\n  @ben] # c", ["@ana", "@ben"], '["@ana",\n  "@ben"] # c'),
        ("\n  - >= 0.7\n  - < 3", [">= 0.7", "< 3"], '\n  - ">= 0.7"\n  - < 3'),
        ("\n  a: |\n    - @x\n  b: @y", {"a": "- @x\n", "b": "@y"}, '\n  a: |\n    - @x\n  b: "@y"'),
        ("[*.py, 50%]", ["*.py", "50%"], '["*.py", 50%]'),
        ("[WIP] x: y", "[WIP] x: y", '"[WIP] x: y"'),
        (
            "\n  - feature: Fix: the loader # c: d\n  - ux: [WIP] x: y\n  - ops: deploy:",
            [{"feature": "Fix: the loader"}, {"ux": "[WIP] x: y"}, {"ops": "deploy:"}],
            '\n  - feature: "Fix: the loader" # c: d\n  - ux: "[WIP] x: y"\n  - ops: "deploy:"',
        ),
        (
            "\n  a: 'it''s' x\n  b: \"x: [y] z\n\n    c: d: e\"\n  c: |\n    f: g: h\n  d: @ana: here",
            {"a": "'it''s' x", "b": "x: [y] z\nc: d: e", "c": "f: g: h\n", "d": "@ana: here"},
            '\n  a: "\'it\'\'s\' x"\n  b: "x: [y] z\n\n    c: d: e"\n  c: |\n    f: g: h\n  d: "@ana: here"',
        ),
    ],
)
def test_what_lacks_quotation_marks_is_read_as_it_is_meant(written: str, meant: object, cured: str) -> None:
    document = parse("a.md", f"---\nk: {written}\nstatus: done\n---\n")
    (problem,) = document.problems
    assert (document.values, document.is_read) == ({"k": meant, "status": "done"}, True)
    after = apply(document.text, [Edit(span, quoted(document.text[slice(*span)])) for span in problem.quotable])
    assert after == f"---\nk: {cured}\nstatus: done\n---\n"
    assert (parse("a.md", after).values, parse("a.md", after).problems) == (document.values, ())
    assert item_states("tracks/tasks/TASK-1.md", document.text)


@pytest.mark.parametrize(
    "written", ["[TASK-1, TASK-2", "{a: b", "[a, b], [c]", "[a}", "{{ a }}", "\n  - a: [b\n  - c", "\n  - a: {b: c: d}"]
)
def test_a_list_or_mapping_is_never_quoted(written: str) -> None:
    document = parse("a.md", f"---\nk: {written}\nstatus: done\n---\n")
    assert [problem.quotable for problem in document.problems] == [()] and document.values["status"] == "done"


def _merging() -> Document:
    return parse(
        "tracks/tasks/TASK-1.md", "---\nbase: &b {status: review, due: 2026-11-02}\n<<: *b\ntitle: T\ndue: 2026-11-03\n---\n"
    )


def test_merge_keys_bring_what_is_not_written() -> None:
    (item,) = read_items(_merging(), Conventions())
    assert (item.status, str(item.due), item.title) == ("review", "2026-11-03", "T")
    several = parse("a.md", "---\na: &a {x: 1}\nb: &b {<<: *a, x: 2, y: 2}\nc: {<<: [*a, *b], z: 3}\n---\n")
    assert several.values["c"] == {"x": "1", "y": "2", "z": "3"}


def test_an_edit_leaves_what_is_merged_alone() -> None:
    document = _merging()
    after = apply(document.text, set_keys(document, {"status": "done"}, ("title",)))
    assert after == document.text.replace("title: T\n", "title: T\nstatus: done\n")
    assert parse("a.md", after).values["status"] == "done"


@pytest.mark.parametrize("link", ['"[[TASK-1]]"', "[[TASK-1]]", "'[[TASK-1|one]]'", '["[[TASK-1#part]]"]', "\n  - [[TASK-1]]"])
def test_links_stand_for_what_they_name(link: str) -> None:
    (item,) = read_items(parse("tracks/tasks/TASK-2.md", f"---\ndepends_on: {link}\n---\n"), Conventions())
    assert item.depends_on == ("TASK-1",)


@pytest.mark.parametrize("quote", ['"', ""])
def test_links_stand_for_what_they_name_under_every_key(quote: str) -> None:
    keys = {"status": "validating", "track": "data", "type": "infra", "created": "2026-11-02"}
    lines = "".join(f"{key}: {quote}[[{word}]]{quote}\n" for key, word in keys.items())
    (item,) = read_items(parse("tracks/tasks/TASK-2.md", f"---\n{lines}---\n"), Conventions())
    assert (item.status, item.track, item.type, str(item.created)) == ("validating", "data", "infra", "2026-11-02")
    text = "review: {feature: LINK}\nretro: {improvement: LINK}\n".replace("LINK", f"{quote}[[TASK-1]]{quote}")
    (sprint,) = read_items(parse("tracks/sprints/sprint-5.yaml", text), Conventions())
    assert [name for _, name in sprint.references()] == ["TASK-1", "TASK-1"]
    assert item.faults == sprint.faults == ()


def test_every_key_is_known_in_snake_case() -> None:
    for written in {*spellings("experiment"), *spellings("sprint"), *spellings("model")}:
        snake = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in written)
        assert canonical_key(snake) == canonical_key(written)


@pytest.mark.parametrize(
    "written",
    [
        "@ana @ben",
        '"@ana, @ben"',
        "[@ana @ben]",
        "['@ana, @ben']",
        "@ana and @ben",
        '"@ana & @ben"',
        "@ana/@ben",
        "[ana, '@ben']",
    ],
)
def test_an_at_sign_begins_another_person(written: str) -> None:
    (item,) = read_items(parse("tracks/tasks/TASK-2.md", f"---\nassignee: {written}\n---\n"), Conventions())
    assert item.assignee == ("ana", "ben")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_place_of_a_merge_conflict_is_a_line_without_its_end(end: str) -> None:
    text = end.join(("---", "<<<<<<< HEAD", "status: done", "=======", ">>>>>>> x", "---", ""))
    (problem,) = parse("tracks/tasks/TASK-1.md", text).problems
    assert text[problem.span.start : problem.span.end] == "<<<<<<< HEAD"


@pytest.mark.parametrize("key", ["'it''s'", "'it''s: odd'", '"a \\"quoted\\": key"'])
def test_a_key_in_quotation_marks_may_hold_some(key: str) -> None:
    for text in (f"---\n{key}: done\n---\n", f"---\n{key}: done\n", f"---\nstatus: done\n{key}: done"):
        assert "done" in parse("a.md", text).values.values() and len(parse("a.md", text).values) == text.count("done"), text


@pytest.mark.parametrize("sign", [":", " :", "\uff1a", "\uff1a ", ":\xa0", ":\u3000", "=", " = ", "  =  "])
@pytest.mark.parametrize("above", ["", "title: T\n", "title: Fix: T\n", 'title: "T\nU"\n', "labels:\n  - a\n", "# c\n\n"])
@pytest.mark.parametrize("below", ["", "due: 2026-11-02\n", "\npoints=3\n"])
def test_a_key_without_a_colon_and_a_blank_is_read_as_it_is_meant(above: str, sign: str, below: str) -> None:
    text = f"---\n{above}status{sign}review # c\n{below}---\n"
    document = parse("a.md", text)
    assert document.values["status"] == "review" and document.is_read
    assert set(document.values) >= ({"title"} if "title" in above else set())
    said = [problem.span for problem in document.problems if problem.signs]
    assert [text[slice(*span)] for span in said] == [sign, *(["="] if "=3" in below else [])]
    assert document.line_of(said[0].start) == 1 + above.count("\n")
    changed = parse("a.md", apply(text, set_keys(document, {"status": "done"})))
    assert changed.values == {**document.values, "status": "done"}
    assert changed.text == text.replace(f"status{sign}review", "status: done")
    cured = parse("a.md", apply(text, [Edit(span, ": ") for span in said]))
    assert cured.values == document.values and not any(problem.signs for problem in cured.problems)


@pytest.mark.parametrize("line", ["status done", "sta", "http://example.org", "a::b", "k == v", "C:\\data"])
def test_a_line_that_is_no_key_costs_no_other(line: str) -> None:
    document = parse("a.md", f"---\ntitle: T\n{line}\nmore\nstatus: review\n---\n")
    (problem,) = document.problems
    assert (document.values, document.line_of(problem.span.start)) == ({"title": "T", "status": "review"}, 2)
    assert not document.is_read


def test_a_list_below_a_key_without_a_colon_is_not_changed() -> None:
    document = parse("a.md", "---\nlabels\uff1a\n  - a\n---\n")
    assert document.values == {"labels": ["a"]}
    with pytest.raises(Uneditable):
        set_keys(document, {"labels": "b"})


@pytest.mark.parametrize("text", ["assignee: 'ana\n", 'assignee: "ana\n', "assignee:\n  - 'ana\n  - ben\n"])
def test_a_quotation_mark_that_is_never_closed_is_no_part_of_the_text(text: str) -> None:
    document = parse("tracks/tasks/TASK-1.md", f"---\n{text}---\n")
    assert document.values["assignee"] in ("ana", ["ana", "ben"])
    project = Project().with_file(document.path, document.text)
    spans = document.problems[0].quotable
    after = parse(document.path, apply(document.text, quote(project, document.path, spans).edits[document.path]))
    assert (after.values, after.problems) == (document.values, ())


def test_the_fix_of_a_key_without_a_blank_writes_it() -> None:
    project = Project().with_file("tracks/tasks/TASK-1.md", "---\nstatus:review\n---\n")
    (found,) = [each for each in check(project).findings["tracks/tasks/TASK-1.md"] if each.code == "malformed-front-matter"]
    (fix,) = found.fixes
    assert fix.title == 'Write ": " behind the key'
    (edit,) = fix.change(project).edits["tracks/tasks/TASK-1.md"]
    assert (edit.span, edit.text) == (Span(10, 11), ": ")


def test_keys_without_a_blank_below_other_keys_are_read_and_cured_together() -> None:
    text = (
        "sprint-5:\n  goal:Better # c\n  experiments:\n    - title:   Look\n      status\uff1arunning\n      points = 3\n"
        "    - note:see https://example.org\n    - title:Other\n"
    )
    document = parse("tracks/sprints/sprint-5.yaml", text)
    entries = [{"title": "Look", "status": "running", "points": "3"}, "note:see https://example.org", {"title": "Other"}]
    assert document.values["sprint_5"] == {"goal": "Better", "experiments": entries}
    (problem,) = document.problems
    assert [text[slice(*span)] for span in problem.signs] == [":", "\uff1a", " = ", ":"]
    cured = apply(text, [Edit(span, ": ") for span in problem.signs])
    assert (parse(document.path, cured).values, parse(document.path, cured).problems) == (document.values, ())
    assert cured.replace(": ", ":") == text.replace("\uff1a", ":").replace(" = ", ":").replace(": ", ":")
    moved = apply(text, set_keys(document, {"status": "done"}, within=("sprint-5", "experiments", 0)))
    assert moved == text.replace("status\uff1arunning", "status: done")
