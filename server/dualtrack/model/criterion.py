"""Success and stop criteria: what they say (docs/format.md, "Criteria"). Whether they hold is judged in judgement.py."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

import lark

from dualtrack.text import Span

Operator = Literal[">=", ">", "<=", "<", "=="]

_GRAMMAR = r"""
start: alternative (_OR alternative)*
alternative: clause (_AND clause)*
?clause: comparison | change
comparison: words OPERATOR number after?
change: words? CHANGE words _BY OPERATOR? amount after?
number: NUMBER PERCENT?
amount: NUMBER (PERCENT | POINTS)?
after: _AFTER COUNT _RUNS
words: WORD+

OPERATOR: ">=" | "<=" | "==" | "=" | ">" | "<" | "≥" | "≤"
NUMBER.2: /[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i
COUNT.3: /\d+/
PERCENT: "%"
POINTS: /pp\b/i
CHANGE.2: /(improves|increases|raises|reduces|decreases|lowers)(?=\s)/i
_BY.2: /by\b/i
_AND.2: /(and\b|&&)/i
_OR.2: /(or\b|\|\|)/i
_AFTER.2: /after\b/i
_RUNS.2: /runs?\b/i
WORD: /[^\s<>=≥≤]+/
%ignore /[\s]+/
"""

_OPERATORS: dict[str, Operator] = {"≥": ">=", "≤": "<=", "=": "=="}
_SHOWN = {">=": "≥", "<=": "≤", "==": "=", ">": ">", "<": "<"}


@dataclass(frozen=True)
class Comparison:
    """`metric operator bound`, judged once `after_runs` runs have finished."""

    metric: str
    operator: Operator
    bound: float
    after_runs: int = 0


@dataclass(frozen=True)
class Change:
    """`metric` gets better by `amount` than the baseline: upwards or downwards, absolute or relative to the baseline."""

    metric: str
    upwards: bool
    amount: float
    relative: bool
    strict: bool
    after_runs: int = 0

    def against(self, baseline: float) -> Comparison:
        """The comparison that this asks for, given the baseline's value."""
        step = abs(baseline) * self.amount if self.relative else self.amount
        bound = baseline + step if self.upwards else baseline - step
        operator: Operator = (">" if self.upwards else "<") if self.strict else (">=" if self.upwards else "<=")
        return Comparison(self.metric, operator, bound, self.after_runs)


Clause: TypeAlias = Comparison | Change


@dataclass(frozen=True)
class Criterion:
    """Alternatives of clauses that must hold in one run; `text` is what was written."""

    text: str
    alternatives: tuple[tuple[Clause, ...], ...]


@dataclass(frozen=True)
class CriterionError(Exception):
    """The text is no criterion; `span` is where it stops being one."""

    message: str
    span: Span


def operator_sign(operator: Operator) -> str:
    """The operator as it is shown: `≥`."""
    return _SHOWN[operator]


def parse_criterion(text: str) -> Criterion:
    """Read a criterion; raises CriterionError with the place inside the text."""
    try:
        tree: lark.Tree[lark.Token] = _parser().parse(text)  # pyright: ignore[reportUnknownMemberType]
    except lark.UnexpectedInput as error:
        raise CriterionError(*_explained(text, error)) from None
    return Criterion(text, tuple(tuple(map(_clause, _trees(alternative))) for alternative in _trees(tree)))


@cache
def _parser() -> lark.Lark:
    return lark.Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)


def _explained(text: str, error: lark.UnexpectedInput) -> tuple[str, Span]:
    if not any(character.isdigit() for character in text):
        return f'"{text}" names no number', Span(0, len(text))
    at = getattr(error, "pos_in_stream", None)
    if not isinstance(at, int) or at >= len(text) or isinstance(error, lark.UnexpectedEOF):
        return f'"{text}" lacks a comparison such as ">= 0.72"', Span(0, len(text))
    word = text[at:].split(maxsplit=1)[0]
    return f'no criterion from "{word}" on; one reads "metric >= number"', Span(at, at + len(word))


def _trees(tree: "lark.Tree[lark.Token]") -> "list[lark.Tree[lark.Token]]":
    return [child for child in tree.children if isinstance(child, lark.Tree)]


def _tokens(tree: "lark.Tree[lark.Token]") -> list[str]:
    return [str(child) for child in tree.children if isinstance(child, lark.Token)]


def _clause(tree: "lark.Tree[lark.Token]") -> Clause:
    parts = {str(part.data): part for part in _trees(tree)}
    metric = " ".join(_tokens(next(part for part in reversed(_trees(tree)) if part.data == "words")))
    after = int(_tokens(parts["after"])[0]) if "after" in parts else 0
    tokens = _tokens(tree)
    if tree.data == "comparison":
        number, *percent = _tokens(parts["number"])
        operator = _operator(tokens[0])
        return Comparison(metric, operator, float(number) / (100 if percent else 1), after)
    amount, *unit = _tokens(parts["amount"])
    upwards = tokens[0].lower().startswith(("improve", "increase", "raise"))
    strict = len(tokens) > 1 and _operator(tokens[1]) in (">", "<")
    return Change(metric, upwards, abs(float(amount)) / (100 if unit else 1), unit == ["%"], strict, after)


def _operator(written: str) -> Operator:
    found: dict[str, Operator] = {**_OPERATORS, ">=": ">=", ">": ">", "<=": "<=", "<": "<", "==": "=="}
    return found[written]
