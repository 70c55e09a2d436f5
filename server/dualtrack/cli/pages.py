"""`dualtrack explain` and `schema`: what needs no repository."""

from argparse import Namespace
from difflib import get_close_matches
from importlib.resources import files

from dualtrack.changes.change import Refusal
from dualtrack.cli.parser import SCHEMAS
from dualtrack.cli.terminal import as_json
from dualtrack.features.rule_page import RuleFacts, rule_page
from dualtrack.rules import all_rules


def explain(options: Namespace) -> None:
    """Print the page of a rule, or all rules with their summaries."""
    rules = all_rules()
    if options.format == "json" and (options.rule is None or options.rule in rules):
        told = [
            RuleFacts(code, rule.severity, rule.page.splitlines()[0], rule_page(code) or "") for code, rule in rules.items()
        ]
        print(as_json([each for each in told if options.rule in (None, each.code)]))
        return
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
    """Print the JSON schema of a file, or of what a command prints as JSON."""
    if options.name not in SCHEMAS:
        from dualtrack.workspace.answers import schema

        print(as_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema(options.name)}))
        return
    print(files("dualtrack").joinpath("schemas", f"{options.name}.schema.json").read_text("utf-8"), end="")
