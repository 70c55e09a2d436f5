"""An experiment or spike: a hypothesis, criteria, a timebox, and a decision as its outcome."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from dualtrack.model.conventions import inside
from dualtrack.model.item import Names, NumberText, OneOrMany, Text
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import folded
from dualtrack.said import joined, said

Decision = Literal["ship", "iterate", "inconclusive", "decided-not-to-pursue"]
DECISIONS: dict[Decision, str] = {
    "ship": said("Ship"),
    "iterate": said("Iterate"),
    "inconclusive": said("Inconclusive"),
    "decided-not-to-pursue": said("Decided not to pursue"),
}
"""The outcomes with their titles."""


def _decision(value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value or None
    known = {folded(name): name for name in DECISIONS}
    if folded(value) not in known:
        raise ValueError(said('"{value}" is none of {known}', value, joined(", ", DECISIONS)))
    return known[folded(value)]


def unquoted(text: str) -> str:
    """The lines of a text that are no quote, as one line."""
    return " ".join(" ".join(line for line in text.splitlines() if not line.lstrip().startswith(">")).split())


def _criteria(value: Any) -> Any:
    """One criterion, or a list; a comma belongs to the criterion."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    parts = as_list(value)
    if parts is None or not all(isinstance(part, str) for part in parts if part is not None):
        raise ValueError(said("a criterion or a list of criteria is expected"))
    return tuple(part or "" for part in parts)


def _baseline(value: Any) -> Any:
    written = as_mapping(value)
    if written is None:
        raise ValueError(said("a mapping such as {{val_f1: 0.69}} is expected"))
    return {name: _without_percent(each) for name, each in written.items()}


def _without_percent(value: Any) -> Any:
    """`69%` is 0.69."""
    number, percent, rest = value.partition("%") if isinstance(value, str) else ("", "", "")
    try:
        return float(number) / 100 if percent and not rest.strip() else value
    except ValueError:
        return value


Criteria = Annotated[tuple[str, ...], BeforeValidator(_criteria, json_schema_input_type=OneOrMany)]


_WrittenNumber: TypeAlias = float | Annotated[str, Field(pattern=r"^\s*[-+]?[\d.]+\s*%\s*$")]


class Experiment(Timeboxed):
    """An item that ends with a decision."""

    DERIVED: ClassVar[frozenset[str]] = Timeboxed.DERIVED | {"has_learnings"}

    hypothesis: Text = ""
    data: Text = ""
    compute: Text = ""
    baseline: Annotated[
        Mapping[str, NumberText], BeforeValidator(_baseline, json_schema_input_type=Mapping[str, _WrittenNumber])
    ] = Field(default_factory=dict)
    baseline_run: Text = ""
    success_criteria: Criteria = ()
    stop_criteria: Criteria = ()
    evaluation: Annotated[Names, AfterValidator(inside)] = ()
    decision: Annotated[Decision | None, BeforeValidator(_decision, json_schema_input_type=Decision)] = None
    reason: Names = ()
    learnings: Text = ""
    has_learnings: bool = False

    @property
    def own_learnings(self) -> str:
        """What the key says in the team's own words, on one line: what is quoted does not count."""
        return unquoted(self.learnings)

    @property
    def gives_reason(self) -> bool:
        """Whether another reason for the decision is given than what was measured."""
        return any(reason and folded(reason) != "didnotbeatbaseline" for reason in self.reason)
