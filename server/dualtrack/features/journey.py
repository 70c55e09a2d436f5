"""The way of an item from notebook to monitoring, read from its commits, and the tags, pipelines and alert rules there are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Literal, TypeAlias, get_args

from dualtrack.facts.history import Commit, History, newest_first
from dualtrack.facts.pipelines import Pipelines
from dualtrack.facts.tags import NamedTag, ReadTag, Tags
from dualtrack.features.monitoring import monitoring
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.tag import tag_words
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project import evidence
from dualtrack.project.production import leading_to, made_by
from dualtrack.project.project import Project
from dualtrack.said import counted, joined, plural, said

StepName: TypeAlias = Literal["notebook", "script", "code", "model", "ci/cd", "deployment", "monitoring"]
STEPS: Mapping[StepName, str] = {
    "notebook": said("notebook"),
    "script": said("script"),
    "code": said("code"),
    "model": said("model"),
    "ci/cd": said("ci/cd"),
    "deployment": said("deployment"),
    "monitoring": said("monitoring"),
}

_MODEL = re.compile(
    r".*\.(?:pkl|pickle|joblib|onnx|pt|pth|ckpt|h5|keras|safetensors|pmml|cbm|ubj|gguf|tflite|mlmodel|pb|model)(?:\.dvc)?"
    r"|(?=(?:.*/)?(?:models?|registry|artifacts?)/.).*\.(?:bin|npz|npy|zip|tgz|gz|tar|weights|engine|dvc)"
    r"|(?:models?|registry|artifacts?)/.+\.(?:json|txt)"
    r"|(?:.*/)?(?:MLmodel|MLproject|dvc\.lock|artifacts\.ya?ml)",
    re.IGNORECASE,
)
_CI = re.compile(
    r"\.(?:github|gitea|forgejo)/(?:workflows|actions)/.+|\.gitlab-ci\.yml|\.gitlab/ci/.+|\.(?:circleci|buildkite|woodpecker)/.+"
    r"|(?:azure-|bitbucket-)pipelines\.ya?ml|\.(?:travis|drone|woodpecker)\.ya?ml|cloudbuild\.ya?ml|(?:.*/)?Jenkinsfile[^/]*|\.tekton/.+|(?=(?:.*/)?dags/).*\.py"
)
# A folder inside the source code is often called charts, infra or deploy: there only what configures a deployment counts.
_DEPLOYMENT = re.compile(
    r"(?:.*/)?(?:Dockerfile[^/]*|[^/]+\.dockerfile|docker-compose[^/]*|compose\.ya?ml|Containerfile[^/]*|Procfile|Chart\.ya?ml"
    r"|kustomization\.ya?ml|skaffold\.ya?ml|bentofile\.ya?ml|fly\.toml|[^/]+\.tf(?:vars)?)"
    r"|(?:deploy|deployments?|k8s|kubernetes|helm|terraform|serving|infra)/.+"
    r"|(?=(?:.*/)?(?:deploy|deployments?|k8s|kubernetes|helm|charts?|terraform|serving|infra)/.)"
    r".*\.(?:ya?ml|tpl|toml|conf|sh|hcl|tfvars)",
    re.IGNORECASE,
)
_NOTEBOOK = re.compile(r".*\.(?:ipynb|rmd|qmd)", re.IGNORECASE)
_DATA = frozenset(("data", "dataset", "datasets", "features", "fixtures", "raw", "processed", "interim"))
"""Pickles, tensors and HDF5 files there are data, unless a folder of models is among the others."""
_MODELS = frozenset(("model", "models", "registry", "artifact", "artifacts", "checkpoints"))
_SCRIPT = re.compile(r".*\.(?:py|pyx|r|jl|scala|sql|sh)|(?:.*/)?(?:dvc|params)\.yaml", re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    """One step: the files that the item's commits touched on it or that name the item, those commits, latest first, and the
    tags that name its model."""

    name: StepName
    paths: tuple[str, ...]
    commits: tuple[Commit, ...]
    tags: tuple[NamedTag, ...] = ()
    said: tuple[str, ...] = ()
    """What else is known of it, in words."""
    days: str = ""
    """The first and the last day on which something happened: `2026-11-02 to 2026-11-09`."""


def journey(project: Project, item: Item) -> tuple[Step, ...]:
    """The steps that there are, in their order; of a model version those of every item that leads to it."""
    names: tuple[StepName, ...] = get_args(StepName)
    paths: dict[StepName, dict[str, None]] = {name: {} for name in names}
    commits: dict[StepName, dict[str, Commit]] = {name: {} for name in names}
    tags: dict[StepName, list[NamedTag]] = {name: [] for name in names}
    items = _with_leading(project, item)
    for each in items:
        for commit in evidence.commits(project, each):
            for path in commit.paths:
                if name := _step_of(project, path, commit.repository):
                    paths[name][path] = None
                    commits[name][commit.hash] = commit
        paths["notebook"] |= dict.fromkeys(evidence.notebooks(project, each))
        mentioning = project.facts[Pipelines].by_id.get(canonical(each.id), ()) if each.id else ()
        paths["ci/cd"] |= dict.fromkeys(mentioning)
    watched = monitoring(project, [each for each in items if _went_into_its_model(project, each)])
    paths["monitoring"] |= dict.fromkeys(rule.path for rule in watched.rules)
    for _, tag, told in _tags(project, items):
        tags["deployment" if told.action in ("assign", "unassign", "release") else "model"].append(tag)

    def step(name: StepName) -> Step:
        latest_first = sorted(commits[name].values(), key=newest_first)
        days = _days(project, item, [each.when for each in (*latest_first, *tags[name])])
        known = watched.words if name == "monitoring" else ()
        return Step(name, tuple(paths[name]), tuple(latest_first), tuple(tags[name]), known, days)

    return tuple(step(name) for name in names if paths[name] or tags[name] or (name == "monitoring" and watched.words))


def _days(project: Project, item: Item, moments: Sequence[datetime]) -> str:
    first, last = (f"{project.local(item, end(moments)):%Y-%m-%d}" if moments else "" for end in (min, max))
    return first if first == last else said("{first} to {last}", first, last)


def _with_leading(project: Project, item: Item) -> list[Item]:
    return [item, *(leading_to(project, item) if isinstance(item, ModelVersion) else ())]


def nothing_linked(project: Project, item: Item) -> str:
    """What is said of an item without a step."""
    if found := {commit.hash: commit for each in _with_leading(project, item) for commit in evidence.commits(project, each)}:
        if all(commit.is_merge for commit in found.values()):
            return said("Only merges mention it, and which of their files are its own is not known.")
        return counted(
            len(found),
            "{count} commit of it touched nothing but the board's own files.",
            "{count} commits of it touched nothing but the board's own files.",
        )
    if project.facts[History].trunk:
        return said("No commit, notebook, pipeline or tag is linked to it.")
    return said("No commit, notebook, pipeline or tag is linked to it, and git tells nothing here.")


def step_words(step: Step) -> str:
    """A step in a few words: `script 3 commits, 2026-11-02 to 2026-11-09`."""
    return joined(" ", (STEPS[step.name], amount(step)))


def amount(step: Step) -> str:
    """What a step amounts to: `3 commits, 2026-11-02 to 2026-11-09`."""
    words: list[str] = []
    if step.commits:
        words.append(plural(len(step.commits), "commit"))
    words += [tag_words(tag.name) for tag in step.tags[:2]]
    words += step.said
    if step.days:
        words.append(step.days)
    elif step.paths:
        words.append(", ".join(step.paths[:2]))
    return joined(", ", words)


def _step_of(project: Project, path: str, repository: str) -> StepName | None:
    """The step that a file belongs to; None for items and pages of the boards, be they there or not."""
    if path in project.documents or project.holds(path):
        return None
    if repository:
        path = path.removeprefix(f"{repository}/")  # a board may call a clone `serving`
    if _NOTEBOOK.fullmatch(path):
        return "notebook"
    if path in project.facts[Pipelines].by_path or _CI.fullmatch(path):
        return "ci/cd"
    if _DEPLOYMENT.fullmatch(path):
        return "deployment"
    folders = set(path.casefold().split("/")[:-1])
    if _MODEL.fullmatch(path) and (_DATA.isdisjoint(folders) or not _MODELS.isdisjoint(folders)):
        return "model"
    return "script" if _SCRIPT.fullmatch(path) else "code"


def _tags(project: Project, items: Sequence[Item]) -> list[ReadTag]:
    """The tags that name the model that items went into, of this version where they name one, and those at a commit of theirs;
    what is taken out of a stage only where it was there."""
    tags = project.facts[Tags]
    named = (tag for item in items if _went_into_its_model(project, item) for model in _models(item) for tag in tags.of(model))
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


def _went_into_its_model(project: Project, item: Item) -> bool:
    """Whether the model that an item names is one with what the item did: it only says for which it is while nobody has decided
    to ship, and none of its runs made that model."""
    if isinstance(item, Experiment) and item.decision != "ship":
        model = project.find(item.model)
        return isinstance(model, ModelVersion) and item in made_by(project, model)
    return item.is_closed or not isinstance(item, Timeboxed)


def _stage(tag: ReadTag) -> tuple[str, str]:
    return tag.said.model.casefold(), tag.said.stage


def _models(item: Item) -> Iterable[str]:
    if isinstance(item, ModelVersion):
        return (item.id,)
    return (item.model,) if item.model else ()
