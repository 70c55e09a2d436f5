"""Success and stop criteria: what they say (docs/format.md, "Criteria"). Whether they hold is judged in judgement.py."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from dualtrack.model.metric import is_better_high
from dualtrack.said import said
from dualtrack.text import Span

Operator = Literal[">=", ">", "<=", "<", "=="]

# In words only in front of a number, and where no sign follows in the clause: "accuracy over 3 folds >= 0.7" names a metric.
_BOUND_IN_WORDS = (
    r"(?:at\s++(?:least|most|or\s++(?:above|below))|(?:equal(?:\s++to)?\s++or\s++)?(?:more|greater|higher|less|lower|fewer)\s++than"
    r"(?:\s++or\s++equal(?:\s++to)?)?|(?:better|worse)\s++than|up\s++to|above|over|below|under)"
    r"(?=\s++[+-]?\.?\d)(?!(?:(?!\s(?:and|or)\s)[^<>=≥≤&|]){0,200}[<>=≥≤])"
)
_NUMBER = r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:e[+-]?\d++)?"
_UNIT = (
    r"(?:%|per\s?cent\b|(?:[mµμun]?s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|[KMGT]i?B|bytes?|"
    r"milliseconds?|microseconds?)\b)"
)
_SIGN = r"(?:[<>]=|=[<>=]|[=<>≥≤])"
_MODAL = r"(?:must|should|shall|(?:has|have|needs?|ought)\s++to)"
_TOKENS = {
    "operator": rf"(?:{_MODAL}\s++be\s++|is\s++)?(?<![!~]){_SIGN}"
    rf"|(?:{_MODAL}\s++(?:not\s++)?be\s++|is\s++|of\s++)?(?:(?:no|not|never)\s++)?{_BOUND_IN_WORDS}"
    rf"|(?:{_MODAL}\s++be\s++|is\s++)?(?:within(?=\s++{_NUMBER}\s*+{_UNIT})|exceeds(?=\s++{_NUMBER}))",
    "bound": rf"(?<![\d.]){_NUMBER}(?=\s*+(?:{_UNIT}\s*+)?{_SIGN})",
    "sign": _SIGN,
    "verb": r"(?:improves|increases|raises|reduces|decreases|lowers)(?=\s)"
    r"|(?:improve|increase|raise|reduce|decrease|lower|rises?|drops?|falls?)(?=\s++(?:[^\s<>=≥≤]++\s++){0,20}?by\s)",
    "number": _NUMBER,
    "unit": _UNIT,
    "points": r"(?:pp|percentage\s++points?)\b",
    "count": r"\d{1,9}(?!\d)",
    "by": r"by\b",
    "after": r"after\b",
    "runs": r"runs?\b",
    "and": r"and\b|&&",
    "or": r"or\b|\|\|",
    "word": r"[^\s<>=≥≤]++",
}
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _TOKENS.items()}
_SPACE = re.compile(r"\s*+")
_JOINED = {"and": "start", "or": "start"}
# What can come next, in the order in which it is looked for, with the state after it; none where such a word is an error.
_NEXT: Mapping[str, Mapping[str, str]] = {
    "start": {"verb": "changed", "bound": "turning", "word": "metric"},
    "turning": {"unit": "turned", "sign": "named"},
    "turned": {"sign": "named"},
    "named": {"word": "naming"},
    "naming": {"operator": "", "verb": "", "after": "count", **_JOINED, "word": "naming"},
    "metric": {"operator": "bound", "verb": "change", "by": "", "word": "metric"},
    "bound": {"number": "unit"},
    "change": {"by": "least", "word": "object"},
    "changed": {"word": "object"},
    "object": {"operator": "", "verb": "", "by": "least", "word": "object"},
    "least": {"operator": "amount", "number": "points"},
    "amount": {"number": "points"},
    "points": {"points": "end", "unit": "end", "after": "count", **_JOINED},
    "unit": {"unit": "end", "after": "count", **_JOINED},
    "end": {"after": "count", **_JOINED},
    "count": {"count": "runs"},
    "runs": {"runs": "last"},
    "last": _JOINED,
}

_SIGNS: dict[Operator, str] = {
    ">=": ">= => ≥ least",
    "<=": "<= =< ≤ most up within",
    "==": "== =",
    ">": "> more greater higher above over exceeds",
    "<": "< less lower fewer below under",
}
_OPERATORS: dict[str, Operator] = {sign: operator for operator, signs in _SIGNS.items() for sign in signs.split()}
_MIRRORED: dict[Operator, Operator] = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "=="}
_OR_EQUAL: dict[Operator, Operator] = {">": ">=", "<": "<="}
_NEGATED: dict[Operator, Operator] = {">=": "<", "<=": ">", ">": "<=", "<": ">="}
_DECIMAL_COMMA = re.compile(r"(?<!\d)\d+,\d+")
_NEGATION = re.compile(r"(?:not|never|cannot|\w+n['’]t)", re.IGNORECASE)
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
    unit: str = field(default="", compare=False)


@dataclass(frozen=True)
class BaselineChange:
    """`metric` changes by `amount` against the baseline: upwards, downwards, or, where `upwards` is None, to the better;
    absolute, in percentage points (`3 pp` is 0.03 `in_percent`), or relative to the baseline."""

    metric: str
    upwards: bool | None
    amount: float
    relative: bool
    strict: bool
    after_runs: int = 0
    in_percent: bool = field(default=False, compare=False)
    unit: str = field(default="", compare=False)

    def against(self, baseline: float, upwards: bool, scale: float = 1) -> Comparison:
        """The comparison that this asks for, given the baseline's value and direction; absolute amounts count `scale` times."""
        step = abs(baseline) * self.amount if self.relative else self.amount * scale
        bound = baseline + step if upwards else baseline - step
        operator: Operator = (">" if upwards else "<") if self.strict else (">=" if upwards else "<=")
        return Comparison(self.metric, operator, bound, self.after_runs)


