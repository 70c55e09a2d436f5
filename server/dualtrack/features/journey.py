"""The way of an item from notebook to deployment, read from its commits, the tags and the pipelines of the repository."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Literal, TypeAlias, get_args

from dualtrack.facts.history import Commit, newest_first
from dualtrack.facts.pipelines import Pipelines
from dualtrack.facts.tags import NamedTag, ReadTag, Tags
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.tag import tag_words
from dualtrack.model.words import plural
from dualtrack.project import evidence
from dualtrack.project.project import Project

StepName: TypeAlias = Literal["notebook", "script", "model", "ci/cd", "deployment"]

_MODEL = re.compile(
    r"(?!.*\.(?:py|ipynb|md)$)(?=(?:.*/)?(?:models?|registry|artifacts?)/.).*"
    r"|.*\.(?:pkl|pickle|joblib|onnx|pt|pth|ckpt|h5|keras|safetensors|pmml|cbm|gguf|tflite|mlmodel)(?:\.dvc)?"
    r"|(?:.*/)?(?:MLmodel|MLproject|dvc\.lock|artifacts\.ya?ml)",
    re.IGNORECASE,
)
_CI = re.compile(
    r"\.github/workflows/.+|\.gitlab-ci\.yml|\.gitlab/ci/.+|(?:.*/)?Jenkinsfile[^/]*|\.tekton/.+|(?=(?:.*/)?dags/).*\.py"
)
_DEPLOYMENT = re.compile(
    r"(?:.*/)?(?:Dockerfile[^/]*|[^/]+\.dockerfile|docker-compose[^/]*|compose\.ya?ml|Procfile|[^/]+\.tf)"
    r"|(?=(?:.*/)?(?:deploy|deployment|deployments|k8s|kubernetes|helm|charts?|terraform|serving|infra)/.).*",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r".*\.(?:py|pyx|r|jl|scala|sql|sh|java|kt|go|rs|cpp|cc|c|cu|ts|js)|(?:.*/)?(?:dvc|params)\.yaml", re.IGNORECASE
)


@dataclass(frozen=True)
class Step:
    """One step: the files that the item's commits touched on it or that name the item, those commits, latest first, and the
    tags that name its model."""

    name: StepName
    paths: tuple[str, ...]
    commits: tuple[Commit, ...]
    tags: tuple[NamedTag, ...] = ()

    @property
    def moments(self) -> tuple[datetime, datetime] | None:
        """The first and the last thing that happened; None where nothing dated did."""
        moments = [*(commit.when for commit in self.commits), *(tag.when for tag in self.tags)]
        return (min(moments), max(moments)) if moments else None


@dataclass
class _Found:
    paths: dict[str, None] = field(default_factory=dict[str, None])
    commits: dict[str, Commit] = field(default_factory=dict[str, Commit])
    tags: list[NamedTag] = field(default_factory=list[NamedTag])


def journey(project: Project, item: Item) -> tuple[Step, ...]:
    """The steps that there are, in their order; of a model version those of every item that names it."""
    found: dict[StepName, _Found] = {name: _Found() for name in get_args(StepName)}
    pipelines = project.facts[Pipelines]
    items = [item, *(other for other in project.referrers(item) if isinstance(item, ModelVersion))]
    for each in items:
        for commit in evidence.commits(project, each):
            for path in commit.paths:
                if name := _step_of(project, path, commit.repository):
                    found[name].paths[path] = None
                    found[name].commits[commit.hash] = commit
        found["notebook"].paths.update(dict.fromkeys(evidence.notebooks(project, each)))
        mentioning = pipelines.by_id.get(canonical(each.id), ()) if each.id else ()
        found["ci/cd"].paths.update(dict.fromkeys(mentioning))
    for _, tag, said in _tags(project, items):
        found["deployment" if said.action in ("assign", "unassign", "release") else "model"].tags.append(tag)
    return tuple(
        Step(name, tuple(each.paths), tuple(sorted(each.commits.values(), key=newest_first)), tuple(each.tags))
        for name, each in found.items()
        if each.paths or each.tags
    )


def step_words(step: Step) -> str:
    """A step in a few words: `script 3 commits, 2026-11-02 to 2026-11-09`."""
    return f"{step.name} {amount(step)}"


def amount(step: Step) -> str:
    """What a step amounts to: `3 commits, 2026-11-02 to 2026-11-09`."""
    words: list[str] = []
    if step.commits:
        words.append(plural(len(step.commits), "commit"))
    words += [tag_words(tag.name) for tag in step.tags[:2]]
    if moments := step.moments:
        first, last = (f"{moment:%Y-%m-%d}" for moment in moments)
        words.append(first if first == last else f"{first} to {last}")
    elif step.paths:
        words.append(", ".join(step.paths[:2]))
    return ", ".join(words)


def _step_of(project: Project, path: str, repository: str) -> StepName | None:
    """The step that a file belongs to; None for items, pages and all else that people read."""
    if path in project.documents:
        return None
    if repository:
        path = path.removeprefix(f"{repository}/")  # a board may call a clone `serving`
    if path.endswith(".ipynb"):
        return "notebook"
    if path in project.facts[Pipelines].by_path or _CI.fullmatch(path):
        return "ci/cd"
    if _DEPLOYMENT.fullmatch(path):
        return "deployment"
    if _MODEL.fullmatch(path):
        return "model"
    return "script" if _SCRIPT.fullmatch(path) else None


def _tags(project: Project, items: Sequence[Item]) -> list[ReadTag]:
    """The tags that name the model of the items, of this version where they name one, and those at a commit of theirs; what is
    taken out of a stage only where it was there."""
    tags = project.facts[Tags]
    named = (tag for item in items for model in _models(item) for tag in tags.of(model))
    commits = (commit for item in items for commit in evidence.commits(project, item))
    at_commits = (tag for commit in commits for tag in tags.by_commit.get(commit.hash, ()))
    found = sorted({each.number: each for each in chain(named, at_commits)}.values())
    # Of several the first one stays, which stands last.
    assigned = {_stage(each): each.tag.when for each in found if each.said.action == "assign"}
    return [
        each
        for each in found
        if each.said.action != "unassign" or ((begun := assigned.get(_stage(each))) and begun <= each.tag.when)
    ]


def _stage(tag: ReadTag) -> tuple[str, str]:
    return tag.said.model.casefold(), tag.said.stage


def _models(item: Item) -> Iterable[str]:
    if isinstance(item, ModelVersion):
        return (item.id,)
    return (item.model,) if item.model else ()
