"""`dualtrack explain` and `schema`: what needs no repository."""

from argparse import Namespace
from difflib import get_close_matches
from importlib.resources import files

from dualtrack.changes.change import Refusal
from dualtrack.features.rule_page import rule_page
from dualtrack.rules import all_rules


def explain(options: Namespace) -> None:
    """Print the page of a rule, or all rules with their summaries."""
    rules = all_rules()
    if options.rule is None:
        for code, rule in rules.items():
            print(f"{code:{max(map(len, rules))}}  {rule.page.splitlines()[0]}")
        return
    page = rule_page(options.rule)
    if page is None:
        near = get_close_matches(str(options.rule).casefold(), rules, n=1)
        raise Refusal(f"there is no rule {options.rule}" + (f"; {near[0]} is" if near else f": {', '.join(rules)}"))
    print(page)


def print_schema(options: Namespace) -> None:
    """Print a JSON schema."""
    print(files("dualtrack").joinpath("schemas", f"{options.name}.schema.json").read_text("utf-8"), end="")
