"""What of an item's file can be folded away."""

from collections.abc import Iterator

from dualtrack.project.project import Project
from dualtrack.text import Span


def folds(project: Project, path: str) -> Iterator[Span]:
    """The front matter, the sections, and runs of closed lines of a checklist, each from its first line to its last. YAML is
    left to the editor, which folds it by its indentation."""
    document = project.documents[path]
    front = document.front.span
    if front and front.start:
        yield Span(front.start - 1, document.front.body - 1)
    for heading in document.body.headings:
        yield Span(heading.start, _filled_end(document.text, heading.end, heading.section_end))
    number = document.lines.position
    first = last = None
    for line in (*document.body.checks, None):
        closed = line if line and line.closed else None
        if closed and last and number(closed.start)[0] <= number(last.end)[0] + 1:
            last = closed
        else:
            if first and last and first is not last:
                yield Span(first.start, last.end)
            first = last = closed


def _filled_end(text: str, start: int, end: int) -> int:
    """Where the last line of a part of a text ends that is not blank."""
    return start + len(text[start:end].rstrip())
