"""Where the entries of a file's YAML stand, with their `-`, `?`, `:`, anchors and brackets, and the lines around them.

The tree tells where keys and values stand; what stands between them is found in the text. A spelling that is not known here
raises Uneditable.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard

from dualtrack.files.document import Document
from dualtrack.files.keys import canonical_key
from dualtrack.files.yaml_tree import Mapping, Node, Scalar, Sequence
from dualtrack.model.item import Route
from dualtrack.text import Span, next_line

_PROPERTY = r"(?:!<[^>\s]*>|(?:&|!(?!<))[^\s,\[\]{}]*)"
_PROPERTIES = re.compile(rf"(?:{_PROPERTY}[ \t]*)+")
_BEFORE_ENTRY = re.compile(rf"(?:\?\s+)?(?:{_PROPERTY}\s+)*")
_GAP = re.compile(r"(?:[ \t\r\n]++|#[^\r\n]*+)*+")
_NOTHING = re.compile(r"(?:\s++|#[^\r\n]*+|---|\ufeff)*+")
_BLANKS = re.compile(r"[ \t]*")
_BLANKS_AND_LINE_ENDS = re.compile(r"[ \t\r\n]*")
_BLANK_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\n|\r|\Z))*")
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_LEAD = re.compile(r" *(?:[-?:] +)*")
_HEADER = re.compile(r"[|>][-+0-9]*")
_ANCHOR = re.compile(r"&([^\s,\[\]{}:]+)")
_ONE_ALIAS = re.compile(r"\*[^\s,\[\]{}]+")
_ALIAS = re.compile(r"\*([^\s,\[\]{}:]+)")


class Refusal(Exception):
    """What was asked cannot be done; the message says why."""


class Uneditable(Refusal):
    """A file is written in a way in which what was asked cannot be done safely; the message says what is in the way."""


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """An entry of a mapping, which has a key, or of a list."""

    parent: Mapping | Sequence
    index: int
    key: Scalar | None
    node: Node


class Places:
    """The places in one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.root = document.front.keys
        self.span = document.front.span or Span(0, 0)
        self.limit = self.span.end
        if not document.readable:
            raise self.uneditable("it cannot be read")
        if document.front.foreign:
            raise self.uneditable("its keys are not read")
        if self.limit and not self.span.start and self.text.startswith("\ufeff"):
            raise self.uneditable("a second byte order mark")

    def uneditable(self, why: str) -> Uneditable:
        """What to raise."""
        return Uneditable(f"{self.document.path} is written in a way that cannot be changed safely ({why}); change it by hand")

    # What stands at a route

    def find(self, route: Route) -> EntryPlace | None:
        """The entry at a route, keys compared in their canonical form."""
        node, place = self.root, None
        for step in route:
            if not isinstance(node, (Mapping, Sequence)):
                return None
            self._refuse_alias(node)
            wanted = canonical_key(step) if isinstance(step, str) else step
            steps = (canonical_key(place.key.text) if place.key else place.index for place in self.entries(node))
            index = next((index for index, step in enumerate(steps) if step == wanted), None)
            if index is None:
                return None
            place = self.entries(node)[index]
            node = place.node
        return place

    def node(self, route: Route) -> Node | None:
        """The value at a route; one that stands here itself."""
        place = self.find(route)
        if place and isinstance(place.node, (Mapping, Sequence)):
            self._refuse_alias(place.node)
        return place.node if place else None if route else self.root

    def entries(self, parent: Mapping | Sequence) -> list[EntryPlace]:
        """The entries of a list or mapping."""
        if isinstance(parent, Mapping):
            return [EntryPlace(parent, index, key, node) for index, (key, node) in enumerate(parent.entries)]
        return [EntryPlace(parent, index, None, node) for index, node in enumerate(parent.entries)]

    def is_alias(self, node: Node) -> bool:
        """Whether an alias stands for it."""
        return bool(_ONE_ALIAS.fullmatch(self.text, *node.span))

    def is_empty(self, node: Node) -> bool:
        """Whether nothing is written, an anchor or a tag perhaps."""
        return isinstance(node, Scalar) and not node.text and not node.style and not self.is_alias(node)

    def is_block_text(self, node: Node) -> bool:
        """Whether it is a text below `|` or `>`."""
        return isinstance(node, Scalar) and node.style in ("|", ">") and self.text.startswith(node.style, node.span.start)

    def is_in_lines(self, node: Node) -> TypeGuard[Mapping | Sequence]:
        """Whether it is a list or mapping whose entries stand on lines of their own."""
        return not isinstance(node, Scalar) and not node.flow and not self.is_alias(node)

    def is_blank(self, span: Span) -> bool:
        """Whether there are only comments."""
        return bool(_NOTHING.fullmatch(self.text, *span))

    # Where an entry begins and ends

    def start(self, place: EntryPlace) -> int:
        """Where an entry begins: at its `-`, `?`, anchor, key or value."""
        parent, at = place.parent, 0
        if place.index:
            at = self.skip(self.end(self.entries(parent)[place.index - 1]))
            if parent.flow:
                at = self.skip(at + 1) if self.text.startswith(",", at) else len(self.text)
        elif not parent.flow:
            at = self.skip(self.after_properties(parent))
        else:
            bracket = self._bracket(parent)
            at = parent.span.start if bracket is None else self.skip(bracket + 1)
        if isinstance(parent, Sequence) and not parent.flow:
            found = self.text.startswith("-", at)
        else:
            found = _BEFORE_ENTRY.fullmatch(self.text, at, (place.key or place.node).span.start)
        if found:
            return at
        if place.key and parent is self.root and self.document.problems:  # there are lines in between that cannot be read
            at = self.line_start(place.key.span.start)
            if self.text[at : place.key.span.start] in ("", "'", '"'):
                return at
        raise self.uneditable("an entry that begins in an unknown way")

    def end(self, place: EntryPlace) -> int:
        """Where an entry ends, without what follows on the line."""
        if not self.is_empty(place.node):
            return self._end_of(place.node)
        at = self.indicated(place)
        if at is None:
            return place.key.span.end if place.key else place.node.span.end
        return place.node.span.end if self.skip(at) < place.node.span.end else at

    def _end_of(self, node: Node) -> int:
        if self.is_alias(node):
            return node.span.end
        if isinstance(node, Scalar):
            return self._end_of_block_text(node) if self.is_block_text(node) else node.span.end
        if not node.entries or (node.flow and self._bracket(node) is not None):
            return node.span.end
        return self.end(self.entries(node)[-1])

    def _end_of_block_text(self, node: Scalar) -> int:
        """Its end with those blank lines that are a part of it."""
        found = _BLANK_LINES.match(self.text, node.span.end, self.limit)
        blank = found.group() if found else ""
        kept = blank.removesuffix("\n").removesuffix("\r") if "+" in self.header(node) else blank.rstrip("\r\n")
        return node.span.end + len(kept)

    def indicated(self, place: EntryPlace) -> int | None:
        """Where a value is expected: behind `-` or `:`, or where an entry in brackets begins; None without a `:`."""
        if not place.key:
            return self.start(place) + (0 if place.parent.flow else 1)
        at = self.skip(place.key.span.end)
        return at + 1 if self.text.startswith(":", at, self.limit) else None

    def value_start(self, place: EntryPlace) -> int:
        """Where the value begins, with its anchor and tag."""
        at = self.indicated(place)
        return place.node.span.start if at is None else self.skip(at)

    def after_properties(self, node: Node) -> int:
        """The end of the anchor and the tag above the entries of a list or mapping, or where it starts."""
        found = _PROPERTIES.match(self.text, node.span.start, self.limit)
        above = found and self.text[found.end() : found.end() + 1] in ("\r", "\n", "#")
        return node.span.start + (len(found.group().rstrip()) if found and above else 0)

    def opened(self, node: Mapping | Sequence) -> int:
        """The offset behind the opening bracket."""
        bracket = self._bracket(node)
        if bracket is None:
            raise self.uneditable("a pair without braces")
        return bracket + 1

    def _bracket(self, node: Mapping | Sequence) -> int | None:
        found = _PROPERTIES.match(self.text, node.span.start, self.limit)
        at = found.end() if found else node.span.start
        return at if self.text[at : at + 1] in ("[", "{") else None

    # Lines and what stands between entries

    def skip(self, at: int) -> int:
        """The offset of what follows blanks, line ends and comments."""
        found = _GAP.match(self.text, at, self.limit)
        return found.end() if found else at

    def after_blanks(self, at: int) -> int:
        """The offset of what follows blanks."""
        found = _BLANKS.match(self.text, at, self.limit)
        return found.end() if found else at

    def after_line_ends(self, at: int) -> int:
        """The offset of what follows blanks and line ends."""
        found = _BLANKS_AND_LINE_ENDS.match(self.text, at, self.limit)
        return found.end() if found else at

    def line_start(self, at: int) -> int:
        """Where the line of an offset starts."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """Where the line of an offset ends, before its line end."""
        found = _REST_OF_LINE.match(self.text, at)
        return found.end() if found else at

    def lines(self, start: int, end: int) -> Span:
        """The lines between two offsets with their line ends, or else with that of the line above."""
        first, last = self.line_start(start), next_line(self.text, end)
        if last == len(self.text) and not self.text.endswith(("\n", "\r")):
            first = len(self.text[:first].removesuffix("\n").removesuffix("\r"))
        return Span(first, last)

    def begins_line(self, at: int) -> bool:
        """Whether only blanks stand before an offset in its line."""
        return not self.text[self.line_start(at) : at].strip(" ")

    def column(self, at: int) -> str:
        """The indentation of lines that go on with what starts at an offset."""
        lead = self.text[self.line_start(at) : at]
        if not _LEAD.fullmatch(lead):
            raise self.uneditable("an indentation that is no blanks")
        return " " * len(lead)

    def last_leaf(self, node: Node) -> Node:
        """What its last line belongs to."""
        while self.is_in_lines(node) and node.entries:
            node = self.entries(node)[-1].node
        return node

    def header(self, node: Node) -> str:
        """The sign of a block text; with `+` the blank lines below are a part of it."""
        found = _HEADER.match(self.text, node.span.start)
        return found.group() if found else ""

    # What keeps an edit from being safe

    def _refuse_alias(self, node: Mapping | Sequence) -> None:
        if node is self.root and not node.entries:
            return
        if self.is_alias(node):
            raise self.uneditable("an alias stands here for what is written elsewhere")
        start = self.after_properties(node) if not node.flow else self._bracket(node) or node.span.start
        self.refuse_shared(node.span.start, start)

    @cached_property
    def _aliases(self) -> list[tuple[int, str]]:
        return [(found.start(), found[1]) for found in _ALIAS.finditer(self.text, *self.span)]

    def refuse_shared(self, start: int, end: int) -> None:
        """Refuse to change what aliases elsewhere stand for."""
        names = {found[1] for found in _ANCHOR.finditer(self.text, start, end)} if self._aliases else set[str]()
        if any(name in names and not start <= at < end for at, name in self._aliases):
            raise self.uneditable("aliases stand for this elsewhere")

    def refuse_twice(self, place: EntryPlace) -> None:
        """Refuse to remove a key of which another spelling would then count."""
        if not place.key:
            return
        key = canonical_key(place.key.text)
        written = [entry.key.text for entry in self.entries(place.parent) if entry.key]
        doubtful = [self.text[slice(*problem.span)].strip("'\"") for problem in self.document.problems]
        if [*map(canonical_key, written), *map(canonical_key, doubtful)].count(key) > 1:
            raise self.uneditable(f"{place.key.text} stands twice")

    def lines_to_remove(self, place: EntryPlace, start: int, end: int) -> Span:
        """The lines of an entry; refused where a block text above would then take in blank or comment lines below."""
        lines = Span(self.line_start(start), next_line(self.text, end))
        above = self.last_leaf(self.entries(place.parent)[place.index - 1].node) if place.index else place.parent
        if self.is_block_text(above) and not self.text[self._end_of(above) : start].strip():
            below = self.skip(lines.end)
            gap = self.text[lines.end : below if below == self.limit else self.line_start(below)]
            if gap.strip("\r\n") or (gap and "+" in self.header(above)):
                raise self.uneditable("a comment below a block text")
        return lines
