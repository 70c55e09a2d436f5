"""What the repository's own CI/CD definitions say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dualtrack.facts.facts import Fact
from dualtrack.table import Table

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

    @classmethod
    def of(cls, pipelines: Iterable[Pipeline]) -> "Pipelines":
        """These pipelines."""
        by_path = {pipeline.path: pipeline for pipeline in pipelines}
        by_id: dict[str, list[str]] = defaultdict(list)
        for pipeline in by_path.values():
            for id in pipeline.ids:
                by_id[id].append(pipeline.path)
        return cls(Table(by_path), Table({id: tuple(paths) for id, paths in by_id.items()}))
