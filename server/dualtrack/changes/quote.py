"""Put a value in quotation marks."""

from dualtrack.changes.change import Change, Refusal
from dualtrack.files.front_matter import quoted
from dualtrack.project.project import Project
from dualtrack.text import Edit, Span


def quote(project: Project, path: str, span: Span) -> Change:
    """Quote what stands at the span."""
    document = project.documents.get(path)
    if not document or not any(problem.quotable == span for problem in document.problems):
        raise Refusal(f"{path} has changed since")
    return Change("Quoted", {path: (Edit(span, quoted(document.text[span.start : span.end])),)})
