"""When versions of models came into production, and how long that took from the decision to ship."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from dualtrack.facts.tags import Tags, plain_version
from dualtrack.model.experiment import Experiment
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.words import natural
from dualtrack.project.production import is_live, is_version, leading_to, live_tag, name_of
from dualtrack.project.project import Project
from dualtrack.project.timeline import dated
from dualtrack.said import said


class Deployment(NamedTuple):
    """A day on which a version was put into production, and what says so: a git tag, at a commit, or the commit that moved the
    version, else its file. `again`: it was there before, such as after another one that was taken back."""

    model: ModelVersion
    day: date
    tag: str = ""
    commit: str = ""
    again: bool = False

    @property
    def said_by(self) -> str:
        """What says so, in a word."""
        return self.tag or self.commit[:8] or said("its file")


def model_versions(project: Project) -> list[ModelVersion]:
    """Those that are not put away, in the order in which people count."""
    found = (item for item in project.items.values() if isinstance(item, ModelVersion) and not item.archived)
    return sorted(found, key=lambda item: (natural(item.label), item.key))


def deployments(project: Project) -> list[Deployment]:
    """All of them until today, oldest first. What tags say counts, a return to an older version too; of a version that no tag
    names what its file states, else the day on which its stage became deployed."""
    by_model = {model.key: [*_of(project, model)] for model in model_versions(project)}
    found = [each for deployed in by_model.values() for each in deployed if each.day <= project.today(each.model)]
    found.sort(key=lambda each: (each.day, each.model.key))
    gone: dict[str, list[date]] = defaultdict(list)
    for each in withdrawals(project):
        gone[each.model.key].append(each.day)
    current: dict[str, str] = {}
    since: dict[str, date] = {}
    replaced: set[str] = set()
    for number, each in enumerate(found):
        key, name = each.model.key, name_of(each.model).casefold()
        replaced |= {current[name]} - {key} if name in current else set()
        was_taken_out = key in since and any(since[key] <= day <= each.day for day in gone[key])
        found[number] = each._replace(again=key in replaced or was_taken_out)
        replaced.discard(key)
        current[name], since[key] = key, each.day
    return found


def withdrawals(project: Project) -> list[Deployment]:
    """The days on which versions were taken out of production, oldest first; not those on which they were retired."""
    found = (
        each
        for model in model_versions(project)
        for each in _tagged(project, model, "unassign") or _moved_out(project, model, "retired")
    )
    return sorted(found, key=lambda each: (each.day, each.model.key))


def is_past(project: Project, model: ModelVersion, deployed: date | None) -> bool:
    """Whether a version that was deployed on a day, or nobody knows when, was retired or taken out of production since, or made
    room for another one."""
    if model.stage == "retired":
        return True
    tag = live_tag(project, name_of(model))
    others = [project.local(model, tag.tag.when).date()] if tag and tag.version and not is_version(model, tag.version) else []
    ended = [*(each.day for each in (*_tagged(project, model, "unassign"), *_moved_out(project, model))), *others]
    return bool(ended) and (deployed is None or deployed <= max(ended))


def _moved_out(project: Project, model: ModelVersion, *but: str) -> list[Deployment]:
    """When its stage ceased to be deployed, but for other stages."""
    moves = ((event, day) for event, day in dated(project, model) if event.kind == "status" and event.before == "deployed")
    # Where no stage is stated, nobody says that it is out.
    return [Deployment(model, day, commit=event.hash) for event, day in moves if event.after not in ("", "deployed", *but)]


def _tagged(project: Project, model: ModelVersion, action: Literal["assign", "unassign"]) -> list[Deployment]:
    """What tags of stages in production say of a version."""
    own = (name_of(model).casefold(), plain_version(model.id.partition("@")[2]))
    found = project.facts[Tags].by_model.get(own, ()) if own[1] else ()
    live = (each.tag for each in found if each.said.action == action and is_live(each.said.stage))
    return [Deployment(model, project.local(model, tag.when).date(), tag.name, tag.commit) for tag in live]


def _of(project: Project, model: ModelVersion) -> Iterator[Deployment]:
    if tags := _tagged(project, model, "assign"):
        yield from tags
    elif model.deployed:
        yield Deployment(model, model.deployed)
    else:
        moves = [(event, day) for event, day in dated(project, model) if event.kind in ("status", "created")]
        arrived = [(event, day) for event, day in moves if event.after == "deployed" and event.before != "deployed"]
        yield from (Deployment(model, day, commit=event.hash) for event, day in arrived)


def shipped_experiments(project: Project, model: ModelVersion) -> list[Experiment]:
    """The experiments that were decided to ship and lead to a version."""
    return [item for item in leading_to(project, model) if isinstance(item, Experiment) and item.decision == "ship"]
