"""The terms that the wiki's page "Glossary" explains: headings with what stands below, and `**term**: explanation`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.files.document import Document
from dualtrack.project.project import Place, Project
from dualtrack.text import Span, line_at

_NAME = "glossary"
_LEAD = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?\*\*([^*\n]{1,80})\*\*[ \t]*(?:[:.—–-][ \t]*)?(\S.*)$", re.MULTILINE)
_ALSO = re.compile(r"[ \t]{0,9}[,/;][ \t]|[ \t]{0,9}\(|\)")
_SHORTEST = 2


class Term(NamedTuple):
    """A term with its explanation, where it stands in a text, and where it is explained."""

    name: str
    explanation: str
    span: Span
    place: Place


def terms(project: Project) -> dict[str, str]:
    """Each term that the glossary explains, with its explanation."""
    pages = (page for page in project.index.pages(_NAME) if page.kind == "page" and not page.archived)
    return {name: explanation for page in pages for name, explanation, _ in _terms(project.document(page))}


def found(name: str, text: str) -> Iterator[re.Match[str]]:
    """Where a term is used in a text."""
    case = re.NOFLAG if name.isupper() else re.IGNORECASE  # IT is not it
    return re.finditer(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", text, case)


def term_at(project: Project, path: str, text: str, offset: int) -> Term | None:
    """The longest term at an offset of a text; on the page itself nothing has to be explained."""
    line = line_at(text, offset)
    named: list[Term] = []
    for page in project.index.pages(_NAME):
        if page.kind != "page" or page.path == path or page.archived:
            continue
        for name, explanation, span in _terms(project.document(page)):
            for each in found(name, text[line.start : line.end]):
                if each.start() <= offset - line.start <= each.end():
                    at = Span(line.start + each.start(), line.start + each.end())
                    named.append(Term(name, explanation, at, Place(page.path, span)))
    return max(named, key=lambda term: term.span.end - term.span.start, default=None)


def _terms(document: Document) -> list[tuple[str, str, Span]]:
    """The names of each term, also those in brackets and behind a comma, with the first paragraph about it."""
    text, found = document.text, list[tuple[str, str, Span]]()
    for heading in document.body.headings:
        if heading.level > 1:
            found.append((heading.text, text[heading.section.start : heading.section.end], heading.span))
    found += ((lead[1].rstrip(".:"), lead[2], Span(*lead.span(1))) for lead in _LEAD.finditer(text, document.front.body))
    return [
        (name, " ".join(paragraph.split()), span)
        for names, explanation, span in found
        if (paragraph := explanation.strip().partition("\n\n")[0]) and not paragraph.startswith("#")
        for name in map(str.strip, _ALSO.split(names))
        if len(name) >= _SHORTEST
    ]
