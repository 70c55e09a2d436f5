"""Edits of keys and values, at any route of a file, that change what they must and no other byte.

YAML text that is given (`yaml`, `entry`) is one line that can stand in brackets. What cannot be done safely in a file as it is
written raises Uneditable.
"""

import re
from collections.abc import Mapping as Values
from collections.abc import Sequence as Items

from dualtrack.files.document import Document
from dualtrack.files.keys import canonical_key
from dualtrack.files.places import EntryPlace, Places, Uneditable
from dualtrack.files.scalars import in_quotation_marks, key_name, scalar
from dualtrack.files.yaml_tree import Mapping, Node, Scalar, Sequence
from dualtrack.model.item import Route
from dualtrack.text import Edit, Span, apply, newline_of, next_line

__all__ = ["Uneditable", "append_entry", "insert_entry", "remove", "rename_key", "scalar", "set_keys", "set_yaml"]


def set_keys(document: Document, values: Values[str, str], after: Items[str] = (), within: Route = ()) -> tuple[Edit, ...]:
    """Give keys of the mapping at a route texts. New keys go below the first of `after` that is there, else to the end.

    A list entry that is a text becomes a mapping with that text as its `title`.
    """
    change = _Change(document)
    known = {key: place for key in values if (place := change.places.find((*within, key)))}
    edits: list[Edit] = []
    for key, place in known.items():
        edits += change.replace(place, change.in_style(place.node, values[key], scalar(values[key])))
    new = {key: scalar(value) for key, value in values.items() if key not in known}
    return (*edits, *(change.put(within, new, after) if new else ()))


def set_yaml(document: Document, route: Route, yaml: str, after: Items[str] = ()) -> tuple[Edit, ...]:
    """Give the value at a route as YAML; what is missing on the way is added, and a text in the way is replaced."""
    return _Change(document).give(route, yaml, after)


def remove(document: Document, route: Route) -> tuple[Edit, ...]:
    """Remove a key with its value, or a list entry, and their lines; nothing where it is absent."""
    change = _Change(document)
    place = change.places.find(route)
    return change.remove(place, change.places.find(route[:-1])) if place else ()


def append_entry(document: Document, route: Route | str, entry: str, after: Items[str] = ()) -> Edit:
    """Add an entry to the end of a list, whichever way it is written; what is no list yet becomes one."""
    change = _Change(document)
    return change.merged(change.insert((route,) if isinstance(route, str) else route, None, entry, after))


def insert_entry(document: Document, route: Route | str, index: int, entry: str) -> Edit:
    """Add an entry to a list before the one at an index."""
    change = _Change(document)
    return change.merged(change.insert((route,) if isinstance(route, str) else route, index, entry, ()))


def rename_key(document: Document, route: Route, name: str) -> Edit:
    """Give a key another name."""
    change = _Change(document)
    place, twin = change.places.find(route), change.places.find((*route[:-1], name))
    if not place or not place.key or change.places.is_block_text(place.key):
        raise change.places.uneditable("no key to rename")
    if twin and twin.key is not place.key:
        raise change.places.uneditable(f"{name} is there already")
    change.places.refuse_shared(change.places.start(place), place.key.span.end)
    return Edit(place.key.span, change.in_style(place.key, name, key_name(name)))


