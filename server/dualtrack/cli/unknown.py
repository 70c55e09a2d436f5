"""What a command cannot know, said beside its answer, so that silence is not taken for none."""

import sys

from dualtrack.cli.style import printable
from dualtrack.project.project import Project


def tell_unknown(project: Project, past: bool = False) -> None:
    """Say why git could not be read, and, for an answer about the `past`, that there is more of it than this clone has."""
    facts = project.facts
    if facts.git_error:
        print(f"dualtrack: git cannot be read, so not all commits are known: {printable(facts.git_error)}", file=sys.stderr)
    if past and facts.history.shallow:
        print("dualtrack: older commits are not in this clone", file=sys.stderr)
