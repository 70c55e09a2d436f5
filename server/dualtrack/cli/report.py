"""What `dualtrack check` reports, before it has a format: the same words and places for all of them."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from dualtrack.cli.style import printable
from dualtrack.features.finding_rows import FindingRow, finding_rows
from dualtrack.findings import Finding
from dualtrack.project.project import Project


@dataclass(frozen=True)
class Report:
    """The findings to report. Forges count paths from the top of the git repository: `below` is what stands before them there.

    `notes` say what could not be asked, `summary` is the last line for people.
    """

    found: tuple[FindingRow, ...]
    below: str
    notes: tuple[str, ...]
    summary: str


def printed(project: Project, findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """The findings with their places in lines and columns, and messages that cannot steer a terminal."""
    return tuple(replace(each, message=printable(each.message)) for each in finding_rows(project, findings))


def fingerprints(report: Report) -> list[str]:
    """A name for each finding that stays when lines move: from path, code, message, and which of several equal ones it is."""
    seen: Counter[tuple[str, str, str]] = Counter()
    names: list[str] = []
    for each in report.found:
        what = (report.below + each.path, each.code, each.message)
        seen[what] += 1
        whole = "\0".join((*what, str(seen[what]))).encode("utf-8", errors="surrogateescape")
        names.append(hashlib.sha256(whole).hexdigest()[:40])
    return names


def as_json(value: Any) -> str:
    """JSON that cannot steer a terminal: what is no printable character is escaped."""
    lines = json.dumps(value, indent=2, ensure_ascii=False).split("\n")
    return "\n".join(line if line.isprintable() else "".join(map(_escaped, line)) for line in lines)


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
