"""`dualtrack prior`."""

from argparse import Namespace

from dualtrack.cli.terminal import as_json, coloured, printable, say, say_unknown
from dualtrack.features.prior import prior_facts
from dualtrack.project.learnings import learnings
from dualtrack.workspace.priors import Priors
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> None:
    """Print the decided experiments that are closest to an idea, the closest first, each with its outcome and learnings."""
    project = read_repository(options.path, options.today, options.trust).project
    found = Priors()(project, " ".join(options.words))
    say_unknown(project)
    if options.format == "json":
        print(as_json([prior_facts(project, prior) for prior in found]))
        return
    for prior in found:
        print(coloured(printable(prior.item.label), "bold"), printable(prior.outcome), sep="  ")
        say(*(f"  {words}" for words in (prior.item.hypothesis, learnings(project, prior.item)) if words))
    if not found:
        say("no decided experiment is close to that")
