"""`dualtrack start`."""

from argparse import Namespace

from dualtrack.adapters.branching import start_branch
from dualtrack.adapters.git import GitError
from dualtrack.changes.change import Refusal
from dualtrack.changes.start_work import branch_for, start_work
from dualtrack.cli.naming import named_item
from dualtrack.cli.repository import read_files
from dualtrack.cli.style import printable
from dualtrack.cli.writing import write_change


def run(options: Namespace) -> int:
    """Make the branch, move the item, and say both."""
    repository = read_files(options.path, options.today)
    item = named_item(repository.project, options.id)
    change = start_work(repository.project, item.key)
    branch: str = options.branch or branch_for(item)
    try:
        start_branch(repository.root, branch)
    except GitError as error:
        raise Refusal(f"no branch was made: {error}") from error
    if change.edits:
        write_change(repository, change)
    print(printable(f"{change.label}, on branch {branch}"))
    return 0
