"""A report as Markdown, with every text of the repository escaped."""

import re
from collections.abc import Iterator

from dualtrack.features.markdown import is_web_address, without_steering
from dualtrack.features.report_chart import chart_rows
from dualtrack.features.reports.report import Cite, Figures, Report, Section, Statement

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$]|:(?=//)|(?<=www)\.", re.IGNORECASE)
"""Bare web addresses become links, too."""


def report_markdown(report: Report) -> str:
    """The page."""
    parts = [f"# {_text(report.title)}", f"As of {report.as_of}."]
    for section in report.sections:
        parts += [f"## {_text(section.title)}", *_section(section)]
    if report.unknown:
        parts += ["## What could not be read", "\n".join(f"- {_text(line)}" for line in report.unknown)]
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.statements:
        yield "\n".join(map(_statement, section.statements))
    if section.figures:
        yield _table(section.figures)
    for chart in section.charts:
        cites = f" \\[{', '.join(map(_cite, chart.cites))}\\]" if chart.cites else ""
        yield f"{_text(chart.title)}:{cites}"
        yield _table(Figures(("day", *(name for name, _ in chart.series)), chart_rows(chart)))
    if not (section.statements or section.figures or section.charts):
        yield _text(section.nothing)


def _statement(said: Statement) -> str:
    about = f"**{_text(said.about)}**" if said.about else ""
    people = f" ({_text(', '.join(said.people))})" if said.people else ""
    cites = f" \\[{', '.join(map(_cite, said.cites))}\\]" if said.cites else ""
    return f"- {about}{people}{': ' if about else ''}{_text(said.text)}{cites}"


def _cite(cite: Cite) -> str:
    return f"[{_text(cite.shown)}](<{cite.address}>)" if is_web_address(cite.address) else _text(cite.shown)


def _table(figures: Figures) -> str:
    cited = [[", ".join(map(_cite, cites))] for cites in figures.cites] or [[] for _ in figures.rows]
    heads = [*map(_text, figures.columns), *(["from"] if figures.cites else [])]
    rows = [[*map(_text, row), *cites] for row, cites in zip(figures.rows, cited, strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))


def _text(text: str) -> str:
    """A text on one line that stands in a sentence, so that only what marks up there is escaped."""
    return _MARKUP.sub(r"\\\g<0>", without_steering(" ".join(text.split())))
