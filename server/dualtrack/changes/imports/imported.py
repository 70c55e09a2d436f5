"""A row of another tool in our words."""

import re
from dataclasses import dataclass, field

from dualtrack.changes.imports.dates import day_first, first_date, last_date, local_midnight
from dualtrack.changes.imports.sources import ExportFormat, Use
from dualtrack.changes.imports.table import TableRow
from dualtrack.model.mention import prefix_of
from dualtrack.model.words import folded

_DATES: tuple[Use, ...] = ("created", "started", "due", "closed")
_REFERENCES: tuple[Use, ...] = ("parent", "depends_on", "blocks")
_EXPERIMENTS = ("experiment", "spike", "hypothesis")
_ENDS = ("due", "closed")
_TICKS = (
    "yes", "true", "x", "v", "y", "1", "on", "checked", "done", "✓", "✔", "☑", "✅", "[x]",
    "ja", "wahr", "oui", "vrai", "sí", "si", "sì", "sim", "verdadero", "verdadeiro", "vero", "waar", "はい", "是",
)  # fmt: skip
_NO_PRIORITY = ("no priority", "none")
_NOT_TICKED = (
    "no", "false", "n", "0", "off", "unchecked", "☐", "[ ]", "[]", "-", "n/a", "not yet",
    "nein", "falsch", "non", "faux", "não", "falso", "nee", "onwaar", "いいえ", "否",
)  # fmt: skip
"""With the words of spreadsheets in other languages."""
_NOTION_LINK = re.compile(r"\s{0,20}\((?=https?://|[^()\s]+\.(?:md|csv)\b)[^()]*\)")


@dataclass
class Imported:
    """What a row says: `values` by our keys, `kept` by its own columns what our keys do not say in the same words."""

    id: str = ""
    title: str = ""
    status: str = ""
    section: str = ""
    category: str = ""
    outcome: str = ""
    body: str = ""
    parent: int | None = None
    names: list[str] = field(default_factory=list[str])
    values: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    references: list[tuple[Use, str, str]] = field(default_factory=list[tuple[Use, str, str]])
    """What a reference is for, its column, and what it says."""
    kept: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    unread: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Dates that are not certain: the column and what it says."""
    columns: dict[Use, str] = field(default_factory=dict[Use, str])
    """The first column of each use."""

    @property
    def is_experiment(self) -> bool:
        """Whether it is an experiment by its type."""
        return folded("".join(self.values.get("type", ()))) in _EXPERIMENTS

    def keep(self, column: str, cell: str) -> None:
        """Keep a cell as it is under the name of its column."""
        self.kept.setdefault(column, []).append(cell)


def read_rows(source: ExportFormat, rows: list[TableRow]) -> list[Imported]:
    """The rows in our words; what refers to another row is not looked up yet."""
    dates = (cell for row in rows for column, cell in row.cells if source.use(column) in _DATES)
    order = day_first(dates)
    return [_read(source, row, order) for row in rows]


def without_links(cell: str) -> str:
    """A relation of Notion's without the addresses of the pages."""
    return _NOTION_LINK.sub("", cell).strip()


def _read(source: ExportFormat, row: TableRow, day_comes_first: bool | None) -> Imported:
    item = Imported(parent=row.parent)
    sprints: list[tuple[str, str]] = []
    # A date of no stated kind is only used where there is no other.
    for column, cell in sorted(row.cells, key=lambda cell: cell[0].strip().casefold() == "date"):
        use, text = source.use(column), cell.strip()
        if use:
            item.columns.setdefault(use, column)
        if use == "sprint":
            sprints.append((column, text))
        elif use and use in _REFERENCES:
            item.references.append((use, column, text))
        elif not use or not _said(item, source, use, column, cell, day_comes_first):
            item.keep(column, cell)
    if sprints:
        # Jira has a column for every sprint that an issue was in; it is in the last of them.
        item.values["sprint"] = [sprints[-1][1]]
    for column, cell in sprints if len(sprints) > 1 else ():
        item.keep(column, cell)
    if item.is_experiment and "points" in item.values:
        item.keep(item.columns["points"], *item.values.pop("points"))
    return item


def _said(item: Imported, source: ExportFormat, use: Use, column: str, cell: str, day_comes_first: bool | None) -> bool:
    """Take over what a cell says, and whether it is then said in the same words."""
    text = cell.strip()
    match use:
        case "title":
            item.title = item.title or " ".join(text.split())
            return item.title == text
        case "id" | "name":
            item.names.append(text)
            if use == "id" and prefix_of(text) and not item.id:
                item.id = text
            return item.id == text
        case "body" if not item.body:
            item.body = cell
            return True
        case "status" | "section" | "category" | "outcome" if not getattr(item, use):
            setattr(item, use, text)
            return use == "status"
        case "labels" | "assignee":
            parts = [part.strip() for part in text.split(",")] if use in source.several else [text]
            item.values.setdefault(use, []).extend(part for part in parts if part)
            return ", ".join(parts) == text
        case "closed" if text.casefold() in _NOT_TICKED:
            return False
        case "closed" if text.casefold().removesuffix("\ufe0f") in _TICKS:
            item.category = item.category or "Done"
            return False
        case "created" | "started" | "due" | "closed" if item.columns[use] == column and use not in item.values:
            day = local_midnight(text) if use == "due" else None
            day = day or (last_date if use in _ENDS else first_date)(text, day_comes_first)
            if day:
                item.values[use] = [day.isoformat()]
            else:
                item.unread.append((column, text))
            return day is not None and day.isoformat() == text
        case "priority" if text.casefold() in _NO_PRIORITY:
            return False
        case "type" | "priority" | "points" if use not in item.values:
            item.values[use] = [text]
            return True
        case _:
            return False
