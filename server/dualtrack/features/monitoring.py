"""What watches the models that are in production, in words."""

from collections.abc import Iterable
from typing import NamedTuple

from dualtrack.facts.alert_rules import AlertRule
from dualtrack.facts.alerts import Alerts
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.production import alert_rules, firing_alerts
from dualtrack.project.project import Project
from dualtrack.said import plural, said


class Monitoring(NamedTuple):
    """The alert rules that name a model, and in words how many they are and what fires."""

    rules: tuple[AlertRule, ...] = ()
    words: tuple[str, ...] = ()


def monitoring(project: Project, items: Iterable[Item]) -> Monitoring:
    """That of the deployed models among some items, and of those that they name."""
    named = (item if isinstance(item, ModelVersion) else project.find(item.model) for item in items)
    models = {model.key: model for model in named if isinstance(model, ModelVersion) and model.stage == "deployed"}.values()
    rules = tuple(dict.fromkeys(rule for model in models for rule in alert_rules(project, model)))
    firing = {alert.name: (alert, model) for model in models for alert in reversed(firing_alerts(project, model))}
    words = [plural(len(rules), "alert rule")] if rules else []
    for name, (alert, model) in sorted(firing.items()):
        since = project.local(model, alert.since).date() if alert.since else None
        words.append(said("{name} fires since {day}", name, since) if since else said("{name} fires", name))
    if rules and not firing and project.facts[Alerts].host and not project.facts.unknown(Alerts):
        words.append(said("no active alert"))
    return Monitoring(rules, tuple(words))
