"""What shows that a model can be deployed and is watched: a playbook, alert rules."""

from dualtrack.facts.alert_rules import AlertRules
from dualtrack.facts.pipelines import Pipelines
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.phrase import holds, phrase
from dualtrack.model.words import folded
from dualtrack.project.named_files import places_for
from dualtrack.project.production import alert_rules, name_of
from dualtrack.project.project import Project
from dualtrack.project.proofs.files import file_found
from dualtrack.project.proofs.found import Found, nothing, shown, unknown
from dualtrack.project.proofs.runs import model_of
from dualtrack.said import counted, said

_PLAYBOOKS = frozenset(("playbook", "runbook", "deployment"))
_MONITORS = frozenset(("monitor", "monitoring", "dashboard", "alerts"))


def deployment(project: Project, item: Item) -> Found:
    """The playbook that the item links; one that stands on the line, or words why not, is what the line cites."""
    links = [address for name, address in item.links if folded(name) in _PLAYBOOKS]
    if not links:
        if found := _pipeline(project, item):
            return found
        if project.facts.unknown(Pipelines):
            return unknown(said("not all pipelines are known"))
        return nothing(said("no playbook is named, and no words say why there is none"))
    if "://" in links[0]:
        return unknown(said("{link} is not read", links[0]))
    return file_found(project, links[0], places_for(project, item, links[0]))


def _pipeline(project: Project, item: Item) -> Found | None:
    """A pipeline that deploys and mentions the item; of one that names no more than its model it is not known what it does."""
    deploying = [each for each in project.facts[Pipelines].by_path.whole().values() if each.deploys]
    if own := next((each for each in deploying if canonical(item.id) in each.ids), None):
        return shown(said("{own} deploys, and names {item}", own.path, item.id), own.path)
    model = model_of(project, item)
    words = phrase(name_of(model)).split() if model else ()
    named = next((each for each in deploying if words and each.words.issuperset(words)), None)
    return unknown(said("{named} deploys, and whether that is {model} is not known", named.path, item.model)) if named else None


def _names(address: str, model: ModelVersion) -> bool:
    """Whether an address names a model: `https://grafana.example/d/churn-model`."""
    return holds(phrase(address), phrase(name_of(model)))


def monitoring(project: Project, item: Item) -> Found:
    """Alert rules that name the model, or a link to where it is watched: of the model, or one that names it."""
    model = model_of(project, item)
    rules = alert_rules(project, model) if model else ()
    if rules:
        named = counted(
            len(rules),
            "{count} alert rule of {path} names the model",
            "{count} alert rules of {path} name the model",
            rules[0].path,
        )
        return shown(named + f": {rules[0].name}", rules[0].path)
    links = [(name, address) for name, address in item.links if folded(name) in _MONITORS]
    of_model = [(name, address) for name, address in model.links if folded(name) in _MONITORS] if model else []
    if model and (link := next((each for each in (*of_model, *links) if each in of_model or _names(each[1], model)), None)):
        return shown(said("the link {link} leads to where {model} is watched", link[0], name_of(model)), link[1])
    if links:
        return unknown(said("the link {link} is not read", links[0][0]))
    if model and (project.facts[AlertRules].missing or project.facts[AlertRules].may_name(name_of(model))):
        return unknown(said("not all alert rules are known"))
    if not model or project.facts.unknown(AlertRules) or not project.facts[AlertRules].all:
        return unknown(said("no alert rule is read here") if model else said("the item names no model"))
    return nothing(said("no alert rule names {model}", model.shown.partition("@")[0]))
