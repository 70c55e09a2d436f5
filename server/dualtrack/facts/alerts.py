"""The alerts that fire, as the user's Alertmanager tells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.phrase import holds, phrase, phrases
from dualtrack.table import Table, grouped


class Alert(NamedTuple):
    """An alert: its name and labels, since when it fires, and its summary."""

    name: str
    labels: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    summary: str = ""

    @property
    def said(self) -> str:
        """All that could name a model, as phrases."""
        return phrases(self.name, *chain.from_iterable(self.labels))

    @property
    def version(self) -> str:
        """The version of a model that a label names."""
        return next((value for name, value in self.labels if name in ("version", "model_version")), "")


@dataclass(frozen=True)
class Alerts(Fact):
    """The alerts that fire and are not silenced, and those by each word of their names and labels. `host` is who was asked;
    empty where nobody was, so that nothing is known."""

    host: str = ""
    all: tuple[Alert, ...] = ()
    beyond: str = ""
    by_word: Table[str, tuple[Alert, ...]] = field(default_factory=Table[str, tuple[Alert, ...]], compare=False)

    def concerns(self, item: Item) -> bool:
        """Alerts fire for models."""
        return isinstance(item, ModelVersion)

    @classmethod
    def of(cls, host: str, alerts: Iterable[Alert], beyond: str = "") -> "Alerts":
        """These alerts."""
        all = tuple(alerts)
        return cls(host, all, beyond, grouped((word, alert) for alert in all for word in dict.fromkeys(alert.said.split())))

    def naming(self, name: str) -> tuple[Alert, ...]:
        """Those whose name or labels name something, such as a model, word for word."""
        wanted = phrase(name)
        return tuple(alert for alert in self.by_word.get(wanted.partition(" ")[0], ()) if holds(alert.said, wanted))
