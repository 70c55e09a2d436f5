"""Edits of the Markdown body: sections and checklists."""

import re
from collections.abc import Sequence as Items

from dualtrack.files.body import Heading
from dualtrack.files.document import Document
from dualtrack.files.places import Uneditable
from dualtrack.files.read_body import item_end, read_body
from dualtrack.model.definition_of_done import DodLine
from dualtrack.text import Edit, Span, apply, newline_of

_NUMBERED = re.compile(r"#(\d{1,9})\s")
_ORDERED = re.compile(r"(\d{1,9})([.)][ \t]+)\Z")
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
    edit = Edit(Span(start, len(text)), f"{gap}{added}{newline}")
    return _shown(document, edit, start + len(gap)), start + len(gap) + len(added)


def append_to_section(document: Document, heading: Heading, lines: Items[str]) -> tuple[Edit, int]:
    """Add lines at the end of a section; also the offset, after the edit, of the end of the last of them."""
    newline = newline_of(document.text)
    section = document.text[heading.section.start : heading.section.end]
    filled = section.rstrip()
    at = heading.section.start + len(filled)
    gap = newline if filled and not filled.endswith(newline * 2) else newline * 2
    added = gap + newline.join(lines)
    return _shown(document, Edit(Span(at, at), added), at + len(gap)), at + len(added)


def _shown(document: Document, edit: Edit, at: int) -> Edit:
    """The edit, if what it writes at an offset is seen; raises Uneditable where that would be in a comment or code."""
    body = read_body(apply(document.text, [edit]), document.front.body)
    if any(span.start <= at < span.end for span in body.hidden):
        raise Uneditable(f"{document.path} ends in code or a comment that is not closed; close it first")
    return edit


def tick_line(line: DodLine) -> Edit:
    """Mark a line of a checklist as done."""
    return Edit(line.mark_span, "x")


def cite(line: DodLine, proof: str) -> Edit:
    """Write a proof behind a line of a checklist, and behind what it cites already."""
    return Edit(Span(line.span.end, line.span.end), f", {proof}" if line.cited else f" — {proof}")


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
    last = checks[-1]
    lead = newline_of(document.text) + document.text[last.start : last.mark_at - 1]
    numbered = _NUMBERED.match(last.text)
    added = ""
    for n, text in enumerate(texts, 1):
        number = f"#{int(numbered[1]) + n} " if numbered else ""
        added += f"{_ORDERED.sub(lambda found, n=n: str(int(found[1]) + n) + found[2], lead)}[ ] {number}{text}"
    end = item_end(document.text, document.front.body, last)
    return (Edit(Span(end, end), added),)
