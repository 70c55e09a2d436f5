"""What the team agreed on for Definitions of Done: its items, what shows them, and who needs which."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from dualtrack.model.criterion import CriterionError, parse_criterion
from dualtrack.model.day import Day
from dualtrack.model.definition_of_done import (
    BUILT_IN,
    MARKER,
    DodLine,
    comparable,
    comparable_whole,
    gives_reason,
    names_by_text,
)
from dualtrack.model.raw import as_list
from dualtrack.said import said

EvidenceKind = Literal["criterion", "file", "tag", "link"]
_KINDS: tuple[EvidenceKind, ...] = ("criterion", "file", "tag", "link")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class DodEvidence(_Frozen):
    """One of: a `criterion` on a metric that linked runs meet, a `file` that is there, a git `tag` by a pattern, or a `link` of
    the item by its name. `metric` is the name in the tracker of what the criterion is about."""

    metric: str = ""
    criterion: str = ""
    file: str = ""
    tag: str = ""
    link: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> "DodEvidence":
        given = [kind for kind in _KINDS if getattr(self, kind)]
        if len(given) != 1:
            names = " and ".join(given) or "none of them"
            raise ValueError(
                said(
                    "evidence is one of criterion, file, tag and link; these are {names}"
                    if given
                    else "evidence is one of criterion, file, tag and link; this has none of them",
                    names=names,
                )
            )
        if self.metric and not self.criterion:
            raise ValueError(said("evidence by a metric needs its criterion"))
        if self.criterion:
            try:
                parse_criterion(self.criterion)
            except CriterionError as error:
                raise ValueError(error.message) from None
        parts = self.file.replace("\\", "/").split("/")
        if self.file and (self.file.startswith(("/", "\\", "~")) or ".." in parts or ":" in self.file):
            raise ValueError(said('"{file}" is not a file inside the repository', self.file))
        return self

    @property
    def kind(self) -> EvidenceKind:
        """Which of them it is."""
        return next(kind for kind in _KINDS if getattr(self, kind))


class CustomDodItem(_Frozen):
    """An item of the team's own, or what the team says of one that is built in, whose text may then be left out."""

    text: str = ""
    evidence: DodEvidence | None = None


def _one_for_both(value: Any) -> Any:
    """A plain list is what every experiment needs."""
    return {"ship": value, "otherwise": value} if as_list(value) else value


class ExperimentDod(_Frozen):
    """What an experiment needs, by its decision."""

    ship: tuple[str, ...] = tuple(BUILT_IN)
    otherwise: tuple[str, ...] = ("run-logged", "evaluated")


class DefinitionOfDone(_Frozen):
    """The team's items and which of them each kind of item needs."""

    items: Mapping[str, CustomDodItem] = {}
    experiment: Annotated[ExperimentDod, BeforeValidator(_one_for_both, json_schema_input_type=ExperimentDod | list[str])] = (
        ExperimentDod()
    )
    task: tuple[str, ...] = ("reviewed",)
    deploy: tuple[str, ...] = tuple(BUILT_IN)
    proofs_since: Day | None = None

    @model_validator(mode="after")
    def _known_items(self) -> "DefinitionOfDone":
        for name, item in self.items.items():
            if not item.text and name not in BUILT_IN:
                raise ValueError(said('the item "{name}" has no text', name))
        for name in (*self.experiment.ship, *self.experiment.otherwise, *self.task, *self.deploy):
            if name not in self.texts:
                raise ValueError(
                    said('"{name}" is no item of a Definition of Done; one of the team\'s own is described in items', name)
                )
        return self

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every known item: name → text."""
        return {**BUILT_IN, **{name: item.text for name, item in self.items.items() if item.text}}

    @cached_property
    def by_text(self) -> dict[str, str]:
        """The names of the known items by their texts in comparable form."""
        return names_by_text(self.texts)

    @cached_property
    def _with_reasons(self) -> frozenset[str]:
        """The items in whose own text something reads as a reason, such as `Deployed (staging environment)`."""
        return frozenset(comparable_whole(text) for text in self.texts.values() if gives_reason(text))

    def agreed(self, lines: tuple[DodLine, ...]) -> tuple[DodLine, ...]:
        """The lines of a checklist, of which those are marked as agreed that add no reason to their item's text."""
        known = self._with_reasons  # mostly none
        return tuple(line._replace(agreed=comparable_whole(line.text) in known) for line in lines) if known else lines

    def name_of(self, line: DodLine) -> str | None:
        """Which of the items a line stands for, by its marker, else by its text."""
        marker = MARKER.search(line.text) if "<!--" in line.text else None
        if marker and marker[1] in self.texts:
            return marker[1]
        return self.by_text.get(comparable(line.text)) or self.by_text.get(comparable(line.without_note))

    def missing(self, needed: Collection[str], lines: Iterable[DodLine]) -> list[str]:
        """The needed items that no line stands for, in the order in which they are needed."""
        present = set(map(self.name_of, lines)) if needed else ()
        return [name for name in needed if name not in present]
