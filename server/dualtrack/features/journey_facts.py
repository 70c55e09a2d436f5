"""The journey of an item as JSON values, for programs."""

from collections.abc import Sequence
from dataclasses import dataclass

from dualtrack.features.item_facts import CommitFacts, commit_facts
from dualtrack.features.journey import Step
from dualtrack.model.item import Item


@dataclass(frozen=True)
class TagFacts:
    """A tag and when it was made."""

    name: str
    when: str


@dataclass(frozen=True)
class StepFacts:
    """A step with the files, commits and tags that show it."""

    step: str
    paths: list[str]
    commits: list[CommitFacts]
    tags: list[TagFacts]


@dataclass(frozen=True)
class JourneyFacts:
    """The steps of an item, from notebook to deployment."""

    id: str
    title: str
    steps: list[StepFacts]


def journey_facts(item: Item, steps: Sequence[Step]) -> JourneyFacts:
    """The steps as JSON values."""
    told = [
        StepFacts(
            step.name,
            list(step.paths),
            list(map(commit_facts, step.commits)),
            [TagFacts(tag.name, tag.when.isoformat()) for tag in step.tags],
        )
        for step in steps
    ]
    return JourneyFacts(item.id or item.key, item.title, told)
