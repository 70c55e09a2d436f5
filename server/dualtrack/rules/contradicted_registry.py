from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.facts.registry import RegisteredVersion, Registry
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.registry_name import RegistryName, registry_name
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.production import (
    is_known,
    is_version,
    live_unlike_its_file,
    registered,
    registered_on,
    surely_registered,
    versions,
    why_another,
)
from dualtrack.project.project import Project
from dualtrack.said import said

_OFFERED = 3


@rule("warning", needs="registry")
def contradicted_registry(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """A model version that names something which the registry does not have, or has from another run.

    ## Why

    Whoever rolls back or audits goes from the file to the artifact. An alias such as `models:/fraud@champion` moves on with
    each release, so that the file of an old version comes to name the new model. What is registered is another version if its
    tag `version` says so, if none of the `runs` of the file made it, or if it was registered after the file's was deployed.
    Nothing is said of a model that no registry holds.

    ## Example

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: testing
    registry: models:/fraud/9
              ^^^^^^^^^^^^^^^ contradicted-registry: fraud@1.2 names models:/fraud/9, but mlflow has no version 9 of fraud
    runs: [8f3c21aa]
    card: docs/fraud.md
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c21aa}
    registered:
      - {version: fraud v2, run: 8f3c21aa}
      - {version: fraud v3, run: 77aa01bb}
    ```

    ## Fixed

    *Set registry to models:/fraud/2*

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: testing
    registry: models:/fraud/2
    runs: [8f3c21aa]
    card: docs/fraud.md
    ---
    ```
    """
    name = registry_name(item.registry)
    versions = project.facts[Registry].by_model.get(name.model, ()) if name else ()
    if not name or not versions or not is_known(project, name.model):
        return
    found = registered(project, item)
    if not found and name == RegistryName(name.model):
        return  # the model is named, and no version of it
    case = said("{tracker} has no {version}", versions[0].tracker, _words(name))
    if found:
        if _is_said_there(project, item, found[-1]):
            return
        why = why_another(project, item, found[-1])
        if not why:
            return
        case = said("in {tracker} that is {found}, {why}", found[-1].tracker, found[-1].shown, why)
    others = [each for each in versions if each not in found]
    fixes = [_fix(item, version) for version in _meant(project, item, versions) or sorted(others, key=_newest)[:_OFFERED]]
    place = project.place(item, ("registry",))
    yield Finding(
        place,
        said("{item} names {registry}, but {case}", item.shown, item.registry, case),
        tuple(fixes),
    )


def _is_said_there(project: Project, item: ModelVersion, version: RegisteredVersion) -> bool:
    """Whether an alias has moved to a version whose own file says that it is not in production, where that is said."""
    others = (other for other in versions(project, item) if version in surely_registered(project, other))
    return any(live_unlike_its_file(project, other) for other in others)


def _newest(version: RegisteredVersion) -> int:
    return -version.version


def _meant(project: Project, item: ModelVersion, versions: Sequence[RegisteredVersion]) -> list[RegisteredVersion]:
    """The versions that could be this one: by their tag, by their run, or the last one there was when it was deployed."""
    if tagged := [each for each in versions if each.release and is_version(item, each.release)]:
        return tagged
    runs = {run.id for run in linked_runs(project, item).runs}
    if made := [each for each in versions if each.run in runs]:
        return made
    return [each for each in versions if item.deployed and date.min < registered_on(project, item, each) <= item.deployed][-1:]


def _words(name: RegistryName) -> str:
    """What is named: `version 3 of fraud`."""
    if name.alias:
        return said("alias {alias} of {model}", name.alias, name.model)
    return (
        said("version of {model} in stage {stage}", name.model, name.stage)
        if name.stage
        else said("version {version} of {model}", name.version, name.model)
    )


def _fix(item: ModelVersion, version: RegisteredVersion) -> Fix:
    named = f"models:/{version.model}/{version.version}"
    return Fix(said("Set registry to {named}", named), partial(set_value, key=item.key, name="registry", value=named))
