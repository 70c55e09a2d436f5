"""Edits of YAML in every spelling: both readers then find what was asked, and what need not change stays, comments too."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from dualtrack.files.document import Document, parse
from dualtrack.files.edits import Uneditable, append_entry, insert_entry, remove, rename_key, set_keys, set_yaml
from dualtrack.files.keys import canonical_key
from dualtrack.files.yaml_tree import Mapping, Node, Scalar
from dualtrack.model.item import Route
from dualtrack.text import Edit, Span, apply
from hypothesis import assume, event, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.files.spellings import Spelling, spellings
from tests.files.test_document import TEXTS

MISSING = object()
NULLS = ("", "~", "null", "Null", "NULL")
YAMLS = {
    "new": "new",
    "'it''s'": "it's",
    '"a: b"': "a: b",
    "[a, 'b']": ["a", "b"],
    "{kind: data, since: 2026-11-02}": {"kind": "data", "since": "2026-11-02"},
    "[]": [],
    "{}": {},
}
NEW = st.sampled_from(list(YAMLS))
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
TEXT = (
    st.sampled_from(
        ["done", "a: b", "it's", "[x]", "é 😀", "", " x ", "a, b", "# no", "- x", "*x", "-", "?", ":", "two\nlines"]
    )
    | ANY
)
NAMES = ["renamed", "odd: name", "it's", "- x", "due", "---", ""]
BESIDE = re.compile(r"(?:[\s,?:-]|[&!][^\s,]*)*")
COMMENT = re.compile(r"# \d+:")


@given(spellings(), st.data())
def test_set_keys(spelling: Spelling, data: st.DataObject) -> None:
    document = readable(spelling)
    value = document.front.keys.value
    within = data.draw(st.sampled_from([(), ("absent",), *routes(value)]))
    old = at(value, within)
    assume(not isinstance(old, list))
    keys = [*map(canonical_key, old), "new_key"] if isinstance(old, dict) else ["new_key", "other-key"]
    values = data.draw(st.dictionaries(st.sampled_from(keys), TEXT, min_size=1, max_size=2))
    edits = attempt(spelling, lambda: set_keys(document, values, ("status", "id"), within))
    replaced = [(*within, key) for key in values] if isinstance(old, dict) else [within]
    check(document, edits, put(value, within, values), [span for route in replaced for span in value_spans(document, route)])


@given(spellings(), NEW, st.data())
def test_set_yaml(spelling: Spelling, yaml: str, data: st.DataObject) -> None:
    document = readable(spelling)
    value = document.front.keys.value
    route = data.draw(st.sampled_from([("fresh",), *routes(value)]))
    route += data.draw(st.sampled_from([(), (), ("fresh",), ("fresh", "inner")]))
    reached = next(end for end in range(len(route), -1, -1) if at(value, route[:end]) is not MISSING)
    assume(reached == len(route) or not isinstance(at(value, route[:reached]), list))
    made: Any = YAMLS[yaml]
    for step in reversed(route[reached + 1 :]):
        made = {step: made}
    expected = (
        changed(value, route, lambda _: made) if reached == len(route) else put(value, route[:reached], {route[reached]: made})
    )
    edits = attempt(spelling, lambda: set_yaml(document, route, yaml))
    check(document, edits, expected, value_spans(document, route[:reached]))


@given(spellings(), st.data())
def test_remove(spelling: Spelling, data: st.DataObject) -> None:
    document = readable(spelling)
    value = document.front.keys.value
    route = data.draw(st.sampled_from(routes(value) or [("absent",)]))
    edits = attempt(spelling, lambda: remove(document, route))
    check(document, edits, changed(value, route, lambda _: MISSING), [entry_span(document, route)])


@given(spellings(), NEW, st.none() | st.integers(0, 4), st.data())
def test_append_and_insert(spelling: Spelling, yaml: str, index: int | None, data: st.DataObject) -> None:
    document = readable(spelling)
    value = document.front.keys.value
    route = data.draw(st.sampled_from([("absent",), ("absent", "inner"), *routes(value)]))
    old = at(value, route)
    assume(not isinstance(old, dict))
    many = old if isinstance(old, list) else [] if old in (None, MISSING) else [old]
    place = len(many) if index is None else index
    new = [*many[:place], YAMLS[yaml], *many[place:]]
    expected = put(value, ("absent",), {"inner": new}) if route == ("absent", "inner") else changed(value, route, lambda _: new)
    edit = append_entry if index is None else lambda *arguments: insert_entry(*arguments[:2], index, yaml)
    edits = attempt(spelling, lambda: (edit(document, route, yaml),))
    check(document, edits, expected, [] if isinstance(old, list) else value_spans(document, route))


@given(spellings(), st.sampled_from(NAMES), st.data())
def test_rename_key(spelling: Spelling, name: str, data: st.DataObject) -> None:
    document = readable(spelling)
    value = document.front.keys.value
    route = data.draw(st.sampled_from([route for route in routes(value) if isinstance(route[-1], str)] or [("absent",)]))
    owner, renamed = at(value, route[:-1]), canonical_key(name)
    assume(route != ("absent",) and (renamed == route[-1] or renamed not in map(canonical_key, owner)))
    edits = attempt(spelling, lambda: (rename_key(document, route, name),))
    expected = {name if canonical_key(key) == route[-1] else key: inner for key, inner in owner.items()}
    check(document, edits, changed(value, route[:-1], lambda _: expected), [document.key(route).span])


@given(TEXTS | st.binary(max_size=200).map(lambda some: some.decode("utf-8", "replace")), st.sampled_from(["a.md", "a.yaml"]))
def test_any_text_is_read_and_edited_within_its_bounds(text: str, path: str) -> None:
    document = parse(path, text)
    spans = [*(problem.span for problem in document.problems), *spans_of(document.front.keys)]
    spans += [span for heading in document.body.headings for span in (heading.span, heading.section)]
    spans += [span for line in document.body.checks for span in (line.span, line.mark_span)]
    assert [span for span in spans if not 0 <= span.start <= span.end <= len(text)] == []
    for route in [("id",), ("absent", "inner"), *routes(document.front.keys.value)[:4]]:
        asked: list[Callable[[], tuple[Edit, ...]]] = [
            lambda route=route: set_keys(document, {"status": "x", "new": "y"}, ("id",), route[:-1]),
            lambda route=route: set_yaml(document, route, "[x]"),
            lambda route=route: remove(document, route),
            lambda route=route: (append_entry(document, route, "x"), insert_entry(document, route, 0, "x"))[:1],
            lambda route=route: (rename_key(document, route, "renamed"),),
        ]
        for edit in asked:
            try:
                edits = edit()
            except Uneditable:
                continue
            assert 0 <= min((edit.span.start for edit in edits), default=0) <= len(apply(text, edits))


def readable(spelling: Spelling) -> Document:
    """The document of a text that both readers understand, and alike."""
    document = parse(spelling.path, spelling.text)
    value = comparable(document.front.keys.value)
    if "unclosed" in spelling.odd:  # the one problem that is told of such a file
        assume("broken" not in spelling.odd and loaded(document) == value)
    elif "broken" in spelling.odd:  # which may cost other keys too, above all odd ones
        cured = parse(spelling.path, spelling.text.replace("@ana", "ana")).front.keys.value
        assume(spelling.odd == {"broken"} and not re.search(r"[\r\n]&", spelling.text))
        assume(comparable({**cured, "broken": "@ana"}) == value)
    else:
        assume(not document.problems)
        assert loaded(document) == value
    return document


def attempt(spelling: Spelling, edit: Callable[[], tuple[Edit, ...]]) -> tuple[Edit, ...]:
    """The edits; only odd spellings may be refused."""
    try:
        return edit()
    except Uneditable as refused:
        if not spelling.odd - {"unclosed"}:
            raise
        event("refused", re.sub(r".*\((.*)\).*", r"\1", str(refused)))
        assume(False)
        raise


def check(document: Document, edits: tuple[Edit, ...], expected: Any, replaced: list[Span]) -> None:
    """Both readers find what is expected; only what stands at these spans was replaced."""
    before, text = document.text, apply(document.text, edits)
    after = parse(document.path, text)
    assert comparable(after.front.keys.value) == comparable(expected)
    assert "@ana" in before or loaded(after) == comparable(expected)
    assert len(after.problems) <= len(document.problems)
    assert text[after.front.body :].endswith(before[document.front.body :].removeprefix("\ufeff"))
    taken = [at for edit in edits for at in range(*edit.span)]
    rest = "".join(before[at] for at in taken if not any(span.start <= at < span.end for span in replaced))
    assert BESIDE.fullmatch(rest)
    comments = [
        found for found in COMMENT.finditer(before) if not any(span.start <= found.start() < span.end for span in replaced)
    ]
    assert [found.group() for found in comments if found.group() not in text] == []
    assert len(set(re.findall(r"\r\n|\r|\n", text))) <= 1


def value_spans(document: Document, route: Route) -> list[Span]:
    """What stands for the value at a route."""
    node = document.node(route) if route else None
    if node is None or at(document.front.keys.value, route) is MISSING or node.span.end == node.span.start:
        return []
    start, end = node.span
    if isinstance(node, Scalar) and document.text[start] in "|>":
        header = re.compile(r"[^\s#]*").match(document.text, start)
        content = line_end(document.text, start)
        return [Span(start, header.end() if header else start), Span(content, max(content, end))]
    return [Span(start, end if isinstance(node, Scalar) or node.flow else line_end(document.text, end))]


def entry_span(document: Document, route: Route) -> Span:
    """The lines of an entry from where its key begins, or in brackets the key and the value."""
    node, key, owner = document.node(route), document.key(route), document.node(route[:-1])
    if node is None or owner is None:
        return Span(0, 0)
    start, end = key.span.start if key else node.span.start, max(node.span.end, key.span.end if key else 0)
    return Span(start, end if owner.flow else line_end(document.text, end))


def line_end(text: str, at: int) -> int:
    """Where a line ends."""
    return next((end for end in range(at, len(text)) if text[end] in "\r\n"), len(text))


def spans_of(node: Node) -> Iterator[Span]:
    """The spans of keys and values."""
    yield node.span
    for entry in () if isinstance(node, Scalar) else node.entries:
        key, value = entry if isinstance(node, Mapping) else (None, entry)
        yield from [key.span] if key else []
        yield from spans_of(value)


def routes(value: Any, within: Route = ()) -> list[Route]:
    """Every place in a value."""
    steps = map(canonical_key, value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [route for step in steps for route in ((*within, step), *routes(at(value, (step,)), (*within, step)))]


def at(value: Any, route: Route) -> Any:
    """The value at a route, or MISSING."""
    for step in route:
        if isinstance(value, dict):
            value = next((inner for key, inner in value.items() if canonical_key(key) == step), MISSING)
        else:
            value = value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else MISSING
    return value


def changed(value: Any, route: Route, change: Callable[[Any], Any]) -> Any:
    """The value with another one at a route; MISSING removes it."""
    if not route:
        return change(value)
    step, rest = route[0], route[1:]
    inner = changed(at(value, (step,)), rest, change)
    if isinstance(value, list):
        return [kept for kept in (inner if index == step else old for index, old in enumerate(value)) if kept is not MISSING]
    key = next((key for key in value if canonical_key(key) == step), step)
    return {key: kept for key, kept in {**value, key: inner}.items() if kept is not MISSING}


def put(value: Any, route: Route, keys: dict[str, Any]) -> Any:
    """The value with keys set in the mapping at a route, or in what becomes one."""

    def mapping(old: Any) -> Any:
        if isinstance(old, dict):
            for key, new in keys.items():
                old = (
                    changed(old, (canonical_key(key),), lambda _, new=new: new)
                    if at(old, (canonical_key(key),)) is not MISSING
                    else {**old, key: new}
                )
            return old
        return {**({"title": old} if isinstance(route[-1], int) and old is not None else {}), **keys}

    return changed(value, route, mapping)


def loaded(document: Document) -> Any:
    """The keys as the oracle reads them, which does not know tabs between words."""
    text = document.text[slice(*(document.front.span or Span(0, 0)))].replace("\t", " ")
    return comparable(YAML(typ="base", pure=True).load(text) or {})


def comparable(value: Any) -> Any:
    """A value without the difference between an empty text and none, which the oracle does not tell."""
    if isinstance(value, dict):
        return {key: comparable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [comparable(inner) for inner in value]
    return None if value in NULLS else value
