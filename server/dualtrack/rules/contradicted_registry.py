from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.facts.registry import RegisteredVersion, Registry
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.registry_name import RegistryName, registry_name
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.production import is_version, registered
from dualtrack.project.project import Project


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
    if not name or not versions or project.facts.unknown(Registry):
        return
    found = registered(project, item)
    if not found and name == RegistryName(name.model):
        return  # the model is named, and no version of it
    said = f"{versions[0].tracker} has no {_words(name)}"
    if found:
        why = _why_not(project, item, found[-1])
        said = f"in {found[-1].tracker} that is {found[-1].shown}, {why}" if why else ""
    if said:
        fixes = [_fix(item, version) for version in _meant(project, item, versions)]
        place = project.place(item, ("registry",))
        yield Finding(place, f"{item.shown} names {item.registry}, but {said}", tuple(fixes) if len(fixes) == 1 else ())


def _why_not(project: Project, item: ModelVersion, version: RegisteredVersion) -> str:
    """What shows that a registered version is not this version of the model."""
    if version.release and "@" in item.id:
        return "" if is_version(item, version.release) else f"whose tag version is {version.release}"
    runs = {run.id for run in linked_runs(project, item).runs} if any(item.runs) and version.run else set[str]()
    if runs:
        return "" if version.run in runs else f"which no run of {item.shown} made"
    if item.deployed and _day(project, item, version) > item.deployed:
        return f"registered on {_day(project, item, version)}, after {item.shown} was deployed on {item.deployed}"
    return ""


def _meant(project: Project, item: ModelVersion, versions: Sequence[RegisteredVersion]) -> list[RegisteredVersion]:
    """The versions that could be this one: by their tag, by their run, or the last one there was when it was deployed."""
    if tagged := [each for each in versions if each.release and is_version(item, each.release)]:
        return tagged
    runs = {run.id for run in linked_runs(project, item).runs}
    if made := [each for each in versions if each.run in runs]:
        return made
    return [each for each in versions if item.deployed and date.min < _day(project, item, each) <= item.deployed][-1:]


def _day(project: Project, item: ModelVersion, version: RegisteredVersion) -> date:
    """The day of its registration; the first of all days where that is not known."""
    return project.local(item, version.created).date() if version.created else date.min


def _words(name: RegistryName) -> str:
    """What is named: `version 3 of fraud`."""
    if name.alias:
        return f"alias {name.alias} of {name.model}"
    return f"version of {name.model} in stage {name.stage}" if name.stage else f"version {name.version} of {name.model}"


def _fix(item: ModelVersion, version: RegisteredVersion) -> Fix:
    named = f"models:/{version.model}/{version.version}"
    return Fix(f"Set registry to {named}", partial(set_value, key=item.key, name="registry", value=named))
