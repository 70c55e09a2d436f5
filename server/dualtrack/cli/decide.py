"""`dualtrack decide`."""

from argparse import Namespace

from dualtrack.changes.decide import decide
from dualtrack.cli.repository import read_repository
from dualtrack.cli.style import printable
from dualtrack.cli.writing import named_item, write_change
from dualtrack.model.experiment import DECISIONS, Decision
from dualtrack.model.words import folded


def run(options: Namespace) -> int:
    """Decide an experiment, with what was measured quoted, and say so."""
    repository = read_repository(options.path, options.today, options.trust)
    item = named_item(repository.project, options.id)
    # What is none of the decisions goes on as it is: the change refuses it in the editor's words.
    decision: Decision = next((name for name in DECISIONS if folded(name) == folded(options.decision)), options.decision)
    change = decide(repository.project, item.key, decision, options.reason)
    write_change(repository, change)
    print(printable(change.label))
    return 0
