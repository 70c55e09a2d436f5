"""What a hypothesis says in numbers."""

import re

from dualtrack.model.criterion import Comparison, CriterionError, parse_criterion

_CHANGE = re.compile(r"\b(?:improves|increases|raises|reduces|decreases|lowers)\s", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])\d|\b(?:half|halve[sd]?|double[sd]?|twice|third|quarter)\b", re.IGNORECASE)
_LONGEST_METRIC = 4
"""Words; a longer name is a sentence."""


def criterion_in(hypothesis: str) -> str:
    """The part of it that can be measured (`improves F1 by >= 0.03`), or empty."""
    text = hypothesis.strip().rstrip(".")
    change = _CHANGE.search(text)
    part = text[change.start() :] if change else text
    try:
        criterion = parse_criterion(part)
    except CriterionError:
        return ""
    metrics = [clause.metric for clauses in criterion.alternatives for clause in clauses if isinstance(clause, Comparison)]
    return "" if any(len(metric.split()) > _LONGEST_METRIC for metric in metrics) else part


def names_a_number(hypothesis: str) -> bool:
    """Whether it says how much, in whichever words; the `1` of `F1` says nothing."""
    return bool(_NUMBER.search(hypothesis))