class _Change:
    """Edits of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.newline = newline_of(document.text)
        self.places = Places(document)

    def merged(self, edits: tuple[Edit, ...]) -> Edit:
        """Edits as one, which puts what stands between them back."""
        start, end = min(edit.span.start for edit in edits), max(edit.span.end for edit in edits)
        inside = (Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in edits)
        return Edit(Span(start, end), apply(self.text[start:end], inside))

    def in_style(self, node: Node, value: str, otherwise: str) -> str:
        """A text in the quotation marks that stand around the one it replaces, or otherwise as given."""
        mark = self.text[node.span.start : node.span.start + 1]
        kept = isinstance(node, Scalar) and node.style == mark and mark in ("'", '"')
        return in_quotation_marks(value, mark) if kept else otherwise

    def give(self, route: Route, yaml: str, after: Items[str] = ()) -> tuple[Edit, ...]:
        """Give the value at a route as YAML."""
        if not route:
            raise self.places.uneditable("the file as a whole has no value")
        if place := self.places.find(route):
            return self.replace(place, yaml)
        parent, step = route[:-1], route[-1]
        if isinstance(step, str):
            return self.put(parent, {step: yaml}, after)
        node = self.places.node(parent)
        entries = node.entries if isinstance(node, Sequence) else () if _is_null(node) else None
        if entries is None or step != len(entries):
            raise self.places.uneditable(f"no entry {step + 1}")
        return self.insert(parent, None, yaml, after)

    def put(self, route: Route, items: Values[str, str], after: Items[str]) -> tuple[Edit, ...]:
        """Add keys, which are absent, to the mapping at a route."""
        node = self.places.node(route)
        if isinstance(node, Mapping):
            return (self.add(node, items, [_pair(*item) for item in items.items()], after),)
        if isinstance(node, Sequence):
            raise self.places.uneditable("a list has no keys")
        place = self.places.find(route)
        if place and not place.key and not _is_null(node):
            return self.entitle(place, items)
        return self.give(route, "{" + _pairs(items) + "}", after)

    def add(self, mapping: Mapping, items: Values[str, str], lines: list[str], after: Items[str]) -> Edit:
        """Add keys to a mapping, as pairs in braces, or else as lines."""
        front, places, text = self.document.front, self.places, self.text
        if front.span is None:
            at = 1 if text.startswith("\ufeff") else 0
            return Edit(Span(at, at), self.newline.join(["---", *lines, "---", "", ""]))
        entries = places.entries(mapping)
        if mapping.flow:
            opened = places.opened(mapping)
            named = _first_of(entries, after)
            at = places.end(named) if named else opened
            comma = "" if not named else " , " if text.endswith(":", 0, at) else ", "  # a ":" needs a blank behind it
            return Edit(Span(at, at), comma + _pairs(items))
        if named := _first_of(entries, after):
            return self.below(named, lines, places.column(places.start(entries[0])))
        if not places.is_blank(front.span):
            raise places.uneditable("keys with values are expected")
        lead = "" if text[: front.span.end].endswith(("\n", "\r")) or not front.span.end else self.newline
        return Edit(Span(front.span.end, front.span.end), lead + "".join(line + self.newline for line in lines))

    def below(self, place: EntryPlace, lines: list[str], indent: str) -> Edit:
        """Add lines below an entry of a list or mapping that is written in lines."""
        end = self.places.end(place)
        at, ended = next_line(self.text, end), self.text.endswith(("\n", "\r"))
        if not ended and not self.text[end:].strip() and self.places.is_block_text(self.places.last_leaf(place.node)):
            raise self.places.uneditable("a line end would become a part of its last text")
        added = self.newline.join(indent + line for line in lines)
        return Edit(Span(at, at), added + self.newline if at < len(self.text) or ended else self.newline + added)

    def _meant_sign(self, place: EntryPlace) -> Span | None:
        """What stands behind the key where a colon and a blank are meant."""
        signs = (sign for problem in self.places.document.problems for sign in problem.signs)
        return next((sign for sign in signs if place.key and sign.start == place.key.span.end), None)

    def replace(self, place: EntryPlace, yaml: str) -> tuple[Edit, ...]:
        """Replace a value, with its tag, by another."""
        places, text, node, end = self.places, self.text, place.node, self.places.end(place)
        at = places.indicated(place)
        if sign := self._meant_sign(place):
            if places.is_in_lines(node) or places.is_block_text(node):
                raise places.uneditable('a key without ":"')
            return (Edit(Span(sign.start, max(end, sign.end)), f": {yaml}"),)
        if at is None:
            if not place.parent.flow or not place.key:
                raise places.uneditable('a key without ":"')
            return (Edit(Span(end, end), f": {yaml}"),)
        places.refuse_shared(at, end)
        if places.is_empty(node):
            return (Edit(Span(at, end), f" {yaml}"),)
        if places.is_block_text(node):
            header = node.span.start + len(places.header(node))
            content = places.line_end(header)
            removal = (Edit(Span(content, end), ""),) if end > content else ()
            return (Edit(Span(places.value_start(place), header), yaml), *removal)
        if places.is_in_lines(node):
            first = places.start(places.entries(node)[0])
            if places.begins_line(first):
                own = max(at, above) if (above := places.after_properties(node)) > node.span.start else at
                if "#" in text[at:own]:
                    raise places.uneditable("a comment above an anchor")
                return Edit(Span(at, own), f" {yaml}"), Edit(places.lines(first, end), "")
            return (Edit(Span(first, end), yaml),)
        tagged = "!" in text[places.value_start(place) : node.span.start + 1]
        return (Edit(Span(places.value_start(place) if tagged else node.span.start, end), yaml),)

    def remove(self, place: EntryPlace, owner: EntryPlace | None) -> tuple[Edit, ...]:
        """Remove an entry of a list or mapping, which is the value of `owner`."""
        places, text = self.places, self.text
        start, end = places.start(place), places.end(place)
        places.refuse_shared(start, end)
        places.refuse_twice(place)
        if place.parent.flow:
            return self.remove_in_brackets(place, start, end)
        if owner and len(place.parent.entries) == 1:
            return self.replace(owner, "[]" if isinstance(place.parent, Sequence) else "{}")
        if len(place.parent.entries) == 1 and "---" in text[places.span.start : start]:  # which needs something below it
            return (Edit(Span(start, end), "{}"),)
        if places.begins_line(start):
            return (Edit(places.lines_to_remove(place, start, end), ""),)
        return (Edit(Span(start, places.after_line_ends(places.line_end(end))), ""),)

    def remove_in_brackets(self, place: EntryPlace, start: int, end: int) -> tuple[Edit, ...]:
        places, text, entries = self.places, self.text, self.places.entries(place.parent)
        places.opened(place.parent)
        before = places.end(entries[place.index - 1]) if place.index else start
        before = places.after_blanks(before) if text.endswith(":", 0, before) else before
        if place.index and "#" not in text[before:start] and not text.endswith(":", 0, before):
            return (Edit(Span(before, end), ""),)
        comma = places.skip(end)
        closed = not text.startswith(",", comma)
        if "#" in text[end:comma] and not closed:
            return Edit(Span(start, end), ""), Edit(Span(comma, comma + 1), "")
        cut = end if closed else comma + 1
        if places.begins_line(start) and places.after_blanks(cut) == places.line_end(cut):
            return (Edit(Span(places.line_start(start), next_line(text, cut)), ""),)
        following = places.skip(cut)
        if place.index + 1 < len(entries) and "#" not in text[cut:following]:  # a comment needs the blank before it
            cut = following
        return (Edit(Span(start, cut), ""),)

    def insert(self, route: Route, index: int | None, entry: str, after: Items[str]) -> tuple[Edit, ...]:
        """Add an entry to the list at a route, at its end where no index is given."""
        places, node, place = self.places, self.places.node(route), self.places.find(route)
        if isinstance(node, Sequence):
            return (self.insert_into(node, index, entry),)
        parent, name = (places.node(route[:-1]), route[-1]) if route else (None, "")
        if isinstance(parent, Mapping) and isinstance(name, str) and not place:
            return (self.add(parent, {name: f"[{entry}]"}, [f"{key_name(name)}:", f"  - {entry}"], after),)
        if place and place.key and places.is_empty(place.node) and not place.parent.flow and (at := places.indicated(place)):
            places.refuse_shared(at, places.end(place))
            return (self.below(place, [f"  - {entry}"], places.column(places.start(place))),)
        if not place or _is_null(node):
            return self.give(route, f"[{entry}]", after)
        if isinstance(node, Mapping) and not node.flow:
            raise places.uneditable("a mapping is no list")
        span, value = self.on_one_line(place, in_brackets=True)
        return (Edit(span, f"[{entry}, {value}]" if index == 0 else f"[{value}, {entry}]"),)

    def insert_into(self, node: Sequence, index: int | None, entry: str) -> Edit:
        places, entries = self.places, self.places.entries(node)
        before = entries[: len(entries) if index is None else index]
        if node.flow:
            at = places.end(before[-1]) if before else places.start(entries[0]) if entries else places.opened(node)
            return Edit(Span(at, at), f", {entry}" if before else f"{entry}, " if entries else entry)
        at = places.start(entries[0])
        if before:
            return self.below(before[-1], [f"- {entry}"], places.column(at))
        return Edit(Span(at, at), f"- {entry}{self.newline}{places.column(at)}")

    def entitle(self, place: EntryPlace, items: Values[str, str]) -> tuple[Edit, ...]:
        """Make a list entry that is a text a mapping with that text as its title."""
        span, value = self.on_one_line(place, in_brackets=place.parent.flow)
        items = {"title": value, **items}
        if place.parent.flow:
            return (Edit(span, "{" + _pairs(items) + "}"),)
        kept = items["title"] == self.text[span.start : span.end]
        title = Edit(Span(span.start, span.start if kept else span.end), "title: " if kept else f"title: {items['title']}")
        lines = [_pair(*item) for item in items.items() if item[0] != "title"]
        return title, self.below(place, lines, self.places.column(span.start))

    def on_one_line(self, place: EntryPlace, in_brackets: bool) -> tuple[Span, str]:
        """A value with its anchor: where it stands, and as it is written if that can stand there, else anew."""
        places, node = self.places, place.node
        span = Span(places.value_start(place), places.end(place))
        written = self.text[span.start : span.end]
        if not isinstance(node, Scalar) or self.text[node.span.start] == "*":
            return span, written
        quoted = self.text[node.span.start] in ("'", '"')
        if not re.search(r"[\r\n]", written) and (quoted or not in_brackets or scalar(node.text) == node.text):
            return span, written
        places.refuse_shared(span.start, span.end)
        if places.is_block_text(node) and "#" in self.text[span.start : places.line_end(span.start)]:
            raise places.uneditable("a comment beside the sign of a block text")
        return span, scalar(node.text)


def _pairs(items: Values[str, str]) -> str:
    return ", ".join(_pair(*item) for item in items.items())


def _pair(name: str, value: str) -> str:
    return f"{key_name(name)}: {value}"


def _is_null(node: Node | None) -> bool:
    return node is None or node.value is None


def _first_of(entries: list[EntryPlace], after: Items[str]) -> EntryPlace | None:
    """The entry of the first of these keys that is there, else the last entry."""
    named = {canonical_key(place.key.text): place for place in reversed(entries) if place.key}
    return next((named[key] for key in map(canonical_key, after) if key in named), entries[-1] if entries else None)
