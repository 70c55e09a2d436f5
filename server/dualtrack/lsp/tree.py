"""The rows above the cards of a tree: what is to decide, sprints, tracks with their columns, model versions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeAlias

from dualtrack.features.board import Boards, BoardTrack, BoardView, Column
from dualtrack.features.milestones import Milestone
from dualtrack.lsp.rows import TreeRow, row_id
from dualtrack.model.words import natural
from dualtrack.said import joined, said

_Rows: TypeAlias = list[TreeRow]
"""A row and those below it."""


def rows_above(uri: str, name: str, boards: Boards) -> list[TreeRow]:
    """The rows above the cards, the folder's first; boards are a level of their own only where there are several."""
    parts = [_parts(uri, view, boards) for view in boards.boards]
    if len(parts) > 1:
        tops = (TreeRow(_board_id(uri, view), view.folder or name, "board") for view in boards.boards)
        parts = [[_with_top(top, below)] for top, below in zip(tops, parts, strict=True)]
    return _with_top(TreeRow(uri, name, "folder"), [*_to_decide(uri, boards), *chain.from_iterable(parts), *_runs(uri, boards)])


def groups_of(boards: Boards) -> dict[str, list[str]]:
    """The groups in which cards have rows besides those in their columns, by the key of the card."""
    found: dict[str, list[str]] = {key: [_DECIDE] for key in boards.to_decide}
    for view in boards.boards:
        for milestone in (*view.sprints, *view.models):
            for key in milestone.cards:
                found.setdefault(key, []).append(milestone.key)
    return found


_DECIDE = "\ndecide"


def _to_decide(uri: str, boards: Boards) -> list[_Rows]:
    """What the badge counts."""
    keys = sorted(boards.to_decide, key=lambda key: natural(boards.cards[key].label))
    rows = [row_id(uri, key, _DECIDE) for key in keys]
    title, count = said("To decide"), str(len(keys))
    return [[TreeRow(f"{uri}\n{_DECIDE}", title, "group", count, icon="bell", rows=rows)]] if keys else []


def _runs(uri: str, boards: Boards) -> list[_Rows]:
    title, listed = boards.loose.title, boards.loose.listed
    return (
        [[TreeRow(f"{uri}\n\n\nruns", title, "runs", listed, joined(": ", (title, listed)), "debug-disconnect")]]
        if title
        else []
    )


def _parts(uri: str, view: BoardView, boards: Boards) -> list[_Rows]:
    id = _board_id(uri, view)
    sprints = [_milestone(uri, each, "calendar", boards) for each in view.sprints]
    models = [_milestone(uri, each, "package", boards) for each in view.models]
    top = TreeRow(f"{id}\n\nmodels", said("Models"), "group", str(len(models)), icon="layers", collapsed=True)
    tracks = [_track(uri, id, track) for track in view.tracks]
    return [*sprints, *tracks, *([_with_top(top, models)] if models else [])]


def _board_id(uri: str, view: BoardView) -> str:
    return f"{uri}\n\n{view.folder}"


def _milestone(uri: str, milestone: Milestone, icon: str, boards: Boards) -> _Rows:
    cards = [row_id(uri, key, milestone.key) for key in milestone.cards if key in boards.cards]
    label, stands, path, line = milestone.label, milestone.stands, milestone.path, milestone.line
    spoken, context = joined(", ", (label, stands)), " ".join(("milestone", *milestone.actions))
    row = TreeRow(row_id(uri, milestone.key), label, context, stands, spoken, icon, "", path, line, collapsed=True, rows=cards)
    return [row]


def _track(uri: str, board: str, track: BoardTrack) -> _Rows:
    """The columns, those in progress first and those of what has ended last; empty ones are folded into one row."""
    id = f"{board}\n{track.name}"
    filled = [column for column in _in_order(track.columns) if column.cards]
    empty = [[_column(uri, id, column)] for column in track.columns if not column.cards]
    top = TreeRow(f"{id}\n\n{bool(filled)}", track.name, "track", track.badge, collapsed=not filled)
    if not filled or not empty:
        return _with_top(top, [[_column(uri, id, column)] for column in filled] or empty)
    names, label = joined(", ", [rows[0].label for rows in empty]), said("no cards")
    folded = TreeRow(f"{id}\n\nempty", label, "group", names, joined(": ", (label, names)), collapsed=True)
    return _with_top(top, [*([_column(uri, id, column)] for column in filled), _with_top(folded, empty)])


def _in_order(columns: Sequence[Column]) -> list[Column]:
    waiting = next((column for column in columns if not column.closed), None)
    return sorted(columns, key=lambda column: 2 if column.closed else column is waiting)


def _column(uri: str, track: str, column: Column) -> TreeRow:
    """What gets its first card has another id than before, else VS Code would keep it closed, or without a way to open it."""
    id = f"{track}\n{column.status}\n{bool(column.cards)}"
    icon, color = ("warning", "list.warningForeground") if column.over_limit else ("", "")
    cards = [row_id(uri, key) for key in column.cards]
    return TreeRow(id, column.status, "column", column.badge, "", icon, color, collapsed=column.closed, rows=cards)


def _with_top(top: TreeRow, below: Iterable[_Rows]) -> _Rows:
    """A row with others below it."""
    below = list(below)
    return [replace(top, rows=[rows[0].id for rows in below]), *chain.from_iterable(below)]
