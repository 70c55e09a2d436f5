"""One file per rule: its page, its examples, its check. A new file is a new rule; there is no list to edit."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dualtrack.findings import Rule


@cache
def all_rules() -> dict[str, Rule]:
    """The rules by code, in the order of their codes."""
    names = sorted(module.name for module in iter_modules(__path__))
    rules: list[Rule] = [getattr(import_module(f"{__name__}.{name}"), name) for name in names]
    return {rule.code: rule for rule in rules}
