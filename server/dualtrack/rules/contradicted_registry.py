from collections.abc import Iterator, Sequence
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
    each release, so that the file of an old version comes to name the new model. It is said only of models that a registry
    holds, and of the run only where the file states its `runs`.

    ## Example

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: testing
    registry: models:/fraud@champion
              ^^^^^^^^^^^^^^^^^^^^^^ contradicted-registry: this is fraud v3 in mlflow, which no run of fraud@1.2 has made
    runs: [8f3c21aa]
    card: docs/fraud.md
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c21aa}
    registered:
      - {version: fraud v2, run: 8f3c21aa}
      - {version: fraud v3, run: 77aa01bb, aliases: [champion]}
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
    why = _why_not(project, item, found[-1]) if found else ""
    if why or not found:
        message = (
            f"this is {found[-1].shown} in {found[-1].tracker}, {why}"
            if why
            else f"{versions[0].tracker} has no {_words(name)}"
        )
        meant = _meant(project, item, versions)
        yield Finding(project.place(item, ("registry",)), message, (_fix(item, meant[0]),) if len(meant) == 1 else ())


def _why_not(project: Project, item: ModelVersion, version: RegisteredVersion) -> str:
    """What shows that a registered version is not this version of the model."""
    if version.release and "@" in item.id:
        return "" if is_version(item, version.release) else f"which has the tag version {version.release}"
    if any(item.runs) and version.run:
        runs = {run.id for run in linked_runs(project, item).runs}
        return f"which no run of {item.shown} has made" if runs and version.run not in runs else ""
    day = project.local(item, version.created).date() if version.created else None
    if day and item.deployed and day > item.deployed:
        return f"which was registered on {day}, and {item.shown} was deployed on {item.deployed}"
    return ""


def _meant(project: Project, item: ModelVersion, versions: Sequence[RegisteredVersion]) -> list[RegisteredVersion]:
    """The versions that could be this one."""
    if tagged := [each for each in versions if each.release and is_version(item, each.release)]:
        return tagged
    runs = {run.id for run in linked_runs(project, item).runs}
    return [each for each in versions if each.run in runs]


def _words(name: RegistryName) -> str:
    """What is named: `version 3 of fraud`."""
    if name.alias:
        return f"alias {name.alias} of {name.model}"
    return f"version of {name.model} in stage {name.stage}" if name.stage else f"version {name.version} of {name.model}"


def _fix(item: ModelVersion, version: RegisteredVersion) -> Fix:
    named = f"models:/{version.model}/{version.version}"
    return Fix(f"Set registry to {named}", partial(set_value, key=item.key, name="registry", value=named))
