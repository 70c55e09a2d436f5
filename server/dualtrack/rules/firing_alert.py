from collections.abc import Iterator
from functools import partial

from dualtrack.changes.alert_task import alert_task
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.phrase import holds, phrase
from dualtrack.project.production import deployed_later, firing_alerts, versions
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning")
def firing_alert(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """An alert that fires for a deployed model, and that no open task is about.

    ## Why

    An alert that nobody has on the board is nobody's work. Asked is the Alertmanager in the `ALERTMANAGER_URL` of your own
    environment; an alert is the model's if its name or a label names the model. A task that names a version of the model, and
    the alert in its title, takes it up. Of several deployed versions it is said of the latest, unless a label names one.

    ## Example

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    id: fraud@1.2
    stage: deployed
           ^^^^^^^^ firing-alert: ScoreDrift fires for fraud@1.2 since 2026-11-15: PSI is above 0.2
    deployed: 2026-11-02
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    -- facts.yaml --
    alerts:
      - {name: ScoreDrift, labels: {model: fraud}, since: 2026-11-15, summary: PSI is above 0.2}
    ```

    ## Fixed

    *Create a task for ScoreDrift*

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    id: fraud@1.2
    stage: deployed
    deployed: 2026-11-02
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    -- tracks/tasks/OPS-1 ScoreDrift fires.md --
    ---
    id: OPS-1
    title: ScoreDrift fires
    status: backlog
    created: 2026-11-16
    type: alert
    model: fraud@1.2
    ---

    ## Definition of Done

    - [ ] Code reviewed and unit-tested
    ```
    """
    if item.stage != "deployed":
        return
    tasks = (task for model in (item, *versions(project, item)) for task in project.referrers(model))
    taken_up = [phrase(task.title) for task in tasks if not task.is_closed]
    alerts = firing_alerts(project, item)
    if next(deployed_later(project, item), None):
        alerts = tuple(alert for alert in alerts if alert.version)
    by_name = {alert.name: alert for alert in reversed(alerts)}
    for name, alert in sorted(by_name.items()):
        if any(holds(title, phrase(name)) for title in taken_up):
            continue
        since = said(" since {day}", project.local(item, alert.since).date()) if alert.since else ""
        summary = f": {alert.summary}" if alert.summary else ""
        fix = Fix(said("Create a task for {name}", name), partial(alert_task, model=item, title=f"{name} fires"))
        yield Finding(
            project.place(item, ("stage",)),
            said("{name} fires for {item}{since}{summary}", name, item.shown, since, summary),
            (fix,),
        )