Clause: TypeAlias = Comparison | BaselineChange


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
    alternatives: list[list[list[_Token]]] = [[[]]]
    for token in _tokens(text):
        match token.kind:
            case "or":
                alternatives.append([[]])
            case "and":
                alternatives[-1].append([])
            case _:
                alternatives[-1][-1].append(token)
    return Criterion(text, tuple(tuple(map(_clause, clauses)) for clauses in alternatives))


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


def _tokens(text: str) -> Iterator[_Token]:
    """The words and signs of a criterion; raises CriterionError at the first that cannot stand where it does."""
    state, at, start = "start", 0, 0
    while (space := _SPACE.match(text, at)) and (at := space.end()) < len(text):
        tried = ((kind, _PATTERNS[kind].match(text, at)) for kind in _NEXT[state])
        kind, found = next(((kind, found) for kind, found in tried if found), ("", None))
        if not found or not _NEXT[state][kind]:
            raise _not_expected(text, at, state)
        yield _Token(kind, found[0], at)
        state, start, at = _NEXT[state][kind], at, found.end()
    if "and" not in _NEXT[state]:
        raise _not_expected(text, start, state)


def _not_expected(text: str, at: int, state: str) -> CriterionError:
    if not any(character.isdigit() for character in text):
        return CriterionError(said('"{text}" names no number', text), Span(0, len(text)))
    comma = _DECIMAL_COMMA.search(text, max(text.rfind(" ", 0, at), 0))
    if comma and comma.start() < at < comma.end():
        return CriterionError(said('"{number}" has a comma; decimals have a point', comma.group()), Span(*comma.span()))
    word = text[at:].split(maxsplit=1)[0]
    if "and" in _NEXT[state]:
        last = _LAST_WORD.search(text[:at])
        message = said('nothing can follow "{last}" but and, or, after N runs', last[1] if last else "")
    else:
        message = said('no criterion from "{word}" on; one reads "metric >= number"', word)
    return CriterionError(message, Span(at, at + len(word)))


