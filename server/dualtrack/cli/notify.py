"""`dualtrack notify`."""

from argparse import Namespace

from dualtrack.changes.change import Refusal
from dualtrack.cli.terminal import as_json, say, say_unknown
from dualtrack.features.board import board
from dualtrack.features.check import check
from dualtrack.features.notices import SERVICES, notices
from dualtrack.said import plural
from dualtrack.workspace.notify import Notifier, addresses, variable
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> None:
    """Send what is due or got worse to the services in the environment, or print what would be sent."""
    repository = read_repository(options.path, options.today, options.trust)
    project = repository.project
    found = notices(project, check(project, once=True), board(project, once=True))
    say_unknown(project)
    notifier, services = Notifier(repository.root, options.state), addresses()
    if not services and not options.dry_run:
        raise Refusal(f"no service is named in the environment: {', '.join(map(variable, SERVICES))}")
    told = [notifier.new(service, found) for service in services or ("webhook",)] if options.dry_run else notifier.send(found)
    if options.format == "json":
        print(as_json(told))
    elif options.dry_run:
        for each in told:
            print(f"{each.service}:", as_json(each.body))
    else:
        sent = [f"{each.service}: {plural(len(each.notices), 'notice')} sent" for each in told if not each.error]
        say(*(sent if told else ("nothing new",)))
    if failed := [f"{each.service}: {each.error}" for each in told if each.error]:
        raise Refusal("; ".join(failed))
