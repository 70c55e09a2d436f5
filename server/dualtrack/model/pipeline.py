"""What the repository's own CI/CD definitions say."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

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
