"""Put values in quotation marks."""

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.files.document import Document
from dualtrack.files.meant_texts import meant_text
from dualtrack.files.read_keys import quoted
from dualtrack.model.item import Route
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit, Span, line_at


def quote(project: Project, path: str, spans: tuple[Span, ...]) -> Change:
    """Quote what stands at the spans."""
    document = project.documents.get(path)
    if not document or not any(problem.quotable == spans for problem in document.problems):
        raise Refusal(said("{path} has changed since", path))
    texts = ((span, meant_text(document.text[span.start : span.end])) for span in spans)
    return Change(said("Quoted"), {path: tuple(Edit(span, quoted(text)) for span, text in texts)})


def end_keys(project: Project, path: str, signs: tuple[Span, ...]) -> Change:
    """Write a colon and a blank in place of what stands behind keys."""
    document = project.documents.get(path)
    if not document or not any(problem.signs == signs for problem in document.problems):
        raise Refusal(said("{path} has changed since", path))
    return Change(said("Colon and blank written"), {path: tuple(Edit(sign, ": ") for sign in signs)})


def quote_line(project: Project, key: str, name: str) -> Change:
    """Quote the value of a key with the comment behind it."""
    item = item_to_change(project, key)
    document = project.document(item)
    span = span_with_comment(document, (*item.route, name))
    if not span:
        raise Refusal(said("{path} has changed since", item.path))
    text = document.text[span.start : span.end]
    edits = edited(document, (Edit(span, quoted(text)),), item.route, **{name: text})
    return Change(said("Quoted"), {item.path: edits})


def span_with_comment(document: Document, route: Route) -> Span | None:
    """Where a plain text stands with a comment behind it that goes on without a blank, as in `Fix #12`; None for any other."""
    if document.front.plain is not None:  # in which there are no comments
        return None
    key, node = document.key(route), document.node(route)
    if not key or not node or node.span.start < key.span.end or getattr(node, "style", "-"):
        return None
    line = line_at(document.text, key.span.end)
    value = document.text[key.span.end : line.end].partition(":")[2].strip()
    start = document.text.index(value, key.span.end + 1)
    comment = document.text[max(start, min(node.span.end, line.end)) : start + len(value)].strip()
    return Span(start, start + len(value)) if comment[:1] == "#" and comment[1:2].isalnum() else None
