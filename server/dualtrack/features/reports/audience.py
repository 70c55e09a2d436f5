"""A report for those whom names of people or paths are nothing to, and who do not know the words of the trade."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import PurePosixPath
from typing import NamedTuple

from dualtrack.features.reports.report import Cite, Report, Section, Statement
from dualtrack.features.reports.terms import TERMS
from dualtrack.project.glossary import terms
from dualtrack.project.project import Project


def without_names(report: Report) -> Report:
    """The same, with no person named beside a statement; texts are told as they are written."""
    return _changed(report, lambda said: replace(said, people=()), lambda cite: cite)


def for_stakeholders(report: Report, project: Project) -> Report:
    """Without names, with an item's id and title in place of the path of its file, and with the words of the trade explained
    where they are first used: by the board's glossary, else in general words."""

    def without_path(cite: Cite) -> Cite:
        if cite.kind != "file":
            return cite._replace(name=cite.shown)  # the id of a run in a file begins with its path
        path = cite.name.rpartition(":")[0]
        items = project.items_in(path)
        name = PurePosixPath(path).stem
        if len(items) == 1:
            name = items[0].shown if items[0].kind == "sprint" else items[0].label
        return Cite("file", name, name)

    changed = _changed(without_names(report), lambda said: said, without_path)
    explained = {name.casefold(): (name, text) for name, text in (*TERMS.items(), *terms(project).items())}
    names = sorted((name for name, _ in explained.values()), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(_spelled, names))})(?:s|es)?(?!\w)")
    left = Terms(pattern, explained)
    return replace(changed, sections=tuple(_explained(section, left) for section in changed.sections))


class Terms(NamedTuple):
    """Terms that are still to be explained, by their names in lower case, and where a text uses one."""

    pattern: re.Pattern[str]
    left: dict[str, tuple[str, str]]

    def used(self, text: str) -> str:
        """The explanations of the terms in a text, which are then explained."""
        found = (self.left.pop(each[1].casefold(), None) for each in self.pattern.finditer(text))
        return " ".join(f"({name}: {text.rstrip('.')}.)" for name, text in filter(None, found))


def _spelled(name: str) -> str:
    """The pattern of a term: IT is not it."""
    return re.escape(name) if name.isupper() else f"(?i:{re.escape(name)})"


def _explained(section: Section, left: Terms) -> Section:
    """A section in which the terms that are left are explained."""
    statements = tuple(
        replace(each, text=" ".join(filter(None, (each.text, left.used(f"{each.about} {each.text}")))))
        for each in section.statements
    )
    cells = chain.from_iterable(section.figures.rows) if section.figures else ()
    beside = left.used(" ".join((section.title, *cells, *(chart.title for chart in section.charts))))
    return (
        replace(section, statements=(*statements, Statement("", beside))) if beside else replace(section, statements=statements)
    )


def _changed(report: Report, of_statement: Callable[[Statement], Statement], of_cite: Callable[[Cite], Cite]) -> Report:
    def cites(given: tuple[Cite, ...]) -> tuple[Cite, ...]:
        return tuple(dict.fromkeys(map(of_cite, given)))

    def section(told: Section) -> Section:
        statements = tuple(replace(of_statement(each), cites=cites(each.cites)) for each in told.statements)
        figures = told.figures and replace(told.figures, cites=tuple(map(cites, told.figures.cites)))
        charts = tuple(replace(each, cites=cites(each.cites)) for each in told.charts)
        return replace(told, statements=statements, figures=figures, charts=charts)

    return replace(report, sections=tuple(map(section, report.sections)))
