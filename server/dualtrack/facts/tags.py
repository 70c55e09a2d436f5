"""The tags of a repository, read once, by what they name: there may be one for every night of years."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.model.tag import Tag, read_tag
from dualtrack.table import Table, grouped


class NamedTag(NamedTuple):
    """A tag: the full hash of its commit, and when it was made."""

    name: str
    commit: str
    when: datetime


class ReadTag(NamedTuple):
    """A tag and what it says. `number` is its place among all tags."""

    number: int
    tag: NamedTag
    said: Tag


@dataclass(frozen=True)
class Tags(Fact):
    """All tags, latest first, and those that say something: by commit, and by model and version.

    The version is plain; empty for what names none where none is registered at the same commit either, None for all of a model.
    """

    all: tuple[NamedTag, ...] = ()
    by_commit: Table[str, tuple[ReadTag, ...]] = field(default_factory=Table[str, tuple[ReadTag, ...]], compare=False)
    by_model: Table[tuple[str, str | None], tuple[ReadTag, ...]] = field(
        default_factory=Table[tuple[str, str | None], tuple[ReadTag, ...]], compare=False
    )

    def of(self, name: str) -> Iterator[ReadTag]:
        """Those of a model by its name: `fraud` has all of `fraud`, `fraud@1.2` those of this version or of none."""
        model, _, version = name.casefold().partition("@")
        versions = (plain_version(version), "") if version else (None,)
        return chain.from_iterable(self.by_model.get((model, each), ()) for each in versions)


def tags_of(all: Iterable[NamedTag]) -> Tags:
    """The tags, latest first, as they are read: that takes long where there are many."""
    tags = tuple(all)
    read = [ReadTag(number, tag, said) for number, tag in enumerate(tags) if (said := read_tag(tag.name))]
    registered = {(tag.commit, said.model.casefold()): said.version for _, tag, said in read if said.action == "register"}
    of_models: list[tuple[tuple[str, str | None], ReadTag]] = []
    for each in read:
        if model := each.said.model.casefold():
            version = each.said.version or registered.get((each.tag.commit, model), "")
            of_models += ((model, plain_version(version)), each), ((model, None), each)
    return Tags(tags, grouped((each.tag.commit, each) for each in read), grouped(of_models))


def plain_version(version: str) -> str:
    """A version as it is compared: `v1.0.0` is `1`, and `1.0-rc.0` is `1-rc.0`."""
    version = version.casefold().removeprefix("v")
    behind = version.lstrip("0123456789.")
    release = version.removesuffix(behind) if behind else version
    while release.endswith(".0"):
        release = release.removesuffix(".0")
    return release + behind
