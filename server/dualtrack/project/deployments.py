"""When versions of models came into production, and how long that took from the decision to ship."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from dualtrack.facts.tags import Tags, plain_version
from dualtrack.model.experiment import Experiment
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.production import is_live, leading_to, name_of
from dualtrack.project.project import Project
from dualtrack.project.timeline import dated
from dualtrack.said import said


class Deployment(NamedTuple):
    """A day on which a version was put into production, and what says so: a git tag, at a commit, or the commit that moved the
    version, else its file."""

    model: ModelVersion
    day: date
    tag: str = ""
    commit: str = ""

    @property
    def said_by(self) -> str:
        """What says so, in a word."""
        return self.tag or self.commit[:8] or said("its file")


def deployments(project: Project) -> list[Deployment]:
    """All of them, oldest first. What tags say counts, a return to an older version too; of a version that no tag names what
    its file states, else the day on which its stage became deployed."""
    models = (item for item in project.items.values() if isinstance(item, ModelVersion) and not item.archived)
    found = chain.from_iterable(_of(project, model) for model in models)
    return sorted(found, key=lambda each: (each.day, each.model.key))


def _of(project: Project, model: ModelVersion) -> Iterator[Deployment]:
    own = (name_of(model).casefold(), plain_version(model.id.partition("@")[2]))
    tagged = project.facts[Tags].by_model.get(own, ()) if own[1] else ()
    if tags := [each for each in tagged if each.said.action == "assign" and is_live(each.said.stage)]:
        yield from (
            Deployment(model, project.local(model, each.tag.when).date(), each.tag.name, each.tag.commit) for each in tags
        )
    elif model.deployed:
        yield Deployment(model, model.deployed)
    else:
        moves = [(event, day) for event, day in dated(project, model) if event.kind in ("status", "created")]
        arrived = [(event, day) for event, day in moves if event.after == "deployed" and event.before != "deployed"]
        yield from (Deployment(model, day, commit=event.hash) for event, day in arrived)


def shipped_experiments(project: Project, model: ModelVersion) -> list[Experiment]:
    """The experiments that were decided to ship and lead to a version."""
    return [item for item in leading_to(project, model) if isinstance(item, Experiment) and item.decision == "ship"]
