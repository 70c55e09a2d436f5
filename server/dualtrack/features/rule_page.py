"""The page of a rule."""

from dataclasses import dataclass

from dualtrack.findings import Severity
from dualtrack.rules import all_rules


@dataclass(frozen=True)
class RuleFacts:
    """A rule with its page as Markdown."""

    code: str
    severity: Severity
    summary: str
    page: str


def rule_page(code: str, level: str = "#") -> str | None:
    """The page as Markdown, its heading on a level; None for a code that is no rule's."""
    rule = all_rules().get(code)
    if not rule:
        return None
    body = rule.page.replace("\0", "\\0").replace("\n## ", f"\n{level}# ")
    return f"{level} {rule.code}\n\n*{rule.severity}* — {body}"
