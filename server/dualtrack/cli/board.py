"""`dualtrack board`."""

import sys
from argparse import Namespace

from dualtrack.cli.parser import FILTERS
from dualtrack.cli.terminal import as_json, coloured, printable, say, say_unknown, width
from dualtrack.features.board import Boards, BoardView, board
from dualtrack.features.card import Card, State
from dualtrack.features.filters import filtered, unmatched_words
from dualtrack.features.no_items import no_items
from dualtrack.model.words import natural, shortened
from dualtrack.project.people import same_person
from dualtrack.project.project import Project
from dualtrack.said import plural
from dualtrack.workspace.repository import read_repository

_SIGNS: dict[State, tuple[str, str]] = {
    "waiting": ("○", "dim"),
    "active": ("●", "blue"),
    "decide": ("?", "yellow"),
    "overdue": ("!", "yellow"),
    "blocked": ("⊘", "red"),
    "done": ("✓", "green"),
    "dropped": ("–", "dim"),
}


def run(options: Namespace) -> None:
    """Print the boards, or what is asked for of them."""
    project = read_repository(options.path, options.today, options.trust).project
    say_unknown(project)
    boards = boards_asked_for(project, options)
    if options.format == "json":
        cards = {key: card._asdict() for key, card in boards.cards.items()}
        print(as_json({"boards": boards.boards, "cards": cards, "attention": boards.attention}))
        return
    for view in boards.boards:
        _print_board(view, boards, named=len(boards.boards) > 1)
    if not boards.cards:
        say(*filter(None, [no_items(project) or _not_asked_for(options)]))
    if boards.attention:
        needs = "needs" if boards.attention == 1 else "need"
        names = ", ".join(sorted((project.items[key].shown for key in boards.to_decide), key=natural))
        print(f"\n{plural(boards.attention, 'item')} {needs} a decision: {printable(names)}")
    if boards.loose.title:
        say("", f"{boards.loose.title}: {boards.loose.listed}")


def boards_asked_for(project: Project, options: Namespace) -> Boards:
    """The part of the boards that the options name; words that no card has are told."""
    filters: dict[str, list[str]] = {name: getattr(options, name) for name in FILTERS}
    whole = board(project, once=True)
    people = [person for card in whole.cards.values() for person in card.people]
    filters["assignee"] = [each for word in filters["assignee"] for each in same_person(project, word, people)]
    named = [(project.sprint(word), word) for word in filters["sprint"]]
    filters["sprint"] = [sprint.id if sprint else word for sprint, word in named]
    for name, word, known in unmatched_words(whole.cards.values(), filters):
        there = f"; there {'is' if len(known) == 1 else 'are'} {', '.join(sorted(known, key=natural))}" if known else ""
        say(f"no item {'needs a' if name == 'needs' else f'has the {name}'} {word}{there}", to=sys.stderr)
    return filtered(whole, filters)


def _not_asked_for(options: Namespace) -> str:
    return "no card is of this kind" if any(getattr(options, name) for name in FILTERS) else ""


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
    details = shortened(printable(card.details), room - len(label) - 2) if room - len(label) > 8 else ""
    print(f"    {coloured(sign, colour)} {label}{'  ' if details else ''}{coloured(details, 'dim')}")
