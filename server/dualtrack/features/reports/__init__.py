"""One file per kind of report: a function of the file's name from a project and what is asked to a Report."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Literal, LiteralString, cast

from dualtrack.said import said

if TYPE_CHECKING:
    from dualtrack.features.reports.report import Report, ReportOptions
    from dualtrack.project.project import Project

_ABOUT: Mapping[str, Literal["sprint", "since"]] = {
    "sprint-plan": "sprint",
    "mid-sprint": "sprint",
    "review": "sprint",
    "retro": "sprint",
    "weekly": "since",
    "monthly": "since",
    "standup": "since",
}
_SHARED = (
    "audience",
    "charts",
    "cites",
    "disagreements",
    "done",
    "elsewhere",
    "outlook",
    "reopened",
    "report",
    "sprints",
    "statements",
    "terms",
    "versions",
)


def report_names() -> list[str]:
    """The kinds, without loading them."""
    return [module.name.replace("_", "-") for module in iter_modules(__path__) if module.name not in _SHARED]


def asked_for(kind: str) -> Literal["sprint", "since", ""]:
    """What of `ReportOptions` tells the reports of a kind apart; empty for none."""
    return _ABOUT.get(kind, "")


def summary_of(kind: str) -> str:
    """What the reports of a kind tell."""
    return said(cast("LiteralString", str(import_module(f"{__name__}.{kind.replace('-', '_')}").__doc__)))


def title_of(kind: str) -> str:
    """What the reports of a kind are called where there is one to choose."""
    return said(cast("LiteralString", kind.replace("-", " ").title()))


def report_of(kind: str) -> "Callable[[Project, ReportOptions], Report]":
    """What makes the reports of a kind."""
    name = kind.replace("-", "_")
    return getattr(import_module(f"{__name__}.{name}"), name)
