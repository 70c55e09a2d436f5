"""The only place with lines, position encodings and URIs: what the inside says, in the words of LSP, and back."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from dualtrack.changes.change import Change, Cursor
from dualtrack.findings import Finding, Severity
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit, Lines, Span, apply

SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "information": types.DiagnosticSeverity.Information,
    "hint": types.DiagnosticSeverity.Hint,
}
_OPTIONAL = "optional"
RULE_SCHEME = "dualtrack-rule"


class Encoding:
    """Columns in the units that client and server agreed on."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def units(self, text: str) -> int:
        if text.isascii() or self.kind == "utf-32":
            return len(text)
        if self.kind == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)

    def position(self, lines: Lines, offset: int) -> types.Position:
        line, column = lines.position(offset)
        if not lines.text.isascii():
            column = self.units(lines.text[offset - column : offset])
        return types.Position(line, column)

    def range(self, lines: Lines, span: Span) -> types.Range:
        return types.Range(self.position(lines, span.start), self.position(lines, span.end))

    def offset(self, lines: Lines, position: types.Position) -> int:
        """A position as an offset; one behind the end of a line is its end."""
        line = lines.line(position.line)
        text = lines.text[line.start : line.end]
        if text.isascii() or self.kind == "utf-32":
            return line.start + min(position.character, len(text))
        units = 0
        for index, character in enumerate(text):
            if units >= position.character:
                return line.start + index
            units += self.units(character)
        return line.end

    def span(self, lines: Lines, range: types.Range) -> Span:
        return Span(self.offset(lines, range.start), self.offset(lines, range.end))


def member(value: Any, name: str) -> Any:
    """What a client sent under a name, in an object or a mapping; None where it sent nothing."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)  # pyright: ignore


def uri_of(root: Path, path: str) -> str:
    """The URI of a file in a folder."""
    return f"{_uri_of_folder(str(root))}/{quote(path)}"


@lru_cache(maxsize=100)
def _uri_of_folder(root: str) -> str:
    return (from_fs_path(root) or "").rstrip("/")


@lru_cache(maxsize=1000)
def path_of(uri: str) -> Path | None:
    """The file of a URI; for the box in which a commit's message is written, the repository's folder; else None."""
    if uri.startswith("vscode-scm:"):
        uri = next(iter(parse_qs(unquote(urlsplit(uri).query)).get("rootUri", ())), "")  # VS Code encodes it twice
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path) if path else None


def markdown(text: str) -> types.MarkupContent:
    """A text in Markdown."""
    return types.MarkupContent(types.MarkupKind.Markdown, text)


def without_icons(text: str) -> str:
    """A text in which VS Code draws no icons."""
    return text.replace("$(", "$ (")


def diagnostic(finding: Finding, lines: Lines, encoding: Encoding, pages: bool) -> types.Diagnostic:
    """A finding as a diagnostic; its code leads to the rule's page where the client can show it."""
    page = types.CodeDescription(f"{RULE_SCHEME}:/{finding.code}.md") if pages else None
    return types.Diagnostic(
        range=encoding.range(lines, finding.place.span),
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.code,
        code_description=page,
        source="dualtrack",
    )


def workspace_edit(
    project: Project,
    change: Change,
    encoding: Encoding,
    uri: Callable[[str], str],
    version: Callable[[str], int | None],
    annotates: bool,
) -> types.WorkspaceEdit:
    """A change as an edit of the workspace; a path that the project does not hold is created. Optional edits are for a client
    that takes annotations: it shows everything first, and these unticked."""
    optional: Mapping[str, tuple[Edit, ...]] = change.optional if annotates else {}
    operations: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for path, edits in change.edits.items():
        document = project.documents.get(path)
        lines = document.lines if document else Lines("")
        if not document:
            options = types.CreateFileOptions(ignore_if_exists=False)
            operations.append(types.CreateFile(uri(path), options=options))
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri=uri(path), version=version(path))
        text_edits: list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit] = [
            *(types.TextEdit(encoding.range(lines, edit.span), edit.text) for edit in edits),
            *(
                types.AnnotatedTextEdit(_OPTIONAL, encoding.range(lines, edit.span), edit.text)
                for edit in optional.get(path, ())
            ),
        ]
        operations.append(types.TextDocumentEdit(identifier, text_edits))
    operations += (types.RenameFile(uri(old), uri(new)) for old, new in change.renamed.items())
    annotations = {_OPTIONAL: types.ChangeAnnotation(said("If you like"), needs_confirmation=True)} if optional else None
    return types.WorkspaceEdit(document_changes=operations, change_annotations=annotations)


def text_and_cursor(project: Project, cursor: Cursor, change: Change, encoding: Encoding) -> tuple[str, types.Position]:
    """The text of the file after the change, and where the change leaves the cursor in it."""
    document = project.documents.get(cursor.path)
    after = apply(document.text if document else "", change.edits[cursor.path])
    return after, encoding.position(Lines(after), cursor.offset)
