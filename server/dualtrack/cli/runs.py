"""The table of runs that `dualtrack show` prints."""

from collections.abc import Sequence

from dualtrack.cli.terminal import coloured, printable, say, width
from dualtrack.features.runs_table import RunsTable, cells
from dualtrack.model.words import shortened

_ROWS = 12
_PARAMS = 6
_LONGEST = 24


def print_runs(table: RunsTable) -> None:
    """Print the first rows, with as many of the params as there is room for."""
    if not table.rows:
        return
    shown = min(_PARAMS, len(table.params))
    lines = _lines(table, shown)
    while shown and max(map(len, lines)) > width():
        shown -= 1
        lines = _lines(table, shown)
    head, *rows = (shortened(printable(line), width()) for line in lines)
    print("", coloured(head, "dim"), *rows, sep="\n")
    if len(table.rows) > _ROWS:
        print(f"and {len(table.rows) - _ROWS} more")
    if others := table.params[shown:]:
        say(shortened(f"they differ also in {', '.join(others)}", width()))
    if len(reasons := {row.why for row in table.rows}) == 1:
        say(f"why linked: {reasons.pop()}")


def _lines(table: RunsTable, params: int) -> Sequence[str]:
    rows = table.rows[:_ROWS]
    more = [("why linked", *(row.why for row in rows))] if len({row.why for row in table.rows}) > 1 else []
    lines = [(*texts, *added) for texts, *added in zip(cells(table, _ROWS, params, _LONGEST), *more, strict=True)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(text.ljust(size) for text, size in zip(line, widths, strict=True)).rstrip() for line in lines]
