"""What proves an item of the team's own Definition of Done."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from dualtrack.model.criterion import CriterionError, parse_criterion

EvidenceKind = Literal["criterion", "file", "tag", "link"]
_KINDS: tuple[EvidenceKind, ...] = ("criterion", "file", "tag", "link")


class DodEvidence(BaseModel):
    """One of: a `criterion` on a metric that linked runs meet, a `file` that is there, a git `tag` by a pattern, or a `link` of
    the item by its name. `metric` is the name in the tracker of what the criterion is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    metric: str = ""
    criterion: str = ""
    file: str = ""
    tag: str = ""
    link: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> "DodEvidence":
        given = [kind for kind in _KINDS if getattr(self, kind)]
        if len(given) != 1:
            said = " and ".join(given) or "none of them"
            raise ValueError(f"evidence is one of criterion, file, tag and link; {'these are' if given else 'this has'} {said}")
        if self.metric and not self.criterion:
            raise ValueError("evidence by a metric needs its criterion")
        if self.criterion:
            try:
                parse_criterion(self.criterion)
            except CriterionError as error:
                raise ValueError(error.message) from None
        parts = self.file.replace("\\", "/").split("/")
        if self.file and (self.file.startswith(("/", "\\", "~")) or ".." in parts or ":" in self.file):
            raise ValueError(f'"{self.file}" is not a file inside the repository')
        return self

    @property
    def kind(self) -> EvidenceKind:
        """Which of them it is."""
        return next(kind for kind in _KINDS if getattr(self, kind))
