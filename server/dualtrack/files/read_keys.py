"""Reading the keys of a YAML text is total: a fault costs the key it stands in, and is said at its place."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple, TypeAlias

from dualtrack import limits
from dualtrack.files import yaml_tree
from dualtrack.files.keys import canonical_key, known_keys
from dualtrack.files.meant_texts import Meant, is_in_brackets, meant_text, meant_texts
from dualtrack.files.yaml_tree import Anchors, Node, Scalar, Sequence, Tree, YamlError, compose
from dualtrack.model.item import Kind
from dualtrack.said import said
from dualtrack.text import Span, line_spans, next_line

KEY = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#\-\[\]{}"'&*!|>%@`](?:[^:#]*[^:#\s])?)[ \t]*:(?=[ \t]|$)"""
_TOP_KEY = re.compile(KEY)
_ANCHOR = re.compile(r"&([^\s,\[\]{}]+)")
# A key before another sign than a colon and a blank: `status:done`, `status = done`, a colon or blank of full width.
_MEANT_KEY = re.compile(r"(?P<key>[^\W\d][\w-]{0,99})(?P<sign>[ \t]*+(?::(?!//|[:\\ \t\r\n]|\Z)|\uff1a|=(?!=))[^\S\r\n]*+)")
_IN_LIST = re.compile(r"[ \t]++(?:-[ \t]++)*+|(?:-[ \t]++)++")
_NO_KEY = re.compile(r"""[^\s#\-\[\]{}"'&*!|>%@`?,]""")
_KINDS: tuple[Kind, ...] = ("task", "experiment", "sprint", "model")
_MOST_TRIED = 20
CONFLICT_MARK = "<" * 7
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?![<=>])[^\r\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a part of a file from being read; `quotable` are the texts that are read as they are meant and that quotation
    marks would cure, `signs` what a colon and a blank would; `conflict` means that git left its marks in the file;
    `lost` is the key, as written, whose value is not read: empty where all are read, None where it could be any."""

    message: str
    span: Span
    quotable: tuple[Span, ...] = ()
    signs: tuple[Span, ...] = ()
    conflict: bool = False
    lost: str | None = None


_Meant: TypeAlias = tuple[yaml_tree.Mapping, tuple[Span, ...], tuple[Span, ...]]
"""Keys, the texts in them that lack quotation marks, and the signs that stand for a colon and a blank."""


class _Chunk(NamedTuple):
    """A key with the lines that belong to it, and its value; `sign` stands where a colon and a blank are meant. Or lines that
    are no key, which are their own value."""

    span: Span
    value: Span
    is_key: bool = True
    sign: Span | None = None


def read_keys(text: str, span: Span) -> tuple[yaml_tree.Mapping, tuple[Problem, ...]]:
    """The keys of a YAML text; where it does not compose, those keys that do on their own."""
    conflict = merge_conflict(text)
    if not conflict:
        try:
            tree = compose(text, span.start, span.end)
        except YamlError as error:
            keys, problems = _key_by_key(text, span)
            return keys, problems or (Problem(error.message, error.span),)
        keys, problems = _as_mapping(tree, span)
        if isinstance(tree.root, Scalar) and (meant := _key_by_key(text, span))[0].entries:
            return meant
        return keys, problems
    keys, _ = _key_by_key(text, span)
    return keys, conflict


def merge_conflict(text: str) -> tuple[Problem, ...]:
    """The marks of an unresolved merge, if there are any."""
    if CONFLICT_MARK not in text:
        return ()
    marks = list(_CONFLICT.finditer(text))
    if not (marks and marks[0].group().startswith("<") and any(mark.group().startswith(">") for mark in marks)):
        return ()
    return (Problem(said("this file holds an unresolved merge conflict"), Span(*marks[0].span()), conflict=True),)


def _as_mapping(tree: Tree, span: Span) -> tuple[yaml_tree.Mapping, tuple[Problem, ...]]:
    twice = tuple(map(_twice, tree.duplicates))
    match tree.root:
        case yaml_tree.Mapping():
            return tree.root, twice
        case None:
            return _mapping(span, []), twice
        case Scalar() | Sequence():
            is_list = isinstance(tree.root, Sequence)
            no_list = said("keys with values are expected here, not a list")
            no_text = said("keys with values are expected here, not a text")
            return _mapping(span, []), (Problem(no_list if is_list else no_text, tree.root.span),)


def _twice(key: Scalar) -> Problem:
    """Of two equal keys the first counts."""
    return Problem(said("{key} stands twice", key.text), key.span, lost="")


def _mapping(span: Span, entries: list[tuple[Scalar, Node]]) -> yaml_tree.Mapping:
    return yaml_tree.Mapping(span, tuple(entries), False, 1 + len(entries))


def _key_by_key(text: str, span: Span) -> tuple[yaml_tree.Mapping, tuple[Problem, ...]]:
    chunks = list(islice(_chunks(text, span), limits.BROKEN_KEYS + 1))
    reader = _Reader(text, len(chunks) <= limits.BROKEN_KEYS)
    pending = deque(chunks[: limits.BROKEN_KEYS])
    while pending:
        pending.extendleft(reversed(reader.read(pending.popleft())))
    return _mapping(span, list(reader.entries.values())), tuple(reader.problems)


class _Reader:
    """What is read of a text chunk by chunk; `is_whole`: of all of it."""

    def __init__(self, text: str, is_whole: bool) -> None:
        self.text = text
        self.is_whole = is_whole
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.problems: list[Problem] = []
        self.anchors: Anchors = {}

    def read(self, chunk: _Chunk) -> list[_Chunk]:
        """Read a chunk, or return those to be read in its place."""
        if not chunk.is_key:
            self.problems.append(Problem(said("this is no key, nor does it belong to the value before it"), chunk.value))
            return []
        signs = (chunk.sign,) if chunk.sign else ()
        try:
            tree = compose(self.text, *chunk.span, self.anchors, () if signs else None, signs)
        except YamlError as error:
            return self._read_as_meant(chunk, signs, error)
        keys, faults = _as_mapping(tree, chunk.span)
        self.problems += (_lacks_blanks(signs), *faults) if signs else faults
        for key, node in keys.entries:
            if key.text in self.entries:
                self.problems.append(_twice(key))
            else:
                self.entries[key.text] = (key, node)
        return []

    def _read_as_meant(self, chunk: _Chunk, signs: tuple[Span, ...], error: YamlError) -> list[_Chunk]:
        text, (span, value, *_) = self.text, chunk
        inside = error.span if value.start <= error.span.start < value.end else value
        if meant := _as_meant(text, span, self.anchors, signs):
            keys, quotable, signs = meant
            fault = _lacks_blanks(signs, quotable) if signs else Problem(error.message, inside, quotable, lost="")
            self.problems.append(fault)
            for key, node in keys.entries:
                self.entries.setdefault(key.text, (key, node))
            return []
        if parts := list(islice(_parts(text, span, value), limits.BROKEN_KEYS)):
            return parts
        quotable = (value,) if _cured_by_quotes(text, span, value) else ()
        name = text[span.start : value.start].rstrip().rstrip(":").strip("'\" \t")
        referred = _ANCHOR.findall(text, span.start, span.end)
        bears_others = referred or name == "<<" or not self.is_whole
        lost = None if bears_others else "" if quotable else name
        self.problems.append(Problem(error.message, inside, quotable, lost=lost))
        # What refers to a lost value is no fault of its own.
        self.anchors |= {each: Scalar(Span(span.start, span.start), "") for each in referred}
        if quotable:  # it is read as it is meant, so that a title does not vanish while it is typed
            read = Scalar(value, meant_text(text[value.start : value.end]), '"')
            self.entries.setdefault(name, (_plain(text, span.start, name), read))
        return []


def _lacks_blanks(signs: tuple[Span, ...], quotable: tuple[Span, ...] = ()) -> Problem:
    return Problem(said('a key ends with ":" and a blank'), signs[0], quotable, signs, lost="")


def _chunks(text: str, span: Span) -> Iterator[_Chunk]:
    """Each top-level key with the lines that belong to it, and the lines before the first."""
    cuts: list[tuple[int, int]] = []  # where a chunk starts, and its value, which is 0 behind a mark of a conflict
    for line in line_spans(text, span.start, span.end):
        if _CONFLICT.match(text, line.start, line.end):
            cuts.append((line.start, 0))
        elif found := _TOP_KEY.match(text, line.start, line.end):
            cuts.append((line.start, found.end()))
    first = cuts[0][0] if cuts else span.end
    yield from _parts(text, Span(span.start, first), Span(span.start, first))
    for (start, value), (end, _) in pairwise([*cuts, (span.end, 0)]):
        if value:
            yield _Chunk(Span(start, end), _content(text, value, end))


def _parts(text: str, chunk: Span, value: Span) -> Iterator[_Chunk]:
    """A chunk without the lines that do not belong to its key, and each of those; none where there are no such lines."""
    cuts: list[tuple[int, re.Match[str] | None]] = []
    for line in line_spans(text, chunk.start, chunk.end):
        if line.start >= value.start:
            meant = _MEANT_KEY.match(text, line.start, line.end)
            if meant or (_NO_KEY.match(text, line.start, line.end) and not (cuts and not cuts[-1][1])):
                cuts.append((line.start, meant))
    if value.start > chunk.start:
        # A text in quotation marks may go on in lines that look so.
        above = (at for at, (end, _) in enumerate(cuts[:_MOST_TRIED]) if _composes(text, chunk.start, end))
        cuts = cuts[next(above, 0) :]
    if cuts and value.start > chunk.start:
        yield _Chunk(Span(chunk.start, cuts[0][0]), _content(text, value.start, cuts[0][0]))
    for (start, meant), (end, _) in pairwise([*cuts, (chunk.end, None)]):
        sign = Span(*meant.span("sign")) if meant else None
        yield _Chunk(Span(start, end), _content(text, sign.end if sign else start, end), bool(sign), sign)


def _composes(text: str, start: int, end: int) -> bool:
    try:
        compose(text, start, end)
    except YamlError:
        return False
    return True


def _content(text: str, start: int, end: int) -> Span:
    """A part of a text without the blanks around it."""
    content = text[start:end].strip()
    at = text.index(content, start) if content else start
    return Span(at, at + len(content))


def _plain(text: str, start: int, name: str) -> Scalar:
    at = text.index(name, start)
    return Scalar(Span(at, at + len(name)), name)


def _as_meant(text: str, chunk: Span, anchors: Anchors, own: tuple[Span, ...]) -> _Meant | None:
    """The keys with texts such as `@ana`, which YAML has in quotation marks only, and where those stand; where nothing else
    helps, with such as `Fix: the loader` below a key, too, and with keys such as `status:done`."""
    below = Span(min(next_line(text, chunk.start), chunk.end), chunk.end)
    texts = tuple(meant_texts(text, below))
    return (
        _lenient(text, chunk, anchors, (), own)
        or _lenient(text, chunk, anchors, texts, own)
        or _lenient(text, chunk, anchors, texts, (*own, *_signs(text, below)))
    )


def _signs(text: str, span: Span) -> Iterator[Span]:
    """What stands behind known keys where a colon and a blank are meant."""
    for line in line_spans(text, *span):
        above = _IN_LIST.match(text, *line)
        found = above and _MEANT_KEY.match(text, above.end(), line.end)
        if found and any(canonical_key(found["key"]) in known_keys(kind) for kind in _KINDS):
            yield Span(*found.span("sign"))


def _lenient(text: str, chunk: Span, anchors: Anchors, meant: tuple[Meant, ...], colons: tuple[Span, ...]) -> _Meant | None:
    try:
        tree = compose(text, *chunk, anchors, [sign for each in meant for sign in each.signs], colons)
    except YamlError:
        return None
    keys, faults = _as_mapping(tree, chunk)
    spans = tuple(sorted(set(yaml_tree.unquoted(keys, text, frozenset(each.start for each in meant)))))
    return (keys, spans, colons) if (spans or colons) and not faults else None


def _cured_by_quotes(text: str, chunk: Span, value: Span) -> bool:
    inside = text[value.start : value.end]
    is_one_line = value.end <= next_line(text, chunk.start)  # below its key a list or mapping may stand
    if not inside or not is_one_line or is_in_brackets(inside):
        return False
    cured = f"{text[chunk.start : value.start]}{quoted(meant_text(inside))}{text[value.end : chunk.end]}"
    return _composes(cured, 0, len(cured))


def quoted(value: str) -> str:
    """A one-line text in quotation marks."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
