"""For GitHub Actions: workflow commands, which show each finding at its line in the pull request."""

from collections.abc import Iterator

from dualtrack.cli.report import FindingRow, Report
from dualtrack.cli.style import printable

_COMMANDS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def github(report: Report) -> Iterator[str]:
    """A command for each finding."""
    for each in report.found:
        place = {"file": report.below + each.path, "line": each.line, **_columns(each)}
        properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
        title = _property(f"dualtrack {each.code}")
        yield f"::{_COMMANDS[each.severity]} {properties},title={title}::{_message(each.message)}"


def _columns(each: FindingRow) -> dict[str, int]:
    """Columns are allowed within one line only."""
    if each.line != each.end_line:
        return {"endLine": each.end_line}
    return {"col": each.column, "endLine": each.end_line, "endColumn": each.end_column}


def _message(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(value: object) -> str:
    """A line break would end the command; what people cannot see is replaced."""
    escaped = str(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped).replace(":", "%3A").replace(",", "%2C")
