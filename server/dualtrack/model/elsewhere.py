"""What other branches hold: ids that are taken there, and items whose state they changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class ItemThere(NamedTuple):
    """What matters of an item in a file of another branch: its id as written, and a status if its kind has one. `only_id`: no
    more is sure; what stands in a sprint may be a reference to an item with a file of its own."""

    id: str
    title: str
    status: str
    only_id: bool = False


class Standing(NamedTuple):
    """An item as a branch has it that added it, or gave it another status, after it left what is checked out.

    `is_same`: its file and the one here come from one commit that added it. Where no file here bore the id when git was asked,
    they do not.
    """

    id: str
    branch: str
    path: str
    title: str
    status: str
    is_same: bool = True


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """The items of other branches, of the branch with the newest commit first, by canonical id; compared by identity.

    `ids` are the canonical ones that other branches hold and that may not be given again.
    """

    by_id: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict[str, tuple[Standing, ...]])
    ids: frozenset[str] = frozenset()

    def ids_changed_since(self, before: "Elsewhere") -> frozenset[str]:
        """The ids that are concerned by what differs."""
        if self is before:
            return frozenset()
        ids = self.by_id.keys() | before.by_id.keys()
        return frozenset(id for id in ids if self.by_id.get(id) != before.by_id.get(id))


NOTHING_ELSEWHERE = Elsewhere()
"""Of a folder without git, and before git has been asked."""


@dataclass(frozen=True)
class Sought:
    """What to look for on other branches: files with these suffixes below the folders, and what is in one by its path and text;
    `here` are the paths of the tasks and experiments with files of their own, by canonical id."""

    folders: tuple[str, ...]
    suffixes: tuple[str, ...]
    states: Callable[[str, str], tuple[ItemThere, ...]]
    here: Mapping[str, str]

    def reads_as(self, other: "Sought") -> bool:
        """Whether the same is found in the same files."""
        return (self.folders, self.suffixes, self.states) == (other.folders, other.suffixes, other.states)
