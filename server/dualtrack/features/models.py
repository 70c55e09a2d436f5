"""The versions of the models, from research to retirement, with what leads to each and what proves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dualtrack.facts.registry import Registry
from dualtrack.features.check import Checked
from dualtrack.features.item_facts import findings_of
from dualtrack.features.monitoring import monitoring
from dualtrack.features.unknown import unknown_lines
from dualtrack.model.experiment import Experiment
from dualtrack.model.model_version import STAGES, ModelVersion, Stage
from dualtrack.model.words import natural
from dualtrack.project.closings import closing_day
from dualtrack.project.deployments import is_past
from dualtrack.project.production import (
    deploy_tasks,
    in_production,
    is_version,
    leading_to,
    live_as,
    live_tag,
    name_of,
    surely_registered,
)
from dualtrack.project.project import Project
from dualtrack.project.timeline import arrival
from dualtrack.said import joined, said

Source: TypeAlias = Literal["registry", "tag", "deploy task", "monitoring"]


@dataclass(frozen=True)
class Proof:
    """What a source says of a version. `live`: whether that means that it is in production, None where it means neither;
    `agrees`: whether its file says the same."""

    source: Source
    says: str
    live: bool | None
    agrees: bool | None

    @property
    def proves(self) -> bool | None:
        """Whether it proves that the version is in production as its file says, or the contrary; None where it does neither:
        that something is not deployed yet is no proof."""
        return self.agrees if self.live or self.agrees is False else None


@dataclass(frozen=True)
class Version:
    """A version of a model. `tasks` and `experiments` are keys of cards; `since` is when it came to its stage, empty where that
    is not known; `disagreements` are what is found in it."""

    key: str
    label: str
    model: str
    version: str
    stage: Stage | None
    since: str
    change: str
    sprint: str
    due: str
    deployed: str
    card: str
    registry: str
    tasks: tuple[str, ...]
    experiments: tuple[str, ...]
    proofs: tuple[Proof, ...]
    disagreements: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True)
class Lane:
    """The versions in a stage, the newest first; `stage` is None for those that state none."""

    stage: Stage | None
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Models:
    """All lanes in their order, empty ones too, but for that without a stage; `unknown` says what could not be read."""

    lanes: tuple[Lane, ...]
    unknown: tuple[str, ...]


def models(project: Project, checked: Checked) -> Models:
    """The model versions of all boards."""
    found = [item for item in project.items.values() if isinstance(item, ModelVersion) and not item.archived]
    found.sort(key=lambda item: (name_of(item).casefold(), [-number for number, _ in natural(item.id)], item.key))
    lanes: dict[Stage | None, list[Version]] = {stage: [] for stage in (None, *STAGES)}
    for item in found:
        lanes[item.stage].append(_version(project, item, checked))
    shown = (Lane(stage, tuple(versions)) for stage, versions in lanes.items() if stage or versions)
    return Models(tuple(shown), tuple(unknown_lines(project)))


def _version(project: Project, item: ModelVersion, checked: Checked) -> Version:
    leading = leading_to(project, item)
    arrived = arrival(project, item)
    since = project.local(item, arrived.when).date() if arrived and arrived.when else ""
    return Version(
        item.key,
        item.id if item.title in ("", item.id) else item.label,
        name_of(item),
        item.id.partition("@")[2],
        item.stage,
        str(since),
        item.change,
        item.sprint,
        str(item.due or ""),
        str(item.deployed or ""),
        item.card,
        item.registry,
        tuple(each.key for each in leading if not isinstance(each, Experiment)),
        tuple(each.key for each in leading if isinstance(each, Experiment)),
        tuple(_proofs(project, item)),
        tuple(finding.message for finding in findings_of(item, checked)),
        item.path,
        project.document(item).line_of(project.place(item).span.start),
    )


def _proofs(project: Project, model: ModelVersion) -> Iterator[Proof]:
    is_deployed = model.stage == "deployed"

    def proof(source: Source, says: str, live: bool | None) -> Proof:
        return Proof(source, says, live, None if live is None else live == is_deployed)

    own = surely_registered(project, model)
    lives = {live.version for live in (in_production(own) if is_deployed else live_as(project, model))}
    for each in own:
        aliases = ", ".join(filter(None, (*each.aliases, each.stage)))
        found = said("{name} in {tracker}", each.shown, each.tracker)
        says = joined(": ", (found, aliases)) if aliases else found
        others = (other for other in project.facts[Registry].by_model.get(each.model, ()) if other.tracker == each.tracker)
        if each in lives or aliases or not is_deployed or not (instead := in_production(others)):
            yield proof("registry", says, True if each in lives else None)
        else:
            yield proof(
                "registry", said("{found}, and {live} is {version}", says, instead[0].name, instead[0].version.shown), False
            )
    tag = live_tag(project, name_of(model))
    if tag and tag.version:
        live = is_version(model, tag.version)
        says = said("{tag} on {day}", tag.tag.name, project.local(model, tag.tag.when).date())
        says += "" if live else said(", of {version}", tag.version)
        if live or is_deployed:
            yield proof("tag", says, live)
    for task in deploy_tasks(project, model):
        words = f"{task.shown} {task.status}"
        words += said(" on {day}", task.closed) if task.is_closed and task.closed else ""
        words = words if task.is_closed else said("not deployed: {task}", words)
        counts = not is_past(project, model, closing_day(project, task)) if task.is_closed else model.stage != "retired"
        yield proof("deploy task", words, task.is_closed if counts else None)
    for words in monitoring(project, [model]).words:
        yield Proof("monitoring", words, None, None)
