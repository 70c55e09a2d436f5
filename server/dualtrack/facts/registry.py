"""The versions of models that the registries of trackers hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.said import said
from dualtrack.table import Table, grouped


class RegisteredVersion(NamedTuple):
    """A version of a model: where it is registered, the run that made it, and what its registry says of it.

    `item` is the canonical id in its tag `dualtrack.item`, `release` is what its tag `version` says, such as `1.2.0`; `stage`
    is that of older registries, such as `Production`.
    """

    tracker: str
    model: str
    version: int
    run: str = ""
    aliases: tuple[str, ...] = ()
    stage: str = ""
    item: str = ""
    release: str = ""
    created: datetime | None = None

    @property
    def shown(self) -> str:
        """How messages name it."""
        return f"{self.model} v{self.version}"


_ByName = Table[str, tuple[RegisteredVersion, ...]]


@dataclass(frozen=True)
class Registry(Fact):
    """All versions, oldest first: by model, by run, and by the item that a tag names."""

    part = said("the model registry")

    all: tuple[RegisteredVersion, ...] = ()
    by_model: _ByName = field(default_factory=_ByName, compare=False)
    by_run: _ByName = field(default_factory=_ByName, compare=False)
    by_item: _ByName = field(default_factory=_ByName, compare=False)
    unread: str = ""
    """What could not be read though the others were, as the end of a sentence."""
    beyond: str = ""
    partly: frozenset[str] = frozenset()
    """The models of which not every version, alias or tag is known."""
    distance: int = 0
    """How far the registry is from what the board means: of a model that a nearer one has, it tells nothing."""

    @property
    def missing(self) -> str:
        """Which versions could not be read."""
        return self.unread and said("not all registered models are known: {why}", self.unread)

    def may_lack(self, model: str) -> bool:
        """Whether not all that is registered of a model is known though its registry was read."""
        return bool(self.beyond) or model in self.partly

    def concerns(self, item: Item) -> bool:
        """Only model versions are registered."""
        return isinstance(item, ModelVersion)

    @classmethod
    def of(
        cls,
        versions: Iterable[RegisteredVersion],
        unread: str = "",
        beyond: str = "",
        partly: Iterable[str] = (),
        distance: int = 0,
    ) -> "Registry":
        """These versions."""
        all = tuple(sorted(versions, key=lambda each: (each.tracker, each.model, each.version)))
        return cls(
            all,
            grouped((each.model, each) for each in all),
            grouped((each.run, each) for each in all if each.run),
            grouped((each.item, each) for each in all if each.item),
            unread,
            beyond,
            frozenset(partly),
            distance,
        )

    @classmethod
    def merged(cls, parts: "Sequence[Registry]", before: "Registry | None") -> "Registry":
        """The versions of several registries."""
        beyond = next((part.beyond for part in parts if part.beyond), "")
        versions: list[RegisteredVersion] = []
        partly: set[str] = set()
        nearer: set[str] = set()
        for part in sorted(parts, key=lambda part: part.distance):
            hidden = frozenset(nearer if part.distance else ())
            versions += (each for each in part.all if each.model not in hidden)
            partly |= part.partly - hidden
            nearer.update(part.by_model, part.partly)
        return cls.of(versions, beyond=beyond, partly=partly)
