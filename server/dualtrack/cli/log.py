"""`dualtrack log`."""

from argparse import Namespace
from dataclasses import asdict

from dualtrack.cli.report import as_json
from dualtrack.cli.style import coloured, printable, shortened
from dualtrack.cli.unknown import tell_unknown
from dualtrack.features.naming import named_item
from dualtrack.features.timeline import timeline
from dualtrack.workspace.repository import read_repository

_LONGEST_NAME = 24


def run(options: Namespace) -> int:
    """Print what happened to an item, oldest first, and how long it took."""
    project = read_repository(options.path, options.today, options.trust).project
    item = named_item(project, options.id)
    said = timeline(project, item)
    tell_unknown(project)
    if options.format == "json":
        print(as_json({"id": item.id, "key": item.key, "title": item.title, **asdict(said)}))
        return 0
    print(coloured(printable(item.label), "bold"))
    names = [shortened(printable(event.who), _LONGEST_NAME) for event in said.events]
    width = max(map(len, names), default=0)
    for event, name in zip(said.events, names, strict=True):
        when = coloured(f"{event.day:10}  {event.commit[:8]:8}", "dim")
        print(f"{when}  {name:{width}}  {printable(event.text)}")
    if not said.events:
        print("git tells nothing of its past")
    if lines := said.figures:
        print("", *map(printable, lines), sep="\n")
    return 0
