"""Definitions written in YAML and in Groovy."""

import re
from collections.abc import Callable, Iterable

from dualtrack.adapters.pipelines.definition import PipelineDefinition, names_deployment, names_environment, names_stage
from dualtrack.adapters.pipelines.leaves import Leaf, Route, read_leaves

_RESERVED = {"default", "include", "stages", "variables", "workflow", "image", "services", "cache", "spec"}  # no jobs of GitLab
_SCRIPTS = {"script", "before_script", "after_script"}
_OF_TEKTON = re.compile(r"^apiVersion:[ \t]*[\"']?tekton\.dev/", re.MULTILINE)
_COMMANDS_OF_TEKTON = {"script", "args", "command", "value", "default"}
# What is not closed goes on to its end, so that nothing is read twice.
_GROOVY = re.compile(
    r"""(?P<text>'{3}.*?(?:'{3}|\Z)|"{3}.*?(?:"{3}|\Z)|'(?:\\.|[^'\\\n])*+'?|"(?:\\.|[^"\\\n])*+"?)|//[^\n]*|/\*.*?(?:\*/|\Z)""",
    re.DOTALL,
)
_STAGE = re.compile(r"""\bstage[ \t]{0,20}\(?[ \t]{0,20}(?:name:[ \t]{0,20})?["']([^"'\n]{1,200})["']""")
_DIR = re.compile(r"""\bdir[ \t]{0,20}\(?[ \t]{0,20}["']([^"'\n]{1,200})["']""")


def read_github(text: str) -> PipelineDefinition:
    """A workflow of GitHub Actions."""
    found, why_not = read_leaves(text)
    name = next((value for route, value in found if route == (0, "name")), "")
    labels = {name, *(str(route[2]) for route, _ in found if route[1:2] == ("jobs",) and len(route) > 3)}
    environments: list[str] = []
    for route, value in found:
        match route[3:] if route[1:2] == ("jobs",) else ():
            case ("name",) | ("steps", _, "name"):
                labels.add(value)
            case ("uses",) | ("steps", _, "uses"):
                labels.add(value.partition("@")[0])
            case ("environment",) | ("environment", "name"):
                environments.append(value)
            case _:
                pass
    return PipelineDefinition(
        name,
        names_deployment(labels) or names_stage(environments),
        _said(found, lambda route: route[-1] == "run" or "with" in route),
        tuple(value for route, value in found if route[-1] == "working-directory"),
        said=_said(found),
        why_not=why_not,
    )


def read_gitlab(text: str) -> PipelineDefinition:
    """A file of GitLab CI."""
    found, why_not = read_leaves(text)
    of_jobs = [leaf for leaf in found if len(leaf.route) > 2 and leaf.route[1] not in _RESERVED]
    # Other actions than that of starting, such as `stop` and `prepare`, deploy nothing.
    idle = {job for (_, job, *rest), value in of_jobs if rest == ["environment", "action"] and value != "start"}
    labels: set[str] = set()
    environments: set[str] = set()
    for (_, job, *rest), value in of_jobs:
        if job in idle:
            continue
        labels.add(str(job))
        if rest == ["stage"]:
            labels.add(value)
        elif rest == ["environment"] or rest == ["environment", "name"]:
            environments.add(value)
    return PipelineDefinition(
        "",
        names_deployment(labels) or names_environment(environments),
        _said(of_jobs, lambda route: not _SCRIPTS.isdisjoint(route)),
        said=_said(found),
        why_not=why_not,
    )


def read_tekton(text: str) -> PipelineDefinition | None:
    """The Pipelines, Tasks and runs of a Tekton file; None if it is of something else."""
    if not _OF_TEKTON.search(text):
        return None
    found, why_not = read_leaves(text)
    ours = {route[0] for route, value in found if route[1:] == ("apiVersion",) and value.startswith("tekton.dev/")}
    found = [leaf for leaf in found if leaf.route[0] in ours]
    names = [value for route, value in found if route[1:] in (("metadata", "name"), ("metadata", "generateName"))]
    labels = (value for route, value in found if route[-1] == "name" and {"tasks", "steps", "taskRef"} & set(route))
    return PipelineDefinition(
        names[0].rstrip("-") if names else "",
        names_deployment([*names, *labels]),
        _said(found, lambda route: not _COMMANDS_OF_TEKTON.isdisjoint(route)),
        tuple(value for route, value in found if route[-1] == "workingDir"),
        said=_said(found),
        why_not=why_not,
    )


def read_jenkins(text: str) -> PipelineDefinition:
    """A Jenkinsfile, as text: its stages and what stands outside of comments."""
    code = _GROOVY.sub(lambda found: found["text"] or " ", text)
    return PipelineDefinition("", names_deployment(_STAGE.findall(code)), code, tuple(_DIR.findall(code)), said=code)


def _said(found: Iterable[Leaf], wanted: Callable[[Route], bool] | None = None) -> str:
    return "\n".join(value for route, value in found if wanted is None or wanted(route))
