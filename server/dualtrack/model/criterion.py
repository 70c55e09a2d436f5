"""Success and stop criteria: what they say (docs/format.md, "Criteria"). Whether they hold is judged in judgement.py."""

import re
from dataclasses import dataclass, field
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
      | words CHANGE _BY OPERATOR? amount after?
number: NUMBER (PERCENT | UNIT)?
amount: NUMBER (PERCENT | POINTS | UNIT)?
after: _AFTER COUNT _RUNS
words: WORD+

OPERATOR.3: /((must|should)\s+be\s+|is\s+)?([<>]=|=[<>=]|[=<>≥≤])/i
    | /((must|should)\s+(not\s+)?be\s+|is\s+)?((no|not|never)\s+)?BOUND_IN_WORDS/i
NUMBER.2: /[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i
COUNT.3: /\d{1,9}(?!\d)/
PERCENT: "%"
POINTS: /(pp|percentage\s+points?)\b/i
UNIT: /(ms|s|seconds?|minutes?|MB|GB)\b/i
CHANGE.2: /(improves|increases|raises|reduces|decreases|lowers)(?=\s)/i
    | /(improve|increase|raise|reduce|decrease|lower|rises?|drops?|falls?)(?=\s+([^\s<>=≥≤]+\s+){0,20}?by\s)/i
_BY.2: /by\b/i
_AND.2: /(and\b|&&)/i
_OR.2: /(or\b|\|\|)/i
_AFTER.2: /after\b/i
_RUNS.2: /runs?\b/i
WORD: /[^\s<>=≥≤]+/
%ignore /[\s]+/
""".replace(
    "BOUND_IN_WORDS",
    # In front of a number, and where no sign follows in the clause: "accuracy over 3 folds >= 0.7" names a metric.
    r"(at\s+(least|most)|(more|greater|higher|less|lower|fewer)\s+than|above|over|below|under)"
    r"(?=\s+[+-]?\.?\d)(?!((?!\s(and|or)\s)[^<>=≥≤&|]){0,200}[<>=≥≤])",
)

_SIGNS: dict[Operator, str] = {
    ">=": ">= => ≥ least",
    "<=": "<= =< ≤ most",
    "==": "== =",
    ">": "> more greater higher above over",
    "<": "< less lower fewer below under",
}
_OPERATORS: dict[str, Operator] = {sign: operator for operator, signs in _SIGNS.items() for sign in signs.split()}
_NEGATED: dict[Operator, Operator] = {">=": "<", "<=": ">", ">": "<=", "<": ">="}
_DECIMAL_COMMA = re.compile(r"(?<!\d)\d+,\d+")
_LAST_WORD = re.compile(r"(?<![^\s<>=≥≤])([^\s<>=≥≤]+)\s*$")
_SHOWN = {">=": "≥", "<=": "≤", "==": "=", ">": ">", "<": "<"}


@dataclass(frozen=True)
class Comparison:
    """`metric operator bound`, judged once `after_runs` runs have finished. `written` is the bound as it was written, where it
    was; `80%` is 0.8 `in_percent`."""

    metric: str
    operator: Operator
    bound: float
    after_runs: int = 0
    written: str = field(default="", compare=False)
    in_percent: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Change:
    """`metric` changes by `amount` against the baseline: upwards, downwards, or, where `upwards` is None, to the better;
    absolute, in percentage points (`3 pp` is 0.03 `in_percent`), or relative to the baseline."""

    metric: str
    upwards: bool | None
    amount: float
    relative: bool
    strict: bool
    after_runs: int = 0
    in_percent: bool = field(default=False, compare=False)

    def against(self, baseline: float, upwards: bool, scale: float = 1) -> Comparison:
        """The comparison that this asks for, given the baseline's value and direction; absolute amounts count `scale` times."""
        step = abs(baseline) * self.amount if self.relative else self.amount * scale
        bound = baseline + step if upwards else baseline - step
        operator: Operator = (">" if upwards else "<") if self.strict else (">=" if upwards else "<=")
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
    comma = _DECIMAL_COMMA.search(text, max(text.rfind(" ", 0, at), 0))
    if comma and comma.start() < at < comma.end():
        return f'"{comma.group()}" has a comma; decimals have a point', Span(*comma.span())
    word = text[at:].split(maxsplit=1)[0]
    if "_AND" in (getattr(error, "allowed", None) or getattr(error, "expected", ())):
        last = _LAST_WORD.search(text[:at])
        return f'nothing can follow "{last[1] if last else ""}" but and, or, after N runs', Span(at, at + len(word))
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
        number, *unit = _tokens(parts["number"])
        written = f"{number}{' ' if unit and unit != ['%'] else ''}{''.join(unit)}"
        return Comparison(metric, _operator(tokens[0]), float(number) / _divisor(unit), after, written, unit == ["%"])
    amount, *unit = _tokens(parts["amount"])
    verb = tokens[0].lower()
    upwards = None if verb.startswith("improve") else verb.startswith(("increase", "rais", "rise"))
    operator = _operator(tokens[1]) if len(tokens) > 1 else ">="
    if operator in ("<", "<="):
        at = next(child for child in tree.children if isinstance(child, lark.Token) and child.type == "OPERATOR")
        span = Span(at.start_pos or 0, at.end_pos or 0)
        raise CriterionError(f'"{at}" sets no least change; compare with a number, as in "metric <= number"', span)
    strict = operator == ">"
    divisor, relative = _divisor(unit), unit == ["%"]
    return Change(metric, upwards, abs(float(amount)) / divisor, relative, strict, after, divisor > 1 and not relative)


def _divisor(unit: list[str]) -> int:
    """By how much `%` and `pp` make a number smaller; a unit such as `ms` is the metric's own."""
    return 100 if unit and unit[0].lower().startswith(("%", "p")) else 1


def _operator(written: str) -> Operator:
    """The operator of a sign or of words: `not above` is `<=`."""
    words = written.lower().split()
    operator: Operator = next(_OPERATORS[word] for word in words if word in _OPERATORS)
    return _NEGATED[operator] if {"no", "not", "never"}.intersection(words) else operator
