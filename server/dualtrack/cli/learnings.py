"""`dualtrack learnings`."""

from argparse import Namespace

from dualtrack.cli.board import boards_asked_for
from dualtrack.cli.terminal import as_json, coloured, printable, say, say_unknown
from dualtrack.features.decided import decided
from dualtrack.model.experiment import DECISIONS
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> None:
    """Print the decided experiments with what was measured and learned, the last decision first."""
    project = read_repository(options.path, options.today, options.trust).project
    found = decided(project, boards_asked_for(project, options))
    say_unknown(project)
    if options.format == "json":
        print(as_json(found))
        return
    for each in found:
        outcome = ": ".join(filter(None, (DECISIONS[each.decision], ", ".join(each.reasons))))
        print(coloured(printable(each.label), "bold"), printable(outcome), coloured(each.day, "dim"), sep="  ")
        measured = " · ".join(f"{verdict.measured} {verdict.stands} (asked: {verdict.criterion})" for verdict in each.verdicts)
        say(*(f"  {words}" for words in (each.hypothesis, measured, each.learnings) if words))
    if not found:
        say("no experiment has been decided yet")
