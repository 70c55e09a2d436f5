"""The YAML between the two `---` lines. Reading it is total: a fault costs the key it stands in, and is said at its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dualtrack.files.yaml_tree import Anchors, Mapping, Node, Scalar, Sequence, Tree, YamlError, compose
from dualtrack.text import Span, line_spans, next_line

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSING = re.compile(r"(?:\A|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)")
_TOP_KEY = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s#\-\[\]{}"'&*!|>%@`][^:#]*?)[ \t]*:(?=[ \t]|$)""")
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?![<=>]).*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a part of a file from being read; `quotable` is the value that quotation marks would cure;
    `conflict` means that git left its marks in the file."""

    message: str
    span: Span
    quotable: Span | None = None
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys, the span between the `---` lines (None where there are none), and the offset where the body starts."""

    keys: Mapping
    span: Span | None
    body: int
    problems: tuple[Problem, ...]


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a Markdown file."""
    opening = _OPENING.match(text)
    if not opening:
        return FrontMatter(_mapping(Span(0, 0), []), None, 0, _conflict(text))
    start = opening.end()
    if closing := _CLOSING.search(text, start):
        keys, problems = read_keys(text, Span(start, closing.start()))
        return FrontMatter(keys, Span(start, closing.start()), next_line(text, closing.end()), problems)
    end = next((line.start for line in line_spans(text, start) if not text[line.start : line.end].strip()), len(text))
    keys, problems = read_keys(text, Span(start, end))
    unclosed = Problem('no "---" line closes the front matter', Span(opening.start(), opening.start() + 3))
    return FrontMatter(keys, Span(start, end), end, (unclosed, *problems)[:1])


def read_keys(text: str, span: Span) -> tuple[Mapping, tuple[Problem, ...]]:
    """The keys of a YAML text; where it does not compose, those keys that do on their own."""
    conflict = _conflict(text)
    if not conflict:
        try:
            tree = compose(text, span.start, span.end)
        except YamlError as error:
            keys, problems = _key_by_key(text, span)
            return keys, problems or (Problem(error.message, error.span),)
        return _as_mapping(tree, span)
    keys, _ = _key_by_key(text, span)
    return keys, conflict


def _conflict(text: str) -> tuple[Problem, ...]:
    if "<<<<<<<" not in text:
        return ()
    marks = list(_CONFLICT.finditer(text))
    if not (marks and marks[0].group().startswith("<") and any(mark.group().startswith(">") for mark in marks)):
        return ()
    return (Problem("this file holds an unresolved merge conflict", Span(*marks[0].span()), conflict=True),)


def _as_mapping(tree: Tree, span: Span) -> tuple[Mapping, tuple[Problem, ...]]:
    twice = tuple(Problem(f"{key.text} stands twice", key.span) for key in tree.duplicates)
    match tree.root:
        case Mapping():
            return tree.root, twice
        case None:
            return _mapping(span, []), twice
        case Scalar() | Sequence():
            what = "a list" if isinstance(tree.root, Sequence) else "a text"
            return _mapping(span, []), (Problem(f"keys with values are expected here, not {what}", tree.root.span),)


def _mapping(span: Span, entries: list[tuple[Scalar, Node]]) -> Mapping:
    return Mapping(span, tuple(entries), False, 1 + len(entries))


def _key_by_key(text: str, span: Span) -> tuple[Mapping, tuple[Problem, ...]]:
    entries: dict[str, tuple[Scalar, Node]] = {}
    problems: list[Problem] = []
    anchors: Anchors = {}
    for chunk, value in _chunks(text, span):
        try:
            keys, faults = _as_mapping(compose(text, chunk.start, chunk.end, anchors), chunk)
        except YamlError as error:
            quotable = value if _cured_by_quotes(text, chunk, value) else None
            inside = error.span if value.start <= error.span.start < value.end else value
            problems.append(Problem(error.message, inside, quotable))
            # What refers to a lost value is no fault of its own.
            anchors |= {
                name: Scalar(Span(chunk.start, chunk.start), "") for name in _ANCHOR.findall(text, chunk.start, chunk.end)
            }
            if quotable:  # it is read as it is meant, so that a title does not vanish while it is typed
                name = text[chunk.start : value.start].rstrip().rstrip(":").strip("'\" \t")
                entries.setdefault(name, (_plain(text, chunk.start, name), Scalar(value, text[value.start : value.end], '"')))
            continue
        problems += faults
        for key, node in keys.entries:
            if key.text in entries:
                problems.append(Problem(f"{key.text} stands twice", key.span))
            else:
                entries[key.text] = (key, node)
    return _mapping(span, list(entries.values())), tuple(problems)


def _chunks(text: str, span: Span) -> Iterator[tuple[Span, Span]]:
    """Each top-level key with the lines that belong to it, and the span of its value."""
    cuts: list[tuple[int, int]] = []  # where a chunk starts, and its value, which is 0 behind a mark of a conflict
    for line in line_spans(text, span.start, span.end):
        if _CONFLICT.match(text, line.start, line.end):
            cuts.append((line.start, 0))
        elif found := _TOP_KEY.match(text, line.start, line.end):
            cuts.append((line.start, found.end()))
    for (start, value), (end, _) in pairwise([*cuts, (span.end, 0)]):
        if not value:
            continue
        content = text[value:end].strip()
        at = text.index(content, value) if content else value
        yield Span(start, end), Span(at, at + len(content))


def _plain(text: str, start: int, name: str) -> Scalar:
    at = text.index(name, start)
    return Scalar(Span(at, at + len(name)), name)


def _cured_by_quotes(text: str, chunk: Span, value: Span) -> bool:
    inside = text[value.start : value.end]
    if not inside or "\n" in inside or "\r" in inside:
        return False
    cured = f"{text[chunk.start : value.start]}{quoted(inside)}{text[value.end : chunk.end]}"
    try:
        compose(cured, 0, len(cured))
    except YamlError:
        return False
    return True


def quoted(value: str) -> str:
    """A one-line text in quotation marks."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
