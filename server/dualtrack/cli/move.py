"""`dualtrack move`."""

from argparse import Namespace

from dualtrack.changes.move_item import move_item
from dualtrack.cli.style import printable
from dualtrack.features.naming import named_item
from dualtrack.workspace.repository import read_files
from dualtrack.workspace.writing import write_change


def run(options: Namespace) -> int:
    """Move an item, and say so."""
    repository = read_files(options.path, options.today)
    change = move_item(repository.project, named_item(repository.project, options.id).key, options.status)
    write_change(repository, change)
    print(printable(change.label))
    return 0
