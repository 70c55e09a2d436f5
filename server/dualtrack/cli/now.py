"""`dualtrack now`."""

from argparse import Namespace

from dualtrack.cli.board import boards_asked_for
from dualtrack.cli.terminal import as_json, coloured, printable, say, say_unknown
from dualtrack.features.check import check
from dualtrack.features.no_items import no_items
from dualtrack.features.now import TITLES, needs
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> None:
    """Print what needs somebody now, and why."""
    project = read_repository(options.path, options.today, options.trust).project
    found = needs(project, check(project, once=True), boards_asked_for(project, options))
    say_unknown(project)
    if options.format == "json":
        print(as_json(found))
        return
    for kind, title in TITLES.items():
        group = [need for need in found if need.kind == kind]
        if group:
            print(f"\n{coloured(title.upper(), 'bold')}")
        for need in group:
            people = f"  {coloured(printable(', '.join(need.people)), 'dim')}" if need.people else ""
            print(f"  {printable(need.label)}{people}")
            say(*(f"    {reason}" for reason in need.reasons), *(f"    {each.text} {each.stands}" for each in need.verdicts))
    if not found:
        say(no_items(project) or "nothing needs anybody now")
