"""A file as it stands: its text, its keys with exact places, its body, and what could not be read."""

import logging
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dualtrack import limits
from dualtrack.files.body import Body
from dualtrack.files.front_matter import FrontMatter, read_front_matter, read_yaml
from dualtrack.files.keys import canonical_key, canonical_keys
from dualtrack.files.links import FileLink, file_links, is_within, wiki_links
from dualtrack.files.misplaced import misplaced
from dualtrack.files.placeholders import Placeholder, placeholders
from dualtrack.files.plain_keys import place_of
from dualtrack.files.read_body import read_body
from dualtrack.files.read_keys import Problem
from dualtrack.files.yaml_tree import Mapping, Node, Scalar, Sequence, is_in_text
from dualtrack.model.item import Route
from dualtrack.model.mention import candidates, leading_id
from dualtrack.said import said
from dualtrack.text import Lines, Span, line_spans

_FOLDERS = frozenset({"tasks", "experiments", "sprints", "models"})
_COMMENT = re.compile(r"(?:^|(?<=\s))#", re.MULTILINE)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Document:
    """One file by its path relative to the project's folder, with `/` between the parts."""

    path: str
    text: str
    front: FrontMatter
    readable: bool = True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, at its place."""
        return self.front.problems

    @property
    def is_read(self) -> bool:
        """Whether all keys are read, some perhaps as they are meant."""
        return self.lost == frozenset()

    @property
    def lost(self) -> frozenset[str] | None:
        """The keys whose values are not read, in their canonical form; None where they could be any."""
        lost = {problem.lost for problem in self.problems}
        return None if None in lost else frozenset(canonical_key(key) for key in lost if key)

    @property
    def is_bare(self) -> bool:
        """Whether it has no keys at all."""
        return not (self.values or self.problems)

    @cached_property
    def lines(self) -> Lines:
        """Offsets to lines and columns."""
        return Lines(self.text)

    def line_of(self, offset: int) -> int:
        """The 0-based line of an offset."""
        return self.lines.position(offset)[0] if self.text.find("\r", 0, offset) >= 0 else self.text.count("\n", 0, offset)

    @cached_property
    def _places(self) -> dict[str, tuple[Scalar, Node]]:
        return {canonical_key(entry[0].text): entry for entry in reversed(self.front.keys.merged)}

    def entry(self, key: str) -> tuple[Scalar, Node] | None:
        """The key as written and its value; the key is asked for in its canonical form."""
        return self._places.get(key)

    def node(self, route: Route) -> Node | None:
        """The value at a route."""
        if not route:
            return self.front.keys
        first = self._places.get(canonical_key(str(route[0])))
        node = first[1] if first else None
        for step in route[1:]:
            match node, step:
                case Mapping(), str():
                    entry = _entry(node, step)
                    node = entry[1] if entry else None
                case Sequence(), int() if step < len(node.entries):
                    node = node.entries[step]
                case _:
                    return node if isinstance(node, Scalar) else None
        return node

    def key(self, route: Route) -> Scalar | None:
        """The key that ends a route."""
        within = self.node(route[:-1]) if route else None
        entry = _entry(within, route[-1]) if isinstance(within, Mapping) and isinstance(route[-1], str) else None
        return entry[0] if entry else None

    def span(self, route: Route) -> Span | None:
        """Where the value at a route stands; of an empty value its key, and of an absent one None."""
        if self.front.plain is not None and route:
            keys, wanted = tuple(self.front.plain), canonical_key(str(route[0]))
            if wanted not in (meant := canonical_keys(keys)):
                return None
            if place := place_of(self.text, self.front.keys_at, keys[meant.index(wanted)], route[1:]):
                return place
        node = self.node(route)
        if node is not None and node.span.end > node.span.start:
            return node.span
        key = next((key for end in range(len(route), 0, -1) if (key := self.key(route[:end]))), None)
        return key.span if key and node is not None else None

    def keys_in(self, route: Route) -> tuple[str, ...]:
        """The keys of the mapping at a route as they are written; none where there is no mapping."""
        if self.front.plain is not None and not route:
            return tuple(self.front.plain)
        node = self.node(route)
        return tuple(key.text for key, _ in node.entries) if isinstance(node, Mapping) else ()

    @cached_property
    def body(self) -> Body:
        """What the Markdown below the keys holds."""
        return read_body(self.text, self.front.body) if self.front.body < len(self.text) else Body()

    def is_hidden(self, offset: int) -> bool:
        """Whether a place lies in code, HTML or a comment."""
        if self.front.span and offset < self.front.span.start:
            return True
        if offset >= self.front.body:
            return is_within(offset, self.body.hidden)
        line = self.text.rfind("\n", 0, offset) + 1
        return _COMMENT.search(self.text, line, offset) is not None and not is_in_text(self.front.keys, offset)

    def mentioned(self) -> frozenset[str]:
        """The ids that its text could mention, in canonical form."""
        return frozenset(mention.id for mention in candidates(self.text))

    @cached_property
    def links(self) -> tuple[tuple[str, Span], ...]:
        """The targets of `[[links]]` in the body."""
        return wiki_links(self.text, self.front.body, self.body.hidden) if "[[" in self.text else ()

    @cached_property
    def metrics(self) -> tuple[Placeholder, ...]:
        """What stands for metrics in the body."""
        return placeholders(self.text, self.front.body, self.body.hidden) if "{{" in self.text else ()

    @cached_property
    def file_links(self) -> tuple[FileLink, ...]:
        """The relative Markdown links in the body."""
        return file_links(self.body)

    @property
    def head(self) -> Span:
        """Where to say something about the whole file: its id, its first heading, or its first line."""
        found = self.span(("id",))
        return found or (self.body.headings[0].span if self.body.headings else line_spans(self.text)[0])

    def head_of(self, route: Route) -> Span:
        """Where to say something about the whole item at a route: its key, its id, or the first thing that it says."""
        if not route:
            return self.head
        if key := self.key(route):
            return key.span
        node = self.node((*route, "id")) or self.node(route)
        first = node.entries[0][1] if isinstance(node, Mapping) and node.entries else node
        return first.span if first else self.head

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values by canonical key."""
        if self.front.plain is not None:
            keys = canonical_keys(tuple(self.front.plain))
            return dict(zip(reversed(keys), reversed(self.front.plain.values()), strict=True))
        return {key: node.value for key, (_, node) in self._places.items()}


