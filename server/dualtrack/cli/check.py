"""`dualtrack check`."""

import json
from typing import Any

from dualtrack.cli.style import SEVERITY_COLOURS, coloured, printable
from dualtrack.features.check import check
from dualtrack.findings import Finding
from dualtrack.model.words import plural
from dualtrack.project.project import Project
from dualtrack.text import Lines


def run(project: Project, format: str) -> int:
    """Print the findings; 1 if there is an error among them."""
    found = [finding for findings in check(project).findings.values() for finding in findings]
    if format == "json":
        print(json.dumps([_as_json(project, finding) for finding in found], indent=2, ensure_ascii=False))
    else:
        _print_text(project, found)
    return int(any(finding.severity == "error" for finding in found))


def _print_text(project: Project, found: list[Finding]) -> None:
    for finding in found:
        line, column, _, _ = _place(project, finding)
        severity = coloured(finding.severity, SEVERITY_COLOURS[finding.severity])
        print(f"{printable(finding.place.path)}:{line}:{column}: {severity}: {printable(finding.message)} [{finding.code}]")
    for tracker in project.facts.trackers:
        if tracker.error:
            print(coloured(printable(f"{tracker.name}: {tracker.error}; its runs are not counted"), "dim"))
    kept = sum(item.kind in ("task", "experiment") for item in project.items.values())
    print(f"{plural(len(found), 'finding')} in {plural(kept, 'item')}")


def _as_json(project: Project, finding: Finding) -> dict[str, Any]:
    line, column, end_line, end_column = _place(project, finding)
    return {
        "path": finding.place.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "fixes": [fix.title for fix in finding.fixes],
    }


def _place(project: Project, finding: Finding) -> tuple[int, int, int, int]:
    """1-based lines and code-point columns; the end is behind the last character."""
    document = project.documents.get(finding.place.path)
    lines = document.lines if document else Lines("")
    line, column = lines.position(finding.place.span.start)
    end_line, end_column = lines.position(finding.place.span.end)
    return line + 1, column + 1, end_line + 1, end_column + 1
