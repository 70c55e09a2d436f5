"""What the repository's own CI/CD definitions say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dualtrack.facts.facts import Fact
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.said import said
from dualtrack.table import Table, grouped

System: TypeAlias = Literal["github-actions", "gitlab-ci", "jenkins", "tekton", "airflow"]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A file that defines a pipeline, by its path and what its system calls it.

    `ids` are all that it could mention. `deploys` tells that it has an environment, or a job, stage, step or task named for
    deploying. `runs` are files of the repository that its commands name. `words` is what it says outside of comments, word by
    word and folded, to look for a model's name in.
    """

    path: str
    system: System
    name: str
    ids: tuple[str, ...] = ()
    deploys: bool = False
    runs: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pipelines(Fact):
    """The pipelines by path, and their paths by canonical id that they mention."""

    by_path: Table[str, Pipeline] = field(default_factory=Table[str, Pipeline])
    by_id: Table[str, tuple[str, ...]] = field(default_factory=Table[str, tuple[str, ...]], compare=False)
    unread: str = ""
    """Which definitions could not be read."""
    beyond: str = ""

    @property
    def missing(self) -> str:
        """Which definitions could not be read."""
        return self.unread and said("not all pipelines are known: {why}", self.unread)

    def concerns(self, item: Item) -> bool:
        """A pipeline may deploy a model."""
        return not item.is_closed and (isinstance(item, ModelVersion) or bool(item.model))

    @classmethod
    def of(cls, pipelines: Iterable[Pipeline], unread: str = "", beyond: str = "") -> "Pipelines":
        """These pipelines."""
        by_path = {pipeline.path: pipeline for pipeline in pipelines}
        by_id = grouped((id, path) for path, pipeline in by_path.items() for id in pipeline.ids)
        return cls(Table(by_path), by_id, unread, beyond)
