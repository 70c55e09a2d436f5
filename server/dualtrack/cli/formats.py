"""What `dualtrack check` reports, in the formats that people, programs and forges read."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dualtrack import __version__
from dualtrack.cli.terminal import as_json, coloured, finding_line, printable
from dualtrack.features.finding_rows import FindingRow
from dualtrack.features.rule_page import rule_page
from dualtrack.findings import Rule
from dualtrack.rules import all_rules

_GITHUB = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}
_GITLAB = {"error": "critical", "warning": "major", "information": "minor", "hint": "info"}
_SARIF = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}
_WHY = re.compile(r"^## Why\n+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class FindingsReport:
    """The findings to report. Forges count paths from the top of the git repository: `below` is what stands before them there.

    `notes` say what could not be asked, `summary` is the last line for people.
    """

    found: tuple[FindingRow, ...]
    below: str
    notes: tuple[str, ...]
    summary: str


def _text(report: FindingsReport) -> Iterator[str]:
    """For people: one line for each finding."""
    yield from map(finding_line, report.found)
    yield from (coloured(printable(note), "dim") for note in report.notes)
    yield report.summary


def _json(report: FindingsReport) -> Iterator[str]:
    """For programs: everything that is known of each finding."""
    yield as_json(list(report.found))


def _github(report: FindingsReport) -> Iterator[str]:
    """For GitHub Actions: workflow commands, which show each finding at its line in the pull request."""
    for each in report.found:
        place: dict[str, object] = {"file": report.below + each.path, "line": each.line}
        if each.line != each.end_line:  # columns are allowed within one line only
            place |= {"endLine": each.end_line}
        else:
            place |= {"col": each.column, "endLine": each.end_line, "endColumn": each.end_column}
        properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
        title = _property(f"dualtrack {each.code}")
        yield f"::{_GITHUB[each.severity]} {properties},title={title}::{each.message.replace('%', '%25')}"


def _property(value: object) -> str:
    """A line break would end the command; what people cannot see is replaced."""
    escaped = str(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped).replace(":", "%3A").replace(",", "%2C")


def _gitlab(report: FindingsReport) -> Iterator[str]:
    """For GitLab: a Code Quality report, which a merge request compares with that of its target."""
    yield as_json(
        [
            {
                "description": each.message,
                "check_name": each.code,
                "fingerprint": fingerprint,
                "severity": _GITLAB[each.severity],
                "location": {"path": report.below + each.path, "lines": {"begin": each.line}},
            }
            for each, fingerprint in _fingerprinted(report)
        ]
    )


def _sarif(report: FindingsReport) -> Iterator[str]:
    """For code scanning: SARIF 2.1.0, one run with its results and the page of every rule."""
    numbers = {code: number for number, code in enumerate(all_rules())}
    results = [
        {
            "ruleId": each.code,
            "ruleIndex": numbers[each.code],
            "level": _SARIF[each.severity],
            "message": {"text": each.message},
            "locations": [{"physicalLocation": _sarif_place(report.below + each.path, each)}],
            "partialFingerprints": {"dualtrack/v1": fingerprint},
        }
        for each, fingerprint in _fingerprinted(report)
    ]
    driver = {"name": "Dualtrack", "semanticVersion": __version__, "rules": list(map(_sarif_rule, all_rules().values()))}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    yield as_json({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _sarif_place(path: str, each: FindingRow) -> dict[str, Any]:
    start = {"startLine": each.line, "startColumn": each.column}
    uri = quote(path.encode("utf-8", errors="surrogateescape"))
    return {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {**start, "endLine": each.end_line, "endColumn": each.end_column},
    }


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    why = _WHY.search(rule.page)
    reason = "\n\n".join(" ".join(part.split()) for part in (why[1] if why else rule.summary).strip().split("\n\n"))
    page = rule_page(rule.code) or rule.summary
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": reason},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _SARIF[rule.severity]},
    }


def _fingerprinted(report: FindingsReport) -> Iterator[tuple[FindingRow, str]]:
    """Each finding with a name that stays when lines move: from path, code, message, and which of several equal ones it is."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for each in report.found:
        what = (report.below + each.path, each.code, each.message)
        seen[what] += 1
        whole = "\0".join((*what, str(seen[what]))).encode("utf-8", errors="surrogateescape")
        yield each, hashlib.sha256(whole).hexdigest()[:40]


FORMATS: dict[str, Callable[[FindingsReport], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
    "gitlab": _gitlab,
}
"""By the name that `--format` takes, what gives the lines of a report."""
