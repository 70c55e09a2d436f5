"""The values of a YAML file with the keys that lead to them; of a broken one those before the fault."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import yaml

from dualtrack import limits
from dualtrack.said import said

Route: TypeAlias = tuple[str | int, ...]


class Leaf(NamedTuple):
    """A value by its route: the number of its document, then keys and places in lists."""

    route: Route
    value: str


class _Level:
    """A mapping or list that is open; `key` is where in it the next value stands."""

    def __init__(self, is_list: bool, anchor: str | None, first: int) -> None:
        self.is_list = is_list
        self.anchor = anchor
        self.first = first
        self.key: str | int | None = 0 if is_list else None


def leaves(text: str) -> list[Leaf]:
    """The values of the file's documents, in order, merges and aliases followed; none beyond the limits of
    number and depth."""
    return read_leaves(text)[0]


def read_leaves(text: str) -> tuple[list[Leaf], str]:
    """The same, and why there may be more; empty where these are all."""
    reader = _Reader()
    try:
        for event in _events(text):
            reader.take(event)
            # What lies deeper is by no person, and libyaml takes quadratic time for it.
            if len(reader.found) >= limits.YAML_VALUES:
                return reader.found, said("it has more than {count} values", limits.YAML_VALUES)
            if len(reader.levels) > limits.PIPELINE_DEPTH:
                return reader.found, said("it is nested more than {depth} levels deep", limits.PIPELINE_DEPTH)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        last = len(text.splitlines())
        if mark and error.context_mark and mark.line >= last:  # what is not closed begins there
            mark = error.context_mark
        return reader.found, said("not valid YAML from line {line}", min(mark.line + 1, max(last, 1)) if mark else 1)
    except yaml.YAMLError:  # a character that cannot stand in YAML
        return reader.found, said("this is not YAML")
    return reader.found, ""


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=yaml.CLoader)


class _Reader:
    """Collects leaves from the events of the parser. No nodes are made, so that nesting and aliases cost no more than the
    leaves they give."""

    def __init__(self) -> None:
        self.found: list[Leaf] = []
        self.levels: list[_Level] = []
        self.anchors: dict[str, list[Leaf]] = {}
        self.document = -1

    def take(self, event: Any) -> None:
        """Read one more event."""
        kind: object = type(event)  # pyright: ignore[reportUnknownVariableType]
        if kind is yaml.ScalarEvent:
            self.scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self.levels.append(_Level(kind is yaml.SequenceStartEvent, event.anchor, len(self.found)))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            level = self.levels.pop()
            if level.anchor:
                self.remember(level.anchor, level.first)
            self.step()
        elif kind is yaml.AliasEvent:
            route = self.route()
            inner = self.anchors.get(event.anchor, [])[: limits.YAML_VALUES - len(self.found)]
            self.found += [Leaf(route + leaf.route, leaf.value) for leaf in inner if len(leaf.route) <= limits.PIPELINE_DEPTH]
            self.step()
        elif kind is yaml.DocumentStartEvent:
            self.document += 1

    def scalar(self, event: Any) -> None:
        """A key, or the value of the key before it."""
        level = self.levels[-1] if self.levels else None
        if level and level.key is None:
            level.key = event.value
            return
        self.found.append(Leaf(self.route(), event.value))
        if event.anchor:
            self.remember(event.anchor, len(self.found) - 1)
        self.step()

    def route(self) -> Route:
        """Where the next value stands; a merged mapping stands where it is merged into."""
        keys = (level.key for level in self.levels)
        return (self.document, *(key for key in keys if key is not None and key != "<<"))

    def remember(self, anchor: str, first: int) -> None:
        """Keep what was found under an anchor, by routes from there."""
        depth = len(self.route())
        self.anchors[anchor] = [Leaf(leaf.route[depth:], leaf.value) for leaf in self.found[first:]]

    def step(self) -> None:
        """Go on to the next key or place."""
        if self.levels:
            level = self.levels[-1]
            level.key = level.key + 1 if isinstance(level.key, int) else None
