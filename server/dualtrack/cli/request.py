"""`dualtrack move`, `decide`, `start` and every other change that can be asked for by name."""

from argparse import Namespace

from dualtrack.cli.terminal import as_json, say
from dualtrack.workspace.asking import ask


def run(options: Namespace) -> None:
    """Make the change, and say what was done."""
    done = ask(options.request, options.id, vars(options), options.path, options.today, getattr(options, "trust", False))
    if options.format == "json":
        print(as_json(done))
        return
    say(done.said, *done.notes)
