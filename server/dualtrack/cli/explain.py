"""`dualtrack explain`."""

from argparse import Namespace

from dualtrack.cli.repository import Unusable
from dualtrack.features.rule_page import rule_page
from dualtrack.rules import all_rules


def run(options: Namespace) -> int:
    """Print the page of a rule."""
    page = rule_page(options.rule)
    if page is None:
        raise Unusable(f"there is no rule {options.rule}: {', '.join(all_rules())}")
    print(page)
    return 0
