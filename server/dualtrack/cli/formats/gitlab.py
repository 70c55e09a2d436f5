"""For GitLab: a Code Quality report, which a merge request compares with that of its target."""

from collections.abc import Iterator

from dualtrack.cli.report import Report, as_json, fingerprints

_SEVERITIES = {"error": "critical", "warning": "major", "information": "minor", "hint": "info"}


def gitlab(report: Report) -> Iterator[str]:
    """A list with an entry for each finding."""
    yield as_json(
        [
            {
                "description": each.message,
                "check_name": each.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[each.severity],
                "location": {"path": report.below + each.path, "lines": {"begin": each.line}},
            }
            for each, fingerprint in zip(report.found, fingerprints(report), strict=True)
        ]
    )
