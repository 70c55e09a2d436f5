"""`dualtrack move`, `decide`, `start` and every other change that can be asked for by name."""

from argparse import Namespace

from dualtrack.changes.request import Request, made
from dualtrack.cli.terminal import say
from dualtrack.features.naming import named_item
from dualtrack.workspace.repository import on_branch, read_files, read_repository
from dualtrack.workspace.writing import write_change


def run(options: Namespace) -> None:
    """Make the change, and say what was done."""
    kind: type[Request] = options.request
    if kind.reads_facts:
        repository = read_repository(options.path, options.today, options.trust)
    else:
        repository = read_files(options.path, options.today)
    request = made(kind, {**vars(options), "key": named_item(repository.project, options.id).key})
    change = request.change(repository.project)
    if branch := request.branch_to_start(repository.project):
        repository = on_branch(repository, branch, options.today)
        change = request.change(repository.project)
    if change.edits:
        write_change(repository, change)
    say(change.label, *change.notes)
