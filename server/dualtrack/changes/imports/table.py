"""A CSV export as rows: which tool it is from, and what each row says by the names of its columns."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dualtrack.changes.change import Refusal
from dualtrack.changes.imports.sources import SOURCES, ExportFormat, Use
from dualtrack.said import said

_DELIMITERS = ",;\t|"
_NO_DELIMITERS = " \r\n\"'()[]._-/"
_HEADER = 2_000
"""Characters in which a header begins."""

_STATED = re.compile(r"\ufeff?\"?sep=([^\r\n\"])\"?\r?\n", re.IGNORECASE)
_ROWS_ABOVE = 20
"""How many rows may stand above the header of a table that has such rows."""

_STATES: set[Use | None] = {"status", "section"}
_WORK: set[Use | None] = {"assignee", "due", "created", "closed", "sprint", "points"}

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells that hold something, with the names of their columns, and the place of the row that it is a part of."""

    cells: tuple[tuple[str, str], ...]
    parent: int | None = None


def read_table(name: str, text: str, stated: str | None) -> tuple[ExportFormat, list[TableRow]]:
    """The tool that a table is from, as it is stated or as the header tells, and its rows; raises Refusal."""
    sources = [source for source in SOURCES if not stated or source.name == stated.strip().casefold()]
    names = ", ".join(source.name for source in SOURCES)
    if not sources:
        raise Refusal(said("{value} is none of {known}", stated, names))
    stated_delimiter, text = _stated_delimiter(text)
    tables = [_table(name, text, delimiter) for delimiter in stated_delimiter or _delimiters(text)]
    for source in sources:
        for table in tables:
            head = next(
                (at for at, row in enumerate(table[: _ROWS_ABOVE if source.titled else 1]) if source.is_header(row)), None
            )
            if head is not None:
                return source, list(_grouped(table, head) if source.titled else _plain(table))
    raise Refusal(
        said("{name} does not look like an export of {tools}: its first row is no header that is known", name, stated or names)
    )


def is_export(name: str, text: str) -> bool:
    """Whether a table, or its first rows, is a tool's list of items, rather than data with a column that is called `name`."""
    try:
        source, rows = read_table(name, text, None)
    except Refusal:
        return False
    uses = {source.use(column) for row in rows for column, _ in row.cells}
    return "title" in uses and not _STATES.isdisjoint(uses) and not _WORK.isdisjoint(uses)


def _stated_delimiter(text: str) -> tuple[str, str]:
    """What a first line such as `sep=;`, which Excel writes and reads, says, and the text below it."""
    found = _STATED.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _delimiters(text: str) -> list[str]:
    """What may stand between cells, likeliest first: the usual signs, then what else the first lines hold."""
    first = text[:_HEADER]
    others = (sign for sign in first if not sign.isalnum() and sign not in _NO_DELIMITERS)
    return [sign for sign in dict.fromkeys((*_DELIMITERS, *others)) if sign in first] or [_DELIMITERS[0]]


def _table(name: str, text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Refusal(said("{name} cannot be read as CSV: {error}", name, error)) from None
    return [row for row in rows if any(cell.strip() for cell in row)]


def _plain(table: list[list[str]]) -> Iterator[TableRow]:
    for row in table[1:]:
        yield TableRow(_cells(table[0], row))


def _grouped(table: list[list[str]], head: int) -> Iterator[TableRow]:
    """The rows of a board as Monday writes it: titles, then groups, each a name alone in its row and often the header again,
    with subitems under a header of their own. Sums, which have no name, are left out."""
    header = table[head]
    above = [row[0].strip() for row in table[:head]]
    # The row right above the header names the first group, unless it is the only one.
    board, group = ("\n".join(above[:-1]), above[-1]) if len(above) > 1 else ("".join(above), "")
    sub_header: Cells = ()
    item, count = 0, 0
    for at, row in enumerate(table[head + 1 :], head + 1):
        parent: int | None = None
        if _names(row) == _names(header):
            sub_header = ()
            continue
        if _names(row)[:2] == ["subitems", "name"]:
            sub_header = row
            continue
        if not row[0].strip():
            if not sub_header or not row[1].strip():
                continue
            cells, parent = _cells(sub_header, row), item
        elif _is_alone(row) and at + 1 < len(table) and not _is_alone(table[at + 1]):
            group = row[0].strip()
            continue
        else:
            cells, item = _cells(header, row), count
        yield TableRow((*cells, *((name, value) for name, value in (("Group", group), ("Board", board)) if value)), parent)
        count += 1


def _names(row: Cells) -> list[str]:
    return [cell.strip().casefold() for cell in row]


def _is_alone(row: Cells) -> bool:
    return bool(row[0].strip()) and not any(cell.strip() for cell in row[1:])


def _cells(header: Cells, row: Cells) -> tuple[tuple[str, str], ...]:
    named = {at: name.strip() for at, name in enumerate(header) if name.strip()}
    return tuple((named.get(at, f"column {at + 1}"), cell) for at, cell in enumerate(row) if cell.strip())
