"""For code scanning: SARIF 2.1.0, with the page of every rule."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from dualtrack import __version__
from dualtrack.cli.report import FindingRow, Report, as_json, fingerprints
from dualtrack.features.rule_page import rule_page
from dualtrack.findings import Rule
from dualtrack.rules import all_rules

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}
_WHY = re.compile(r"^## Why\n+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def sarif(report: Report) -> Iterator[str]:
    """One run with its rules and results."""
    rules = all_rules()
    numbers = {code: number for number, code in enumerate(rules)}
    results = [
        _result(report.below, each, numbers[each.code], fingerprint)
        for each, fingerprint in zip(report.found, fingerprints(report), strict=True)
    ]
    driver = {"name": "Dualtrack", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules.values()]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    yield as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    summary = " ".join(rule.page.partition("\n\n")[0].split())
    why = _WHY.search(rule.page)
    reason = "\n\n".join(" ".join(part.split()) for part in (why[1] if why else summary).strip().split("\n\n"))
    page = rule_page(rule.code) or summary
    return {
        "id": rule.code,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": reason},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(below: str, each: FindingRow, number: int, fingerprint: str) -> dict[str, Any]:
    path = (below + each.path).encode("utf-8", errors="surrogateescape")
    region = {
        "startLine": each.line,
        "startColumn": each.column,
        "endLine": each.end_line,
        "endColumn": each.end_column,
    }
    place = {"artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"}, "region": region}
    return {
        "ruleId": each.code,
        "ruleIndex": number,
        "level": _LEVELS[each.severity],
        "message": {"text": each.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"dualtrack/v1": fingerprint},
    }
