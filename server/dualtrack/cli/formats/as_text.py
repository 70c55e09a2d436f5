"""For people: one line for each finding, as compilers write them."""

from collections.abc import Iterator

from dualtrack.cli.report import Report
from dualtrack.cli.style import SEVERITY_COLOURS, coloured, printable


def as_text(report: Report) -> Iterator[str]:
    """The findings, what could not be asked, and how many there are."""
    for each in report.found:
        severity = coloured(each.severity, SEVERITY_COLOURS[each.severity])
        yield f"{printable(each.path)}:{each.line}:{each.column}: {severity}: {each.message} [{each.code}]"
    for note in report.notes:
        yield coloured(printable(note), "dim")
    yield report.summary
