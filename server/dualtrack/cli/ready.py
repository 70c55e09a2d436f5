"""`dualtrack ready`."""

from argparse import Namespace

from dualtrack.cli.board import boards_asked_for
from dualtrack.cli.terminal import as_json, coloured, printable, say, say_unknown
from dualtrack.features.no_items import no_items
from dualtrack.features.ready import Ready, ready
from dualtrack.said import plural
from dualtrack.workspace.priors import Priors
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> None:
    """Print what can be started, with what it has to show, and what cannot, with what is in its way."""
    project = read_repository(options.path, options.today, options.trust).project
    found = ready(project, boards_asked_for(project, options), Priors())
    say_unknown(project)
    if options.format == "json":
        print(as_json(found))
        return
    for each in found.ready:
        people = f"  {printable(', '.join(each.assignee))}" if each.assignee else ""
        print(f"{coloured(printable(f'{each.id} {each.title}'.strip()), 'bold')}{people}")
        say(*(f"  {line}" for line in _asks(each)))
    if not found.ready:
        say(no_items(project) or "nothing is ready to be started")
    if found.not_ready:
        say("", "not ready:", *(f"  {each.id} {', '.join(each.obstacles)}" for each in found.not_ready))


def _asks(each: Ready) -> list[str]:
    baseline = ", ".join(f"{name} {value}" for name, value in each.baseline.items())
    told = {
        "hypothesis": each.hypothesis,
        "succeeds with": "; ".join(each.success_criteria),
        "baseline": baseline,
        "stops with": "; ".join(each.stop_criteria),
        "timebox": plural(each.timebox_days, "day") if each.timebox_days else "",
        "data": each.data,
        "tried before": "; ".join(each.tried_before),
    }
    return [f"{name}: {words}" for name, words in told.items() if words]
