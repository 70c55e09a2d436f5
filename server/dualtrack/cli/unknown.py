"""What a command cannot know, said beside its answer, so that silence is not taken for none."""

import sys

from dualtrack.cli.style import printable
from dualtrack.features.unknown import unknown_lines
from dualtrack.project.project import Project


def tell_unknown(project: Project) -> None:
    """Say why not everything is known."""
    for line in unknown_lines(project):
        print(f"dualtrack: {printable(line)}", file=sys.stderr)
