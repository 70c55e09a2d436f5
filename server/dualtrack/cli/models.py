"""`dualtrack models`."""

from argparse import Namespace

from dualtrack.cli.terminal import as_json, coloured, printable, say
from dualtrack.features.check import check
from dualtrack.features.models import Version, models
from dualtrack.workspace.repository import read_repository

_SIGNS = {True: ("✓", "green", ""), False: ("!", "yellow", " contradicts the stage"), None: ("·", "dim", "")}


def run(options: Namespace) -> None:
    """Print the versions of the models by stage, each with what proves where it is."""
    project = read_repository(options.path, options.today, options.trust).project
    found = models(project, check(project, once=True))
    if options.format == "json":
        print(as_json(found))
        return
    for lane in found.lanes:
        if lane.versions:
            print(f"\n{coloured((lane.stage or 'no stage').upper(), 'bold')}")
        for version in lane.versions:
            _print(version)
    if not any(lane.versions for lane in found.lanes):
        print("there is no model version; dualtrack new model fraud@1.0 makes one")
    if found.unknown:
        say("", *found.unknown)


def _print(version: Version) -> None:
    days = [f"since {version.since}"] if version.since else []
    days += [f"deployed {version.deployed}"] if version.deployed else [f"due {version.due}"] if version.due else []
    print(f"  {printable(version.label)}  {coloured(printable(', '.join((*days, *filter(None, (version.sprint,))))), 'dim')}")
    leading = ", ".join((*version.experiments, *version.tasks))
    say(*(f"      {words}" for words in (version.change, leading) if words))
    for proof in version.proofs:
        sign, colour, words = _SIGNS[proof.proves]
        print(f"    {coloured(sign, colour)} {proof.source}{words}: {printable(proof.says)}")
    for message in version.disagreements:
        print(f"    {coloured('!', 'yellow')} {printable(message)}")
