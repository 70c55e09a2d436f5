"""A report: statements that each cite what they rest on, for readers who never open the repository."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

CiteKind = Literal["file", "run", "commit", "tag"]


class Cite(NamedTuple):
    """What a statement rests on. `name` finds it: a path and line (`tracks/EXP-1.md:3`), the id of a run, the hash of a commit,
    a tag. `shown` is what the reader sees, `address` its web page, empty where there is none."""

    kind: CiteKind
    name: str
    shown: str
    address: str = ""


@dataclass(frozen=True)
class Statement:
    """One thing that is said, about an item by its label (empty where it is about none), and of which people."""

    about: str
    text: str
    cites: tuple[Cite, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Numbers in a table, each row with what it rests on; the first column names the rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cites: tuple[tuple[Cite, ...], ...] = ()


@dataclass(frozen=True)
class Chart:
    """Numbers over days, oldest first: `lines` of their own, or `bands` or `bars` that lie on each other."""

    title: str
    form: Literal["lines", "bands", "bars"]
    days: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class Section:
    """What answers one question; `nothing` is said where there is no statement, no table and no chart."""

    title: str
    statements: tuple[Statement, ...] = ()
    figures: Figures | None = None
    nothing: str = ""
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report as of a day such as `2026-11-02`. `unknown` says what could not be read, and why."""

    title: str
    as_of: str
    sections: tuple[Section, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportOptions:
    """What a report is asked for: what happened since a day, and a sprint by its name, empty for the one that goes on."""

    since: date | None = None
    sprint: str = ""


def shown_day(day: date) -> str:
    """`12 November 2026`."""
    return f"{day.day} {day:%B %Y}"
