"""The page of a rule, and all pages as one document."""

from dualtrack.findings import Rule
from dualtrack.rules import all_rules


def rule_page(code: str) -> str | None:
    """The page as Markdown; None for a code that is no rule's."""
    rule = all_rules().get(code)
    return _page(rule, "#") if rule else None


def all_pages() -> str:
    """server/RULES.md."""
    lead = "# Rules\n\nGenerated from the rules' docstrings in `dualtrack/rules/`; `dualtrack explain RULE` prints one.\n"
    return "\n".join([lead, *(_page(rule, "##") for rule in all_rules().values())])


def _page(rule: Rule, level: str) -> str:
    body = rule.page.replace("\0", "\\0").replace("\n## ", f"\n{level}# ")
    return f"{level} {rule.code}\n\n*{rule.severity}* — {body}"
