from collections.abc import Iterator
from functools import partial

from dualtrack.changes.move_item import move_item
from dualtrack.facts.registry import Registry
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.phrase import phrase
from dualtrack.model.words import folded
from dualtrack.project.production import in_production, surely_registered
from dualtrack.project.project import Project
from dualtrack.said import said

_REGISTERING = frozenset(("register", "registers", "registered", "registering", "registration", "registry"))


@rule("information", kinds=("task",), phases=("waiting", "active"), needs="model")
def registered_but_open(item: Item, project: Project) -> Iterator[Finding]:
    """A task that is still open though the registry has what it was to bring about.

    ## Why

    What stands in the registry is done, and the board should say so. A task of type `deploy` is done when the version that its
    `model` names has the alias of what is in production (`champion`, `production`, `live` …), one whose title speaks of
    registering when the version is there, and any other with a `model` when a version bears the tag `dualtrack.item` with its
    id. A deployment whose version is in another stage than `deployed` may still be open: then `contradicted-stage` says of the
    version what the registry says.

    ## Example

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    id: fraud@1.2
    stage: deployed
    deployed: 2026-11-02
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    -- tracks/tasks/OPS-1.md --
    ---
    type: deploy
    status: review
            ^^^^^^ registered-but-open: OPS-1 is review, but fraud@1.2 is champion in mlflow, as fraud v3
    model: fraud@1.2
    ---
    -- facts.yaml --
    registered:
      - {version: fraud v3, aliases: [champion]}
    ```

    ## Fixed

    *Move OPS-1 to done*

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    id: fraud@1.2
    stage: deployed
    deployed: 2026-11-02
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    -- tracks/tasks/OPS-1.md --
    ---
    type: deploy
    status: done
    closed: 2026-11-16
    model: fraud@1.2
    ---
    ```
    """
    done = next(_done(item, project), "")
    closed = project.conventions(item).track(item.track).closed
    if done and closed:
        fix = Fix(
            said("Move {item} to {closed}", item.shown, closed[0].name), partial(move_item, key=item.key, status=closed[0].name)
        )
        yield Finding(
            project.place(item, ("status",)), said("{item} is {status}, but {done}", item.shown, item.status, done), (fix,)
        )


def _done(item: Item, project: Project) -> Iterator[str]:
    """What the registry has of it."""
    model = project.find(item.model)
    versions = surely_registered(project, model) if isinstance(model, ModelVersion) else ()
    if folded(item.type) == "deploy":
        if isinstance(model, ModelVersion) and model.stage not in ("", "deployed"):
            return  # its stage may be right, and the alias may have moved too early: that is said there
        yield from (
            said("{model} is {standing}, as {version}", item.model, live.standing, live.version.shown)
            for live in in_production(versions)
        )
    elif versions and not _REGISTERING.isdisjoint(phrase(item.title).split()):
        yield from (
            said("{model} is registered as {each} in {tracker}", item.model, each.shown, each.tracker) for each in versions
        )
    else:
        tagged = project.facts[Registry].by_item.get(canonical(item.id), ())
        yield from (said("{tracker} has {each} with the tag {item}", each.tracker, each.shown, item.id) for each in tagged)
