"""The boards of a folder as the rows of a tree, which the client draws as they are."""

from dataclasses import dataclass, field, replace
from itertools import chain

from dualtrack.features.board import Boards, BoardTrack, BoardView, Column
from dualtrack.features.card import Card, State


@dataclass(frozen=True)
class Row:
    """One row of the tree, with the ids of the rows below it. `spoken` is for screen readers, `icon` and `color` are VS Code's.

    `context` is `folder`, `board`, `track`, `column`, `card` with the names of the requests that apply to it, `elsewhere` for
    what only the default branch holds, or `runs` for those that belong to no item. A card has the `path` of its file, from the
    folder, and its 0-based `line`.
    """

    id: str
    label: str
    context: str
    description: str = ""
    spoken: str = ""
    icon: str = ""
    color: str = ""
    path: str = ""
    line: int = 0
    collapsed: bool = False
    rows: list[str] = field(default_factory=list[str])


_ICONS = {"experiment": "beaker", "spike": "telescope", "task": "tasklist", "data": "database"}
_LOOKS: dict[State, tuple[str, str, str]] = {
    "waiting": ("not started", "", ""),
    "active": ("in progress", "", "charts.blue"),
    "decide": ("needs a decision", "question", "list.warningForeground"),
    "overdue": ("overdue", "watch", "list.warningForeground"),
    "blocked": ("blocked", "error", "list.errorForeground"),
    "done": ("done", "pass", "testing.iconPassed"),
    "dropped": ("dropped", "circle-slash", "disabledForeground"),
}
"""What asks for something has an icon of its own; colour alone would not tell everybody."""


def row_of(uri: str, card: Card) -> Row:
    """The row of a card of the folder with this URI."""
    words, icon, color = _LOOKS[card.state]
    spoken = ", ".join(part for part in (card.label, words, card.details) if part)
    context = " ".join(("card", *card.actions))
    icon = icon or _ICONS[card.kind]
    if card.only_on:
        context, icon, color = "elsewhere", "git-branch", "disabledForeground"
    return Row(row_id(uri, card.key), card.label, context, card.details, spoken, icon, color, card.path, card.line)


def row_id(uri: str, key: str) -> str:
    """The id of a card's row."""
    return f"{uri}\n{key}"


def split(id: str) -> tuple[str, str]:
    """The URI of a row's folder, and a card's key."""
    uri, _, key = id.partition("\n")
    return uri, key


def rows_above(uri: str, name: str, boards: Boards) -> list[Row]:
    """The rows above the cards, the folder's first, and one of runs that belong to no item; boards are a level of their own
    only where there are several."""
    shown = [_board(uri, name, board) for board in boards.boards]
    title, listed = boards.loose.title, boards.loose.listed
    runs = [Row(f"{uri}\n\n\nruns", title, "runs", listed, f"{title}: {listed}", "debug-disconnect")] if title else []
    if len(shown) == 1:
        board, *below = shown[0]
        return [Row(uri, name, "folder", rows=[*board.rows, *(row.id for row in runs)]), *below, *runs]
    return _with_top(Row(uri, name, "folder"), [*shown, *([row] for row in runs)])


def _board(uri: str, name: str, board: BoardView) -> list[Row]:
    id = f"{uri}\n\n{board.folder}"
    return _with_top(Row(id, board.folder or name, "board"), [_track(uri, id, track) for track in board.tracks])


def _track(uri: str, board: str, track: BoardTrack) -> list[Row]:
    id = f"{board}\n{track.name}"
    filled = any(column.cards for column in track.columns)
    top = Row(f"{id}\n\n{filled}", track.name, "track", track.badge, collapsed=not filled)
    return _with_top(top, [[_column(uri, id, column)] for column in track.columns])


def _column(uri: str, track: str, column: Column) -> Row:
    """What gets its first card has another id than before, else VS Code would keep it closed, or without a way to open it."""
    id = f"{track}\n{column.status}\n{bool(column.cards)}"
    icon, color = ("warning", "list.warningForeground") if column.over_limit else ("", "")
    cards = [row_id(uri, key) for key in column.cards]
    return Row(id, column.status, "column", column.badge, "", icon, color, collapsed=column.closed, rows=cards)


def _with_top(top: Row, below: list[list[Row]]) -> list[Row]:
    """A row, and groups of rows below it, the first of each being its child."""
    return [replace(top, rows=[group[0].id for group in below]), *chain.from_iterable(below)]
