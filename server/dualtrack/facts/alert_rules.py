"""The alert rules of Prometheus that the repository keeps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.phrase import holds, phrase, phrases
from dualtrack.said import said
from dualtrack.table import Table, grouped


class AlertRule(NamedTuple):
    """A rule: the name of its alert, its file, when it fires, and the labels that its alerts have."""

    name: str
    path: str
    expr: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    group: str = ""

    @property
    def said(self) -> str:
        """All that could name a model, as phrases."""
        return phrases(self.name, self.group, self.expr, *chain.from_iterable(self.labels))


@dataclass(frozen=True)
class AlertRules(Fact):
    """The rules by path and place, and those by each word that they say."""

    all: tuple[AlertRule, ...] = ()
    unread: str = ""
    """Which files could not be read."""
    unparsed: tuple[str, ...] = ()
    """What stands in files that are no YAML, as phrases."""
    is_partial: bool = False
    """Whether there are files of rules of which not even the text is known."""
    beyond: str = ""
    by_word: Table[str, tuple[AlertRule, ...]] = field(default_factory=Table[str, tuple[AlertRule, ...]], compare=False)

    @property
    def missing(self) -> str:
        """Which files could not be read."""
        return self.unread and said("not all alert rules are known: {why}", self.unread)

    def concerns(self, item: Item) -> bool:
        """Models are monitored, and whoever works on them asks for it."""
        return not item.is_closed and (isinstance(item, ModelVersion) or bool(item.model))

    @classmethod
    def of(
        cls,
        rules: Iterable[AlertRule],
        unread: str = "",
        unparsed: tuple[str, ...] = (),
        is_partial: bool = False,
        beyond: str = "",
    ) -> "AlertRules":
        """These rules."""
        all = tuple(rules)
        return cls(
            all,
            unread,
            unparsed,
            is_partial,
            beyond,
            grouped((word, rule) for rule in all for word in dict.fromkeys(rule.said.split())),
        )

    def naming(self, name: str) -> tuple[AlertRule, ...]:
        """Those whose alert, group, labels or expression name something, such as a model, word for word."""
        wanted = phrase(name)
        rules = self.by_word.get(wanted.partition(" ")[0], ())
        return tuple(rule for rule in rules if holds(rule.said, wanted))

    def may_name(self, name: str) -> bool:
        """Whether a rule that could not be read may name something."""
        return self.is_partial or bool(self.beyond) or any(holds(text, phrase(name)) for text in self.unparsed)
