"""`dualtrack decide`."""

from argparse import Namespace

from dualtrack.changes.decide import decide
from dualtrack.cli.style import printable
from dualtrack.features.naming import named_item
from dualtrack.files.read import LEARNINGS_HEADING
from dualtrack.model.experiment import DECISIONS, Decision, Experiment
from dualtrack.model.words import folded
from dualtrack.workspace.repository import read_repository
from dualtrack.workspace.writing import write_change


def run(options: Namespace) -> int:
    """Decide an experiment, with what was measured quoted, and say so."""
    repository = read_repository(options.path, options.today, options.trust)
    item = named_item(repository.project, options.id)
    # What is none of the decisions goes on as it is: the change refuses it in the editor's words.
    decision: Decision = next((name for name in DECISIONS if folded(name) == folded(options.decision)), options.decision)
    change = decide(repository.project, item.key, decision, options.reason)
    after = write_change(repository, change).items.get(item.key)
    print(printable(change.label))
    if isinstance(after, Experiment) and after.has_body and not after.has_learnings:
        print(printable(f"write what you learned under ## {LEARNINGS_HEADING} in {after.path}"))
    return 0
