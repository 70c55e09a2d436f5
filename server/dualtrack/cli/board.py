"""`dualtrack board`."""

import json
from argparse import Namespace
from dataclasses import asdict

from dualtrack.cli.parser import FILTERS
from dualtrack.cli.repository import read_repository
from dualtrack.cli.style import coloured, printable, shortened, width
from dualtrack.features.board import Boards, BoardView, Card, State, board
from dualtrack.features.filters import Filters, filtered
from dualtrack.model.words import plural

_SIGNS: dict[State, tuple[str, str]] = {
    "waiting": ("○", "dim"),
    "active": ("●", "blue"),
    "decide": ("?", "yellow"),
    "overdue": ("!", "yellow"),
    "blocked": ("⊘", "red"),
    "done": ("✓", "green"),
    "dropped": ("–", "dim"),
}


def run(options: Namespace) -> int:
    """Print the boards, or what is asked for of them."""
    project = read_repository(options.path, options.today, options.trust).project
    filters = Filters(**{name: tuple(getattr(options, name)) for name in FILTERS})
    boards = filtered(project, board(project), filters)
    if options.format == "json":
        shown = {"boards": boards.boards, "cards": boards.cards, "attention": boards.attention}
        print(json.dumps(shown, default=asdict, indent=2, ensure_ascii=False))
        return 0
    for view in boards.boards:
        _print_board(view, boards, named=len(boards.boards) > 1)
    if filters.asked and not boards.cards:
        print("no card is of this kind")
    if boards.attention:
        needs = "needs" if boards.attention == 1 else "need"
        print(f"\n{plural(boards.attention, 'item')} {needs} a decision")
    return 0


def _print_board(view: BoardView, boards: Boards, named: bool) -> None:
    if named:
        print(f"\n{coloured(printable(view.folder or '.'), 'bold')}")
    for track in view.tracks:
        if not any(column.cards for column in track.columns):
            continue
        print(f"\n{coloured(printable(track.name).upper(), 'bold')}")
        for column in track.columns:
            if column.cards:
                print(f"  {printable(column.status)} {coloured(column.badge, 'red' if column.over_limit else 'dim')}")
                for key in column.cards:
                    _print_card(boards.cards[key])


def _print_card(card: Card) -> None:
    sign, colour = _SIGNS[card.state]
    room = width() - 6
    label = shortened(printable(card.label), room)
    details = shortened(printable(card.description), room - len(label) - 2) if room - len(label) > 8 else ""
    print(f"    {coloured(sign, colour)} {label}{'  ' if details else ''}{coloured(details, 'dim')}")
