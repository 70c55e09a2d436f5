from collections.abc import Iterator
from functools import partial

from dualtrack.changes.alert_task import alert_task
from dualtrack.facts.alert_rules import AlertRules
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.words import folded
from dualtrack.project.production import alert_rules, deployed_later, firing_alerts, name_of, names_of
from dualtrack.project.project import Project
from dualtrack.said import said

_MONITORS = frozenset(("monitor", "monitoring", "dashboard", "alerts"))


@rule("information")
def unmonitored_model(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """A deployed model that no alert rule names, while other models of the board have some.

    ## Why

    A model that drifts fails in silence. It is said only where the repository keeps alert rules for another of its models; a
    link named `monitor` or `dashboard` says that it is watched elsewhere, and so does an alert that fires for it. Of
    several deployed versions it is said of the latest.

    ## Example

    ```
    -- tracks/models/churn-2.0.md --
    ---
    id: churn@2.0
    stage: deployed
           ^^^^^^^^ unmonitored-model: churn@2.0 is deployed, and none of the 2 alert rules of this repository names churn
    deployed: 2026-11-02
    registry: models:/churn/3
    card: docs/churn.md
    ---
    -- tracks/models/fraud-1.2.md --
    ---
    id: fraud@1.2
    stage: retired
    ---
    -- facts.yaml --
    alert_rules:
      - {name: FraudScoreDrift, labels: {severity: page}}
      - {name: HighLatency, expr: "latency_seconds > 1"}
    ```

    ## Fixed

    *Create a task to monitor churn*

    ```
    -- tracks/models/churn-2.0.md --
    ---
    id: churn@2.0
    stage: deployed
    deployed: 2026-11-02
    registry: models:/churn/3
    card: docs/churn.md
    ---
    -- tracks/models/fraud-1.2.md --
    ---
    id: fraud@1.2
    stage: retired
    ---
    -- tracks/tasks/OPS-1 Monitor churn.md --
    ---
    id: OPS-1
    title: Monitor churn
    status: backlog
    created: 2026-11-16
    type: alert
    model: churn@2.0
    ---

    ## Definition of Done

    - [ ] Code reviewed and unit-tested
    ```
    """
    known = project.facts[AlertRules]
    rules = known.all
    if item.stage != "deployed" or not rules or any(folded(name) in _MONITORS for name, _ in item.links):
        return
    if any(map(known.may_name, names_of(item))):
        return
    if item.has_fault("links") or alert_rules(project, item) or firing_alerts(project, item):
        return
    if next(deployed_later(project, item), None):
        return
    others = (name for name in project.index["model"].whole() if str(name) != name_of(item).casefold())
    if any(known.naming(str(name)) for name in others):
        many = said("none of the {count} alert rules of this repository names", len(rules))
        named = many if rules[1:] else said("the only alert rule of this repository does not name")
        message = said("{item} is deployed, and {named} {model}", item.shown, named, name_of(item))
        title = f"Monitor {name_of(item)}"
        fix = Fix(said("Create a task to monitor {model}", name_of(item)), partial(alert_task, model=item, title=title))
        yield Finding(project.place(item, ("stage",)), message, (fix,))