def _entry(mapping: Mapping, key: str) -> tuple[Scalar, Node] | None:
    wanted = canonical_key(key)
    return next((entry for entry in mapping.merged if canonical_key(entry[0].text) == wanted), None)


def parse(path: str, text: str) -> Document:
    """Read a file; every text gives a document."""
    try:
        document = _read(path, text)
        _ = document.values
    except Exception as error:  # a defect of ours must not take the other files with it
        _log.exception("%s could not be read", path)
        return defective(path, error)
    return document


def _read(path: str, text: str) -> Document:
    if len(text) > limits.DOCUMENT_CHARACTERS:
        size = said("{count} million characters", f"{len(text) / 1_000_000:.1f}")
        return unreadable(
            path,
            said("this file has {size}; up to {most} million are read", size, f"{limits.DOCUMENT_CHARACTERS / 1_000_000:.1f}"),
        )
    if "\0" in text:
        return unreadable(path, said("this file is binary"))
    if path.endswith((".yaml", ".yml")):
        return Document(path, text, read_yaml(text))
    front = read_front_matter(text)
    if front.span is None and not front.faults and _is_of_an_item(path):
        front = misplaced(text) or front
    return Document(path, text, front)


def _is_of_an_item(path: str) -> bool:
    """Whether a file is expected to have keys, by its folder or its name."""
    *folders, name = path.split("/")
    return not _FOLDERS.isdisjoint(folders) or bool(leading_id(name))


def defective(path: str, error: Exception) -> Document:
    """The document of a file that our own reading fails on."""
    return unreadable(path, said("this file cannot be read ({error}); this is a defect of Dualtrack", type(error).__name__))


def unreadable(path: str, reason: str) -> Document:
    """The document of a file whose text is not to be had."""
    front = FrontMatter("", Span(0, 0), None, 0, {}, (Problem(reason, Span(0, 0)),))
    return Document(path, "", front, readable=False)
