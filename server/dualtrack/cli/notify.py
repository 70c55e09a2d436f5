"""`dualtrack notify`."""

from argparse import Namespace

from dualtrack.changes.change import Refusal
from dualtrack.cli.terminal import as_json, say, say_unknown
from dualtrack.features.board import board
from dualtrack.features.check import check
from dualtrack.features.notices import SERVICES, notices, payload
from dualtrack.workspace.notify import Notifier, addresses, variable
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> None:
    """Send what is due or got worse to the services in the environment, or print what would be sent."""
    repository = read_repository(options.path, options.today, options.trust)
    project = repository.project
    found = notices(project, check(project, once=True), board(project, once=True))
    say_unknown(project)
    notifier, services = Notifier(repository.root, options.state), addresses()
    if options.dry_run:
        for service in services or ("webhook",):
            print(f"{service}:", as_json(payload(service, repository.root.name, notifier.new(service, found))))
        return
    if not services:
        raise Refusal(f"no service is named in the environment: {', '.join(map(variable, SERVICES))}")
    said = list(notifier.send(found))
    say(*(said or ("nothing new",)))
