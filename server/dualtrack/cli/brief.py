"""`dualtrack brief`."""

from argparse import Namespace

from dualtrack.cli.board import boards_asked_for
from dualtrack.cli.terminal import as_json, say, say_unknown
from dualtrack.features.brief import brief
from dualtrack.features.no_items import no_items
from dualtrack.workspace.repository import day_since, read_repository


def run(options: Namespace) -> None:
    """Print in few words what goes on."""
    repository = read_repository(options.path, options.today, options.trust)
    project = repository.project
    told = brief(project, boards_asked_for(project, options), day_since(repository, options.since))
    say_unknown(project)
    if options.format == "json":
        print(as_json(told))
        return
    say(*told.text.splitlines(), *filter(None, [no_items(project)]))
