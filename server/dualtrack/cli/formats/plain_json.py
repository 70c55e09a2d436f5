"""For programs: everything that is known of each finding."""

from collections.abc import Iterator
from dataclasses import asdict

from dualtrack.cli.report import Report, as_json


def plain_json(report: Report) -> Iterator[str]:
    """A list of the findings."""
    yield as_json([asdict(each) for each in report.found])
