"""Edits of one file that change what they must and no other byte."""

from collections.abc import Sequence as Items

from dualtrack.files.body import Heading
from dualtrack.files.document import Document
from dualtrack.files.front_matter import quoted
from dualtrack.files.yaml_tree import Node, Scalar, Sequence, YamlError, compose
from dualtrack.text import Edit, Span, newline_of


def scalar(value: str) -> str:
    """A one-line value as YAML, in quotation marks only where it needs them, in brackets too."""
    probe = f"[{{k: {value}}}]"
    try:
        root = compose(probe, 0, len(probe)).root
    except YamlError:
        return quoted(value)
    return value if value and root and root.value == [{"k": value}] else quoted(value)


def set_key(document: Document, key: str, value: str, after: Items[str] = ()) -> Edit:
    """Give a key a one-line value. A new key goes below the first of `after` that is there, else to the end."""
    entry = document.entry(key)
    if entry:
        return _replace(document, entry, value)
    line = f"{key}: {scalar(value)}"
    front = document.front
    if front.span is None:
        newline = newline_of(document.text)
        at = 1 if document.text.startswith("\ufeff") else 0
        return Edit(Span(at, at), f"---{newline}{line}{newline}---{newline}{newline}")
    if front.keys.flow:
        at = front.keys.span.end - 1
        return Edit(Span(at, at), f", {line}" if front.keys.entries else line)
    return _new_line(document, line, after)


def remove_key(document: Document, key: str) -> Edit | None:
    """Remove a key with its value and their lines; None where it is absent or stands in braces."""
    entry = document.entry(key)
    if not entry or document.front.keys.flow:
        return None
    text, (name, node) = document.text, entry
    start = document.lines.line(document.lines.position(name.span.start)[0]).start
    return Edit(Span(start, _next_line(text, max(name.span.end, node.span.end))), "")


def append_entry(document: Document, key: str, entry_text: str, after: Items[str] = ()) -> Edit:
    """Add an entry, given as YAML, to the list under a key, whichever way the list is written."""
    newline = newline_of(document.text)
    entry = document.entry(key)
    if not entry:
        return _new_line(document, f"{key}:{newline}  - {entry_text}", after)
    name, node = entry
    match node:
        case Sequence(flow=True):
            at = node.span.end - 1
            return Edit(Span(at, at), f", {entry_text}" if node.entries else entry_text)
        case Sequence():
            indent = document.text[document.lines.line(document.lines.position(node.span.start)[0]).start : node.span.start]
            at = node.entries[-1].span.end
            at = _line_end(document.text, at)
            return Edit(Span(at, at), f"{newline}{indent}- {entry_text}")
        case _:
            at = document.text.index(":", name.span.end) + 1
            end = max(at, node.span.end)
            return Edit(Span(at, end), f"{newline}  - {entry_text}")


def append_section(document: Document, heading: str, lines: Items[str]) -> tuple[Edit, int]:
    """Add a section at the end of the file; also the offset, after the edit, of the end of its last line."""
    newline = newline_of(document.text)
    text = document.text
    kept = len(text.rstrip("\r\n"))
    gap = newline * 2 if kept else ""
    added = newline.join([f"## {heading}", "", *lines])
    start = max(kept, document.front.body if document.front.span else 0)
    if start > kept:
        gap = newline if text[:start].endswith(("\n", "\r")) else newline * 2
    return Edit(Span(start, len(text)), f"{gap}{added}{newline}"), start + len(gap) + len(added)


def append_to_section(document: Document, heading: Heading, lines: Items[str]) -> tuple[Edit, int]:
    """Add lines at the end of a section; also the offset, after the edit, of the end of the last of them."""
    newline = newline_of(document.text)
    section = document.text[heading.section.start : heading.section.end]
    filled = section.rstrip()
    at = heading.section.start + len(filled)
    gap = newline if filled and not filled.endswith(newline * 2) else newline * 2
    added = gap + newline.join(lines)
    return Edit(Span(at, at), added), at + len(added)


def _replace(document: Document, entry: tuple[Scalar, Node], value: str) -> Edit:
    name, node = entry
    if node.span.end == node.span.start:
        at = document.text.index(":", name.span.end) + 1
        return Edit(Span(at, at), f" {scalar(value)}")
    style = node.style if isinstance(node, Scalar) else ""
    if style == '"':
        return Edit(node.span, quoted(value))
    if style == "'":
        inside = value.replace("'", "''")
        return Edit(node.span, f"'{inside}'")
    return Edit(node.span, scalar(value))


def _new_line(document: Document, line: str, after: Items[str]) -> Edit:
    text, newline = document.text, newline_of(document.text)
    assert document.front.span is not None
    for key in after:
        entry = document.entry(key)
        if entry:
            at = _line_end(text, max(entry[0].span.end, entry[1].span.end))
            return Edit(Span(at, at), f"{newline}{_indent(document, entry[0])}{line}")
    at = document.front.span.end
    first = document.front.keys.entries[0][0] if document.front.keys.entries else None
    indent = _indent(document, first) if first else ""
    lead = "" if at == 0 or text[:at].endswith(("\n", "\r")) else newline
    return Edit(Span(at, at), f"{lead}{indent}{line}{newline}")


def _indent(document: Document, key: Scalar) -> str:
    start = document.lines.line(document.lines.position(key.span.start)[0]).start
    return document.text[start : key.span.start]


def _line_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in "\r\n":
        at += 1
    return at


def _next_line(text: str, at: int) -> int:
    end = _line_end(text, at)
    return end + 2 if text.startswith("\r\n", end) else min(end + 1, len(text))
