"""Findings as every report has them: with lines and columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dualtrack.findings import Finding, Severity
from dualtrack.project.project import Project
from dualtrack.text import Lines


@dataclass(frozen=True)
class FindingRow:
    """A finding with 1-based lines and code-point columns; the end is behind the last character."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    severity: Severity
    message: str
    fixes: tuple[str, ...]


def finding_rows(project: Project, findings: Iterable[Finding]) -> Iterator[FindingRow]:
    """The findings with their places in lines and columns."""
    for finding in findings:
        path, span = finding.place
        document = project.documents.get(path)
        lines = document.lines if document else Lines("")
        (line, column), (end_line, end_column) = lines.position(span.start), lines.position(span.end)
        told = (finding.code, finding.severity, finding.message, tuple(fix.title for fix in finding.fixes))
        yield FindingRow(path, line + 1, column + 1, end_line + 1, end_column + 1, *told)