def _clause(tokens: list[_Token]) -> Clause:
    found = {token.kind: token.text for token in tokens}
    if "sign" in found:
        return _mirrored(found, " ".join(token.text for token in tokens if token.kind == "word"))
    turned = next(at for at, token in enumerate(tokens) if token.kind in ("operator", "verb"))
    for _, text, start in filter(_is_negation, tokens[max(0, turned - 3) : turned]):
        message = f'"{text}" is no part of a metric; compare with a number, as in "metric >= number"'
        raise CriterionError(message, Span(start, start + len(text)))
    names = [list(words) for kind, words in groupby(tokens, key=attrgetter("kind")) if kind == "word"]
    metric = " ".join(word.text for word in names[-1])
    number, unit, after = found["number"], found.get("unit") or found.get("points", ""), int(found.get("count", 0))
    unit = "%" if unit.lower().startswith("per") and unit.lower().endswith("cent") else unit
    sign = found.get("operator", ">=")
    if "verb" not in found:
        return _comparison(metric, _operator(_in_direction(tokens, metric)), number, unit, after)
    value, operator = float(number) / _divisor(unit), _operator(sign)
    if operator in ("<", "<="):
        at = next(token for token in tokens if token.kind == "operator")
        message = said('"{text}" sets no least change; compare with a number, as in "metric <= number"', at.text)
        raise CriterionError(message, Span(at.start, at.start + len(at.text)))
    verb = found["verb"].lower()
    upwards = None if verb.startswith("improve") else verb.startswith(("increase", "rais", "rise"))
    return BaselineChange(metric, upwards, abs(value), unit == "%", operator == ">", after, unit.lower().startswith("p"), unit)


def _mirrored(found: Mapping[str, str], metric: str) -> Comparison:
    """`0.7 <= f1` as `f1 >= 0.7`."""
    operator = _MIRRORED[_operator(found["sign"])]
    return _comparison(metric, operator, found["bound"], found.get("unit", ""), int(found.get("count", 0)))


def _comparison(metric: str, operator: Operator, number: str, unit: str, after: int) -> Comparison:
    unit = "%" if unit.lower().startswith("per") else unit
    written = f"{number}{' ' if unit and unit != '%' else ''}{unit}"
    return Comparison(metric, operator, float(number) / _divisor(unit), after, written, unit == "%", unit)


def _in_direction(tokens: list[_Token], metric: str) -> str:
    """The operator, where `better` and `worse` mean what they do of the metric; raises CriterionError where its name does not
    say it."""
    at = next(token for token in tokens if token.kind == "operator")
    words = at.text.lower().split()
    if "better" not in words and "worse" not in words:
        return at.text
    high = is_better_high(metric)
    if high is None:
        message = said('whether more or less is better is not known of "{metric}"; write >= or <=', metric)
        raise CriterionError(message, Span(at.start, at.start + len(at.text)))
    return at.text.lower().replace("better", "more" if high else "less").replace("worse", "less" if high else "more")


def _is_negation(token: _Token) -> bool:
    return token.kind == "word" and _NEGATION.fullmatch(token.text) is not None


def _divisor(unit: str) -> int:
    """By how much `%` and `pp` make a number smaller; a unit such as `ms` is the metric's own."""
    return 100 if unit.lower().startswith(("%", "p")) else 1


def _operator(written: str) -> Operator:
    """The operator of a sign or of words: `not above` is `<=`."""
    words = written.lower().split()
    operator: Operator = next(_OPERATORS[word] for word in words if word in _OPERATORS)
    if "equal" in words or words[-3:-1] == ["at", "or"]:
        operator = _OR_EQUAL[operator]
    return _NEGATED[operator] if {"no", "not", "never"}.intersection(words) else operator
