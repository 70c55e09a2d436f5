"""What Great Expectations found in data, by its result files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.said import said
from dualtrack.table import Table, grouped


class Validation(NamedTuple):
    """The last result of a suite on a data asset: its file, the first expectations that failed, in words, and how many did of
    those that were evaluated.

    `data` is the path of the file that was validated, as it was written, empty where it was none.
    """

    path: str
    asset: str
    suite: str = ""
    when: datetime | None = None
    success: bool = False
    failed: tuple[str, ...] = ()
    failures: int = 0
    evaluated: int = 0
    data: str = ""


@dataclass(frozen=True)
class Validations(Fact):
    """The last results, by the name of the data asset and by that of the data's file; `unread` says which could not be read."""

    all: tuple[Validation, ...] = ()
    unread: str = ""
    beyond: str = ""
    by_name: Table[str, tuple[Validation, ...]] = field(default_factory=Table[str, tuple[Validation, ...]], compare=False)

    @property
    def missing(self) -> str:
        """Which results could not be read."""
        return self.unread and said("not all validations are known: {why}", self.unread)

    def concerns(self, item: Item) -> bool:
        """Whoever works on data or with them."""
        return not item.is_closed and (isinstance(item, Experiment) or item.track == "data")

    @classmethod
    def of(cls, results: Iterable[Validation], unread: str = "", beyond: str = "") -> "Validations":
        """These results."""
        all = tuple(results)
        return cls(all, unread, beyond, grouped((name, each) for each in all for name in _names(each)))

    def of_data(self, name: str) -> tuple[Validation, ...]:
        """The last result of each suite on a data asset, or on a file by its path or name."""
        path = f"/{name.strip('/')}"
        found = self.by_name.get(_key(name), ())
        return tuple(
            each
            for each in found
            if "/" not in name or each.asset == name or f"/{each.data}".endswith(path) or path.endswith(f"/{each.data}")
        )


def _names(result: Validation) -> Iterator[str]:
    yield from dict.fromkeys(_key(name) for name in (result.asset, result.data) if name)


def _key(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2].casefold()
