"""A model version: the milestone of an ML team (docs/format.md, "A model version")."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from dualtrack.model.day import Day
from dualtrack.model.item import Item, Text
from dualtrack.model.words import folded

Stage = Literal["research", "experiment", "testing", "deployed", "retired"]
STAGES: tuple[Stage, ...] = get_args(Stage)


def _stage(value: Any) -> Any:
    if isinstance(value, str) and folded(value) not in STAGES:
        raise ValueError(f'"{value}" is none of {", ".join(STAGES)}')
    return folded(value) if isinstance(value, str) else value


class ModelVersion(Item):
    """What changes with this version, how far it is, and where it is registered."""

    stage: Annotated[Stage, BeforeValidator(_stage, json_schema_input_type=Stage)] | None = None
    change: Text = ""
    registry: Text = ""
    deployed: Day | None = None
    card: Text = ""

    @property
    def stands(self) -> str:
        """Its stage."""
        return self.stage or ""
