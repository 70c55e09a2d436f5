"""`dualtrack report`."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from dualtrack.changes.change import Refusal
from dualtrack.cli.terminal import as_json, printable, say
from dualtrack.features.report_html import report_html
from dualtrack.features.report_markdown import report_markdown
from dualtrack.features.reports import report_of
from dualtrack.features.reports.audience import for_stakeholders, without_names
from dualtrack.features.reports.report import ReportOptions
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> None:
    """Print a report as Markdown or JSON, or write it as one HTML file."""
    project = read_repository(options.path, options.today, options.trust).project
    made = report_of(options.kind)(project, ReportOptions(_day(options.since), options.sprint))
    if options.audience == "stakeholders":
        made = for_stakeholders(made, project)
    elif not options.names:
        made = without_names(made)
    if options.html:
        Path(options.html).write_text(report_html(made), encoding="utf-8")
        say(f"{options.html} written")
    else:
        lines = report_markdown(made).split("\n")
        print(as_json(made) if options.format == "json" else "\n".join(map(printable, lines)), end="")


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refusal(f"--since {written}: a date such as 2026-11-02 is expected") from None
