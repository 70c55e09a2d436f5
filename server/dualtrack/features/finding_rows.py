"""Findings as every report has them: with lines and columns."""

from collections.abc import Iterable
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


def finding_rows(project: Project, findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """The findings with their places in lines and columns."""
    return tuple(_row(project, finding) for finding in findings)


def _row(project: Project, finding: Finding) -> FindingRow:
    document = project.documents.get(finding.place.path)
    lines = document.lines if document else Lines("")
    line, column = lines.position(finding.place.span.start)
    end_line, end_column = lines.position(finding.place.span.end)
    return FindingRow(
        finding.place.path,
        line + 1,
        column + 1,
        end_line + 1,
        end_column + 1,
        finding.code,
        finding.severity,
        finding.message,
        tuple(fix.title for fix in finding.fixes),
    )
