"""Edits of one file that change what they must and no other byte."""

from collections.abc import Mapping as Values
from collections.abc import Sequence as Items

from dualtrack.files.body import Heading
from dualtrack.files.document import Document
from dualtrack.files.front_matter import quoted
from dualtrack.files.yaml_tree import Mapping, Node, Scalar, Sequence, YamlError, compose
from dualtrack.text import Edit, Span, newline_of


def scalar(value: str) -> str:
    """A one-line value as YAML, in quotation marks only where it needs them, in brackets too."""
    probe = f"[{{k: {value}}}]"
    try:
        root = compose(probe, 0, len(probe)).root
    except YamlError:
        return quoted(value)
    return value if value and root and root.value == [{"k": value}] else quoted(value)


def set_keys(document: Document, values: Values[str, str], after: Items[str] = ()) -> tuple[Edit, ...]:
    """Give keys one-line values. New keys go below the first of `after` that is there, else to the end, in their order."""
    known = {key: entry for key in values if (entry := document.entry(key))}
    edits = [_replace(document, entry, values[key]) for key, entry in known.items()]
    lines = [f"{key}: {scalar(value)}" for key, value in values.items() if key not in known]
    return (*edits, _add(document, lines, after)) if lines else tuple(edits)


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
        if document.front.keys.flow:
            return _add(document, [f"{key}: [{entry_text}]"], after)
        return _add(document, [f"{key}:{newline}  - {entry_text}"], after)
    name, node = entry
    match node:
        case Sequence(flow=True):
            return _into_brackets(document, node, [entry_text])
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


def _add(document: Document, lines: list[str], after: Items[str]) -> Edit:
    text, newline, front = document.text, newline_of(document.text), document.front
    if front.span is None:
        at = 1 if text.startswith("\ufeff") else 0
        return Edit(Span(at, at), newline.join(["---", *lines, "---", "", ""]))
    if front.keys.flow:
        return _into_brackets(document, front.keys, lines)
    for key in after:
        entry = document.entry(key)
        if entry:
            at = _line_end(text, max(entry[0].span.end, entry[1].span.end))
            indent = _indent(document, entry[0])
            return Edit(Span(at, at), "".join(f"{newline}{indent}{line}" for line in lines))
    at = front.span.end
    indent = _indent(document, front.keys.entries[0][0]) if front.keys.entries else ""
    lead = "" if at == 0 or text[:at].endswith(("\n", "\r")) else newline
    return Edit(Span(at, at), lead + "".join(f"{indent}{line}{newline}" for line in lines))


def _into_brackets(document: Document, node: Sequence | Mapping, parts: list[str]) -> Edit:
    """Put entries before the closing bracket of a list or mapping that is written in brackets."""
    end = node.span.end - 1
    filled = document.text[node.span.start : end].rstrip()
    at = node.span.start + len(filled)
    lead = "" if not node.entries else " " if filled.endswith(",") else ", "
    return Edit(Span(at, at), lead + ", ".join(parts))


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
