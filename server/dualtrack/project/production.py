"""What the outside says of a model version: where it is registered, what is in production, and what watches it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dualtrack.facts.alert_rules import AlertRule, AlertRules
from dualtrack.facts.alerts import Alert, Alerts
from dualtrack.facts.registry import RegisteredVersion, Registry
from dualtrack.facts.runs import Runs
from dualtrack.facts.tags import NamedTag, Tags, plain_version
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.registry_name import registry_name
from dualtrack.model.run import Run
from dualtrack.model.words import folded
from dualtrack.project.linked_runs import experiments_of, linked_runs
from dualtrack.project.project import Project
from dualtrack.said import said

_LIVE = frozenset(("production", "prod", "live", "champion", "deployed", "serving"))
"""Aliases and stages of what runs in production."""

_NUMBER = re.compile(r"[0-9]{1,9}")


def is_live(name: str) -> bool:
    """Whether an alias or a stage is that of what runs in production."""
    return folded(name) in _LIVE


class InProduction(NamedTuple):
    """A registered version that is the one in production, and the alias or stage that says so."""

    version: RegisteredVersion
    name: str

    @property
    def standing(self) -> str:
        """`champion in mlflow`."""
        return said("{name} in {tracker}", self.name, self.version.tracker)


class LiveTag(NamedTuple):
    """The git tag that put a version of a model into production last; the version is empty where nothing says which it is."""

    tag: NamedTag
    version: str


def registered(project: Project, model: ModelVersion) -> tuple[RegisteredVersion, ...]:
    """The registered versions that a model version is: what its key `registry` names, else those that bear its version as a
    tag, else those that its runs made."""
    registry = project.facts[Registry]
    if name := registry_name(model.registry):
        versions = registry.by_model.get(name.model, ())
        if name.version is not None:
            return tuple(each for each in versions if each.version == name.version)
        if name.alias:
            return tuple(each for each in versions if name.alias in each.aliases)
        return tuple(each for each in versions if name.stage and folded(each.stage) == folded(name.stage))
    if model.registry:
        return ()
    tagged = (each for each in registry.by_model.get(name_of(model), ()) if each.release and is_version(model, each.release))
    return tuple(tagged) or tuple(each for run in linked_runs(project, model).runs for each in registry.by_run.get(run.id, ()))


def why_another(project: Project, model: ModelVersion, version: RegisteredVersion) -> str:
    """What shows that a registered version is not this version of the model, in words."""
    if version.release and "@" in model.id:
        return "" if is_version(model, version.release) else said("whose tag version is {release}", version.release)
    runs = {run.id for run in linked_runs(project, model).runs} if any(model.runs) and version.run else set[str]()
    if runs:
        return "" if version.run in runs else said("which no run of {model} made", model.shown)
    deployed, day = model.deployed, registered_on(project, model, version)
    if not deployed and _names_alias(model) and (known := deployed_on(project, model)):
        deployed, _ = known
    if deployed and day > deployed:
        return said("registered on {day}, after {model} was deployed on {deployed}", day, model.shown, deployed)
    return ""


def registered_on(project: Project, model: ModelVersion, version: RegisteredVersion) -> date:
    """The day of a registration; the first of all days where that is not known."""
    return project.local(model, version.created).date() if version.created else date.min


def is_known(project: Project, model: str) -> bool:
    """Whether all is known that is registered of a model, by its name in a registry: each was read, and of this model nothing
    was left out."""
    reasons = project.facts.unknown(Registry)
    return all(each.why in ("partial", "beyond") for each in reasons) and not project.facts[Registry].may_lack(model)


def registered_as(project: Project, model: ModelVersion) -> tuple[RegisteredVersion, ...]:
    """Those that nothing shows to be another version."""
    return tuple(each for each in registered(project, model) if not why_another(project, model, each))


def surely_registered(project: Project, model: ModelVersion) -> tuple[RegisteredVersion, ...]:
    """The same; none where not all is known of their model, so that they may be others by now."""
    return tuple(each for each in registered_as(project, model) if is_known(project, each.model))


def aliases(project: Project, model: ModelVersion) -> frozenset[str]:
    """The aliases of a model version: those that the registry gives it, and the one that its file names."""
    name = registry_name(model.registry)
    stated = (name.alias,) if name and name.alias else ()
    return frozenset((*stated, *(alias for each in registered_as(project, model) for alias in each.aliases)))


def versions(project: Project, model: ModelVersion) -> Iterator[ModelVersion]:
    """The other versions of a model on its board."""
    folder = project.board(model).folder
    others = (project.items[key] for key in sorted(project.index["model"][name_of(model).casefold()]) if key != model.key)
    for other in others:
        if isinstance(other, ModelVersion) and not other.archived and project.board(other).folder == folder:
            yield other


def deployed_later(project: Project, model: ModelVersion) -> Iterator[ModelVersion]:
    """The other deployed versions of a model that came after this one."""
    return (other for other in versions(project, model) if other.stage == "deployed" and _age(other) > _age(model))


def _age(model: ModelVersion) -> tuple[date, list[int]]:
    return model.deployed or date.min, [int(number) for number in _NUMBER.findall(model.id.partition("@")[2])]


def in_production(versions: Iterable[RegisteredVersion]) -> list[InProduction]:
    """Those that an alias or a stage says to be in production."""
    names = ((each, next(filter(is_live, (*each.aliases, each.stage)), "")) for each in versions)
    return [InProduction(version, name) for version, name in names if name]


def live_as(project: Project, model: ModelVersion) -> list[InProduction]:
    """As which registered versions it is in production. The alias or stage that its file names may be what it is to become:
    there something else must show that the registered version is this one."""
    own = surely_registered(project, model)
    if _names_alias(model):
        others = list(versions(project, model))
        own = [each for each in own if _is_from(project, model, each) and not any(_is_from(project, it, each) for it in others)]
    return in_production(own)


def _names_alias(model: ModelVersion) -> bool:
    """Whether its file names an alias or a stage, which move on."""
    name = registry_name(model.registry)
    return name is not None and bool(name.alias or name.stage)


def _is_from(project: Project, model: ModelVersion, version: RegisteredVersion) -> bool:
    """Whether the tag of a registered version says that it is this one, or a run made it of this one or of what led to it."""
    if version.release:
        return is_version(model, version.release)
    sources = (model, *_stated_to_lead_to(project, model)) if version.run else ()
    return any(run.id == version.run for each in sources for run in linked_runs(project, each).runs)


def live_tag(project: Project, model: str) -> LiveTag | None:
    """The tag by which a version of a model, by its name, is in production; None where there is none, or it was taken back."""
    tags = project.facts[Tags]
    of_stage = [each for each in tags.of(model) if each.said.action in ("assign", "unassign") and is_live(each.said.stage)]
    last = max(of_stage, key=lambda each: (each.tag.when, each.said.count), default=None)
    if not last or last.said.action == "unassign":
        return None
    at_commit = tags.by_commit.get(last.tag.commit, ())
    own = (each.said for each in at_commit if each.said.model.casefold() == model.casefold())
    return LiveTag(last.tag, last.said.version or next((said.version for said in own if said.action == "register"), ""))


def live_unlike_its_file(project: Project, model: ModelVersion) -> list[str]:
    """What says that a version is in production, in words, where its file says that it is not."""
    contrary: list[str] = []
    if model.stage in ("", "deployed"):
        return contrary
    lives = live_as(project, model)
    contrary += (said("as {version} it is {standing}", live.version.shown, live.standing) for live in lives)
    tag = live_tag(project, name_of(model))
    if tag and tag.version and is_version(model, tag.version):
        contrary.append(said("the git tag {tag} puts it into production", tag.tag.name))
    return contrary


def replaced(project: Project, model: ModelVersion) -> list[str]:
    """What says that another version is in production than this one, in words."""
    contrary: list[str] = []
    for own in surely_registered(project, model):
        if not own.aliases and not in_production([own]):
            others = (each for each in project.facts[Registry].by_model.get(own.model, ()) if each.tracker == own.tracker)
            contrary += [
                said("{standing} is {version}, not v{own}", live.standing, live.version.shown, own.version)
                for live in in_production(others)
            ]
    tag = live_tag(project, name_of(model))
    if tag and tag.version and not is_version(model, tag.version):
        contrary.append(
            said("the git tag {tag} puts {model}@{version} into production", tag.tag.name, name_of(model), tag.version)
        )
    return contrary


def is_version(model: ModelVersion, version: str) -> bool:
    """Whether a model version has this version, however many zeros it is written with."""
    return plain_version(model.id.partition("@")[2]) == plain_version(version)


def name_of(model: ModelVersion) -> str:
    """The name of a model without its version."""
    return model.id.partition("@")[0]


def names_of(model: ModelVersion) -> tuple[str, ...]:
    """The names by which monitoring may know a model: on the board, and in the registry."""
    found = registry_name(model.registry)
    return tuple(dict.fromkeys(name for name in (name_of(model), found.model if found else "") if name))


def alert_rules(project: Project, model: ModelVersion) -> tuple[AlertRule, ...]:
    """The alert rules that name a model."""
    rules = project.facts[AlertRules]
    return tuple(dict.fromkeys(rule for name in names_of(model) for rule in rules.naming(name)))


def firing_alerts(project: Project, model: ModelVersion) -> tuple[Alert, ...]:
    """The alerts that fire for a model: their name or a label names it, or the rule does that they come from. Those that name a
    version count only where it is this one."""
    alerts, rules = project.facts[Alerts], project.facts[AlertRules]
    own = alert_rules(project, model)
    alone = {rule.name for rule in own if all(each in own for each in rules.naming(rule.name) if each.name == rule.name)}
    named = (alert for name in names_of(model) for alert in alerts.naming(name))
    from_rules = (alert for name in sorted(alone) for alert in alerts.naming(name) if alert.name == name)
    stated = registry_name(model.registry)
    numbers = {str(each.version) for each in (*registered_as(project, model), *((stated,) if stated else ()))}

    def is_of_this(alert: Alert) -> bool:
        return not alert.version or alert.version in numbers or is_version(model, alert.version)

    return tuple(alert for alert in dict.fromkeys((*named, *from_rules)) if is_of_this(alert))


def deploy_tasks(project: Project, model: ModelVersion) -> Iterator[Item]:
    """The tasks of type `deploy` that name a model version, but for those that were dropped."""
    naming = (task for task in project.referrers(model) if canonical(task.model) == canonical(model.id))
    return (task for task in naming if folded(task.type) == "deploy" and task.phase not in (None, "dropped"))


def leading_to(project: Project, model: ModelVersion) -> list[Item]:
    """The experiments and the tasks that are stated to lead to a version, and the experiments whose runs made what is
    registered as this version."""
    found = [*_stated_to_lead_to(project, model), *made_by(project, model)]
    return list({item.key: item for item in found}.values())


def made_by(project: Project, model: ModelVersion) -> list[Experiment]:
    """The experiments whose runs made what is registered as a version."""
    made = (run for each in surely_registered(project, model) if each.run for run in project.facts[Runs].named(each.run))
    return [each for run in made for each in experiments_of(project, run) if is_own_work(project, each, run)]


def is_own_work(project: Project, experiment: Experiment, run: Run) -> bool:
    """Whether a linked run is what an experiment made: not its baseline, nor one that only a mention in a commit links."""
    baseline = project.facts[Runs].named(experiment.baseline_run) if experiment.baseline_run else ()
    return run not in baseline and linked_runs(project, experiment).link != "commit"


def _stated_to_lead_to(project: Project, model: ModelVersion) -> list[Item]:
    """The experiments and the tasks whose model is a version, or that it or a task which deploys it depends on."""
    own = [item for item in project.referrers(model) if canonical(item.model) == canonical(model.id)]
    sources: list[Item] = [model, *deploy_tasks(project, model)]
    named = (project.find(name) for source in sources for name in source.depends_on if name)
    found = {item.key: item for item in (*own, *named) if item and item.kind in ("task", "experiment")}
    return list(found.values())


def deployed_on(project: Project, model: ModelVersion) -> tuple[date, str] | None:
    """The day on which a version was deployed, and what says so: a git tag, or the task that deployed it."""
    tag = live_tag(project, name_of(model))
    if tag and tag.version and is_version(model, tag.version):
        return project.local(model, tag.tag.when).date(), tag.tag.name
    closed = [(task.closed, task.shown) for task in deploy_tasks(project, model) if task.is_closed and task.closed]
    return max(closed, default=None)
