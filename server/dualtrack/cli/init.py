"""`dualtrack init`."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.proposed_items import proposed_items
from dualtrack.changes.set_up_board import set_up_board, usual_root
from dualtrack.cli.terminal import as_json, printable, say
from dualtrack.project.project import Project
from dualtrack.workspace.asking import written
from dualtrack.workspace.repository import folder_at, read_folder, with_a_board, with_evidence
from dualtrack.workspace.writing import write_change

_NEXT = ("dualtrack board", 'dualtrack new experiment "What you want to find out"')

_NAMES_SHOWN = 4


def run(options: Namespace) -> None:
    """Set up a board, as it is asked for on a terminal, and say what was written and what to try next."""
    asked = folder_at(options.path)
    above = read_folder(with_a_board(asked), options.today)
    if above.project.boards:
        folders = [above.root / board.items_folder for board in above.project.boards]
        raise Refusal(f"there is a board already: {', '.join(map(str, folders))}")
    repository = with_evidence(read_folder(asked, options.today), options.today)
    talking = sys.stdin.isatty() and sys.stdout.isatty() and not options.yes and options.format == "text"
    try:
        change = _asked(repository.project) if talking else set_up_board(repository.project)
    except EOFError:
        raise Refusal("nothing is written") from None
    write_change(repository, change)
    if options.format == "json":
        print(as_json(written(repository, change)))
        return
    say(*(f"wrote {path}" for path in change.edits))
    if len(change.edits) > 1 and not proposed_items(repository.project):
        print("EXP-1 and TASK-1 are examples: rename or delete them")
    print("\nNext:", *_NEXT, sep="\n  ")


def _asked(project: Project) -> Change:
    """The change by the answers to three questions; each is asked until its answer can be used."""
    usual = usual_root(project)
    root = _answer(f"Folder of the board [{usual}]: ", usual, lambda answer: set_up_board(project, answer))
    zone = _answer(
        "Time zone, such as Europe/Berlin [this machine's]: ", "", lambda answer: set_up_board(project, root, answer)
    )
    names = [path.rpartition("/")[2].removesuffix(".md") for path in proposed_items(project)]
    first = f"items for what is going on ({_listed(names)})" if names else "a first experiment and a first task as examples"
    answer = input(f"Write {first}? [Y/n]: ").strip().casefold()
    return set_up_board(project, root, zone, not answer.startswith("n"))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return printable(", ".join(names[:_NAMES_SHOWN]) + more)


def _answer(question: str, usual: str, used: Callable[[str], object]) -> str:
    while True:
        answer = input(question).strip() or usual
        try:
            used(answer)
        except Refusal as refusal:
            say(str(refusal))
        else:
            return answer
