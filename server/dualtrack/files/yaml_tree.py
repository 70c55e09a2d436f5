"""YAML as a tree with exact places, values left as written.

PyYAML's C parser gives events with places; the tree is built here, because PyYAML's own composer dies of deep nesting and
follows aliases without a limit, and its constructor gives YAML 1.1 meaning (`NO` is False, 1.10 is 1.1).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import yaml

from dualtrack import limits
from dualtrack.files.meant_texts import meant_text
from dualtrack.files.stand_ins import NO_BEGINNING, StandIns
from dualtrack.said import said
from dualtrack.text import Span

# Compiled when it is first needed: it takes as long as reading a hundred files.
_CONTROL = r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_WORD = re.compile(r"[^\s,\]}]*")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_SCALAR = yaml.ScalarEvent
NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_IN_PLAIN_WORDS = {
    "mapping values are not allowed": said('a value without quotation marks cannot hold ": "'),
    "did not find expected key": said("this is no key, nor does it belong to the value before it"),
    "did not find expected comment or line break": said("text follows the sign of a block text"),
    "did not find expected ',' or ']'": said("the list in brackets is not closed"),
    "did not find expected ',' or '}'": said("the mapping in braces is not closed"),
    "found unexpected end of stream": said("the quotation mark is not closed"),
    "could not find expected ':'": said('a key without ":"'),
}


class Scalar(NamedTuple):
    """A value or key as written; `style` is `'`, `"`, `|`, `>` or empty for plain."""

    span: Span
    text: str
    style: str = ""

    size = 1
    depth = 0

    @property
    def value(self) -> str | None:
        """Its text; None for a plain null."""
        return None if not self.style and self.text in NULLS else self.text


class Sequence(NamedTuple):
    """A list; `flow` means written in brackets."""

    span: Span
    entries: "tuple[Node, ...]"
    flow: bool
    size: int
    depth: int = 1

    @property
    def value(self) -> list[Any]:
        """Its values."""
        return [entry.value for entry in self.entries]


class Mapping(NamedTuple):
    """Keys and values in order; of two equal keys the first counts. `flow` means written in braces."""

    span: Span
    entries: "tuple[tuple[Scalar, Node], ...]"
    flow: bool
    size: int
    depth: int = 1

    @property
    def merged(self) -> "tuple[tuple[Scalar, Node], ...]":
        """Its own keys, and those that `<<` brings, which count where the mapping has none of that name."""
        brought = [node for key, node in self.entries if key.text == "<<" and not key.style]
        if not brought:
            return self.entries
        own = {key.text: (key, node) for key, node in self.entries if key.text != "<<" or key.style}
        for node in brought:
            for source in node.entries if isinstance(node, Sequence) else (node,):
                for key, value in source.merged if isinstance(source, Mapping) else ():
                    own.setdefault(key.text, (key, value))
        return tuple(own.values())

    @property
    def value(self) -> dict[str, Any]:
        """Its values by key."""
        return {key.text: node.value for key, node in self.merged}


Node: TypeAlias = Scalar | Sequence | Mapping


def is_in_text(node: Node, offset: int) -> bool:
    """Whether an offset lies in a key or a value, and not in a comment between them."""
    found: Node | None = node
    while found and not isinstance(found, Scalar):
        parts = (part for entry in found.entries for part in entry) if isinstance(found, Mapping) else found.entries
        found = next((part for part in parts if part.span.holds(offset)), None)
    return found is not None


def unquoted(node: Node, text: str, meant: frozenset[int]) -> Iterator[Span]:
    """Where texts stand that only a lenient reading takes; `meant` are the beginnings of those that hold signs."""
    if isinstance(node, Scalar):
        start, end = node.span
        if not node.style and (start in meant or NO_BEGINNING.match(text, start, end)):
            yield node.span
    else:
        parts = [part for entry in node.entries for part in entry] if isinstance(node, Mapping) else node.entries
        for part in parts:
            yield from unquoted(part, text, meant)


@dataclass(frozen=True)
class YamlError(Exception):
    """The text is not YAML, or more of it than a file people write can be; `span` is where."""

    message: str
    span: Span


@dataclass(frozen=True)
class Tree:
    """The root, None for an empty text, with the keys that stand twice."""

    root: Node | None
    duplicates: tuple[Scalar, ...] = ()


Anchors: TypeAlias = dict[str, Node | None]
"""The nodes that aliases stand for; None while a node is not whole."""


def compose(
    text: str,
    start: int,
    end: int,
    anchors: Anchors | None = None,
    lenient: Iterable[int] | None = None,
    colons: Iterable[Span] = (),
) -> Tree:
    """The tree of a part of the text, spans counted in the whole; raises YamlError at the first fault.

    `anchors` holds those of other parts, and those of this part are added. `lenient` takes texts that only lack quotation
    marks, and the signs at these offsets, as text; `colons` are read as a colon and a blank.
    """
    control = re.compile(_CONTROL).search(text, start, end)
    if control:
        raise YamlError(said("character U+{code} cannot stand in YAML", f"{ord(control.group()):04X}"), Span(*control.span()))
    try:
        read = StandIns(text[start:end], start, lenient, colons)
    except ValueError:
        raise YamlError(said("too many private-use characters stand here"), Span(start, end)) from None
    try:
        return _Builder(read, {} if anchors is None else anchors).tree()
    except yaml.MarkedYAMLError as error:
        raise _explained(text, start, end, error) from None


def _explained(text: str, start: int, end: int, error: yaml.MarkedYAMLError) -> YamlError:
    mark = error.problem_mark or error.context_mark
    at = min(start + (mark.index if mark else 0), end)
    if text[at : at + 1] == "\t":
        return YamlError(said("a tab cannot indent YAML"), Span(at, at + 1))
    word = _WORD.match(text, at, end)
    span = Span(at, max(word.end() if word else at, min(at + 1, end)))
    problem = error.problem or said("this is not YAML")
    if problem.startswith("found character that cannot start any token"):
        return YamlError(said('a value without quotation marks cannot start with "{sign}"', text[at : at + 1]), span)
    plain = next((words for start, words in _IN_PLAIN_WORDS.items() if problem.startswith(start)), problem)
    return YamlError(plain, span)


class _Builder:
    """Events into one tree; nested nodes are built by a stack, not by recursion."""

    def __init__(self, read: StandIns, anchors: Anchors) -> None:
        self.text = read.text
        self.restored = read.restored
        self.at = read.at
        self.anchors = anchors
        self.duplicates: list[Scalar] = []

    def tree(self) -> Tree:
        next_event: Callable[[], Any] = yaml.CLoader(self.text).get_event
        stack: list[tuple[Any, list[Node]]] = []
        children: list[Node] = []  # of the innermost list or mapping, or of the document
        documents, offset = 0, self.at(0)
        while True:
            event = next_event()
            kind: object = type(event)  # pyright: ignore[reportUnknownVariableType]
            if kind is _SCALAR:
                if event.style or event.anchor or event.tag or self.restored:
                    children.append(self.scalar(event))
                else:
                    children.append(Scalar(Span(offset + event.start_mark.index, offset + event.end_mark.index), event.value))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if len(stack) >= limits.YAML_DEPTH:
                    raise YamlError(
                        said("lists and mappings are nested more than {most} deep", limits.YAML_DEPTH), self.span(event)
                    )
                if event.anchor:
                    self.anchors[event.anchor] = None
                stack.append((event, children))
                children = []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                start, outer = stack.pop()
                node = self.collection(start, event, children)
                if start.anchor:
                    self.anchors[start.anchor] = node
                outer.append(node)
                children = outer
            elif kind is yaml.AliasEvent:
                children.append(self.alias(event))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise YamlError(said("a second document starts here"), self.span(event))
            elif kind is yaml.StreamEndEvent:
                break
        return Tree(children[0] if children else None, tuple(self.duplicates))

    def span(self, event: Any) -> Span:
        return Span(self.at(event.start_mark.index), self.at(event.end_mark.index))

    def scalar(self, event: Any) -> Scalar:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style
        if event.anchor or event.tag:
            properties = _PROPERTIES.match(self.text, start, end)
            start = properties.end() if properties else end
        if style == "|" or style == ">":
            end = start + len(self.text[start:end].rstrip())
        value = event.value
        if self.restored:
            value = value.translate(self.restored)
            value = value if style else meant_text(value)
        node = Scalar(Span(self.at(start), self.at(end)), value, style.strip("\0") if style else "")
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def alias(self, event: Any) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            known = event.anchor in self.anchors
            why = said("alias *{name} contains itself" if known else "alias *{name} stands for nothing", event.anchor)
            raise YamlError(why, self.span(event))
        return target._replace(span=self.span(event))

    def collection(self, start: Any, end: Any, children: list[Node]) -> Node:
        size, depth = 1, 0
        for child in children:
            size += child.size
            depth = max(depth, child.depth)
        if size > limits.YAML_VALUES:
            raise YamlError(said("aliases make this more than {most} values", limits.YAML_VALUES), self.span(start))
        if depth >= limits.YAML_DEPTH:
            raise YamlError(said("aliases nest this more than {most} deep", limits.YAML_DEPTH), self.span(start))
        flow = bool(start.flow_style)
        # The end mark of a block collection is where the next token starts, so its last child tells better.
        last = self.at(end.end_mark.index) if flow or not children else children[-1].span.end
        span = Span(self.at(start.start_mark.index), last)
        if type(start) is yaml.SequenceStartEvent:
            return Sequence(span, tuple(children), flow, size, depth + 1)
        return Mapping(span, self.entries(children), flow, size, depth + 1)

    def entries(self, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise YamlError(said("a key must be a word"), key.span)
            if key.text in entries:
                self.duplicates.append(key)
            else:
                entries[key.text] = (key, value)
        return tuple(entries.values())
