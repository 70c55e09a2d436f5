"""`dualtrack new`."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from dualtrack.cli.terminal import as_json, say
from dualtrack.workspace.asking import make


def run(options: Namespace) -> None:
    """Make an item, and print where it is, as seen from the current folder."""
    done = make(options.kind, " ".join(options.title), options.sprint, options.assignee, options.path, options.today)
    if options.format == "json":
        print(as_json(done))
        return
    say(*(os.path.relpath(Path(done.root) / path, Path.cwd()) for path in done.paths))
    say(*done.notes, to=sys.stderr)
