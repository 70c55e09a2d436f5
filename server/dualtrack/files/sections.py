"""Edits of the Markdown body: sections and checklists."""

import re
from collections.abc import Sequence as Items

from dualtrack.files.body import Heading
from dualtrack.files.document import Document
from dualtrack.model.definition_of_done import DodLine
from dualtrack.text import Edit, Span, line_spans, newline_of

_NUMBERED = re.compile(r"#(\d{1,9})\s")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_INDENT = re.compile(r"[ \t]*")
_NOT_APPLICABLE = re.compile(r"\bN/A\b(:?)\s*$")


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


def tick_line(line: DodLine) -> Edit:
    """Mark a line of a checklist as done."""
    return Edit(line.mark_span, "x")


def mark_not_applicable(line: DodLine, reason: str) -> tuple[Edit, ...]:
    """Mark a line of a checklist as not applicable, and say why."""
    stated = _NOT_APPLICABLE.search(line.text)
    lead = " — N/A: " if not stated else " " if stated[1] else ": "
    return Edit(line.mark_span, "-"), Edit(Span(line.span.end, line.span.end), lead + " ".join(reason.split()))


def insert_check(document: Document, heading_title: str, *texts: str) -> tuple[Edit, ...]:
    """Add open lines below the last one of a checklist, written as it is; the section is added where it is missing."""
    heading, checks = document.body.heading(heading_title), document.body.checks_under(heading_title)
    lines = [f"- [ ] {text}" for text in texts]
    if not heading:
        return (append_section(document, heading_title, lines)[0],)
    if not checks:
        written = document.text[heading.section.start : heading.section.end].strip()
        return (append_to_section(document, heading, ["", *lines] if written else lines)[0],)
    at = _end_of_item(document.text, checks[-1], heading)
    bullet = _BULLET.match(document.text, checks[-1].span.start)
    lead = f"{newline_of(document.text)}{bullet.group() if bullet else '- '}[ ] "
    numbered = _NUMBERED.match(checks[-1].text)
    added = "".join(f"{lead}#{int(numbered[1]) + n} {text}" if numbered else lead + text for n, text in enumerate(texts, 1))
    return (Edit(Span(at, at), added),)


def _end_of_item(text: str, line: DodLine, heading: Heading) -> int:
    """The end of the last line of an item: those that are indented deeper belong to it."""
    first, *following = line_spans(text, line.span.start, heading.section.end)
    depth, end = _depth(text, first), first.end
    for span in following:
        if span.start == span.end or _depth(text, span) <= depth:
            break
        end = span.end
    return end


def _depth(text: str, span: Span) -> int:
    indent = _INDENT.match(text, *span)
    return len(indent.group()) if indent else 0
