"""`dualtrack init`."""

import sys
from argparse import Namespace
from collections.abc import Callable
from typing import TextIO

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.set_up_board import set_up_board
from dualtrack.cli.terminal import as_json, printable, say
from dualtrack.workspace.repository import folder_at, read_folder, with_a_board, workspace_at
from dualtrack.workspace.setting_up import EXAMPLE, Find, FolderReading, board_of, read_for_board
from dualtrack.workspace.writing import write_change, written

_NEXT = ("dualtrack board", 'dualtrack new experiment "What you want to find out"')
_SHOWN = 10


def run(options: Namespace) -> None:
    """Set up a board, as it is asked for on a terminal, and say what was written and what to try next."""
    asked = folder_at(options.path)
    above = read_folder(with_a_board(asked), options.today)
    if ours := [board for board in above.project.boards if not board.layout.made_by]:
        folders = [above.root / board.items_folder for board in ours]
        raise Refusal(f"there is a board already: {', '.join(map(str, folders))}")
    reading = read_for_board(workspace_at(asked, options.today))
    say(*(f"dualtrack: {line}" for line in reading.unread), to=sys.stderr)
    is_text = options.format == "text"
    talking = sys.stdin.isatty() and sys.stdout.isatty() and not options.yes and is_text
    try:
        change = _asked(reading) if talking else _usual(reading, sys.stdout if is_text else sys.stderr)
    except EOFError:
        raise Refusal("nothing is written") from None
    write_change(reading.repository, change)
    if not is_text:
        print(as_json(written(reading.repository, change)))
        return
    say(*(f"wrote {path}" for path in list(change.edits)[:_SHOWN]))
    if len(change.edits) > _SHOWN:
        print(f"and {len(change.edits) - _SHOWN} more")
    say(*change.notes)
    print("\nNext:", *_NEXT, sep="\n  ")


def _usual(reading: FolderReading, to: TextIO) -> Change:
    """The change that nobody is asked about, after saying what was found."""
    found = [find for find in reading.finds if find.name != EXAMPLE]
    say(*(f"{'found' if find.is_usual else 'left out'}: {_shown(find)}" for find in found), to=to)
    return board_of(reading)


def _asked(reading: FolderReading) -> Change:
    """The change by the answers to a few questions; each is asked until its answer can be used."""
    project = reading.repository.project
    root = _answer(f"Folder of the board [{reading.root}]: ", reading.root, lambda answer: set_up_board(project, answer))
    zone = _answer(
        "Time zone, such as Europe/Berlin [this machine's]: ", "", lambda answer: set_up_board(project, root, answer)
    )
    return board_of(reading, [find.name for find in reading.finds if _is_wanted(find)], root, zone)


def _is_wanted(find: Find) -> bool:
    answer = input(f"{printable(_shown(find))}. Write? [{'Y/n' if find.is_usual else 'y/N'}]: ").strip().casefold()
    return answer.startswith("y") if answer else find.is_usual


def _shown(find: Find) -> str:
    return f"{find.label} ({find.detail})" if find.detail else find.label


def _answer(question: str, usual: str, used: Callable[[str], object]) -> str:
    while True:
        answer = input(question).strip() or usual
        try:
            used(answer)
        except Refusal as refusal:
            say(str(refusal))
        else:
            return answer
