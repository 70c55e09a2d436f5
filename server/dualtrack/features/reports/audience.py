"""A report for those whom names of people or paths are nothing to."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from dualtrack.features.reports.report import Cite, Report, Section, Statement


def without_names(report: Report) -> Report:
    """The same, with no person named beside a statement; texts are told as they are written."""
    return _changed(report, lambda said: replace(said, people=()), lambda cite: cite)


def for_stakeholders(report: Report) -> Report:
    """Without names, and with the file's name in place of a path, or of a link to one: `EXP-23 Focal loss`."""
    return _changed(without_names(report), lambda said: said, _without_path)


def _without_path(cite: Cite) -> Cite:
    if cite.kind != "file":
        return cite._replace(name=cite.shown)  # the id of a run in a file begins with its path
    name = PurePosixPath(cite.name.rpartition(":")[0]).stem
    return Cite("file", name, name)


def _changed(report: Report, of_statement: Callable[[Statement], Statement], of_cite: Callable[[Cite], Cite]) -> Report:
    def cites(found: tuple[Cite, ...]) -> tuple[Cite, ...]:
        return tuple(dict.fromkeys(map(of_cite, found)))

    def section(told: Section) -> Section:
        statements = tuple(replace(of_statement(each), cites=cites(each.cites)) for each in told.statements)
        figures = told.figures and replace(told.figures, cites=tuple(map(cites, told.figures.cites)))
        charts = tuple(replace(each, cites=cites(each.cites)) for each in told.charts)
        return replace(told, statements=statements, figures=figures, charts=charts)

    return replace(report, sections=tuple(map(section, report.sections)))
