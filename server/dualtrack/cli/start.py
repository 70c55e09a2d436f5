"""`dualtrack start`."""

from argparse import Namespace

from dualtrack.changes.start_work import branch_for, start_work
from dualtrack.cli.style import printable
from dualtrack.features.naming import named_item
from dualtrack.workspace.repository import read_files, start_branch
from dualtrack.workspace.writing import write_change


def run(options: Namespace) -> int:
    """Make the branch, move the item, and say both."""
    repository = read_files(options.path, options.today)
    item = named_item(repository.project, options.id)
    change = start_work(repository.project, item.key)
    branch: str = options.branch or branch_for(item)
    start_branch(repository, branch)
    if change.edits:
        write_change(repository, change)
    print(printable(f"{change.label}, on branch {branch}"))
    return 0
