"""What other branches hold: ids that are taken there, and items whose state they changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.table import Table


class ItemThere(NamedTuple):
    """An item in a file of another branch: its id as written, its kind, and its status and track if it has them; `ends` is the
    day on which its timebox ends. `only_id`: nothing else is certain, since an entry of a sprint may refer to an item with a
    file of its own."""

    id: str
    title: str
    status: str
    only_id: bool = False
    kind: str = ""
    track: str = ""
    ends: date | None = None


class ItemOnBranch(NamedTuple):
    """An item as a branch has it that added it, or gave it another status, after it left what is checked out.

    `is_same`: its file and the one here come from one commit that added it. Where no file here bore the id when git was asked,
    they do not. `is_default`: it is the default branch. `was` is the canonical id that the item had before the branch gave it
    this one.
    """

    id: str
    branch: str
    path: str
    title: str
    status: str
    is_same: bool = True
    is_default: bool = False
    kind: str = ""
    track: str = ""
    ends: date | None = None
    was: str = ""


@dataclass(frozen=True)
class OtherBranches(Fact):
    """The items of other branches, of the branch with the newest commit first, by canonical id, also the one that they had.

    `ids` are the canonical ones that other branches and work trees hold and that may not be given again.
    """

    by_id: Table[str, tuple[ItemOnBranch, ...]] = field(default_factory=Table[str, "tuple[ItemOnBranch, ...]"])
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BranchQuery:
    """What to look for on other branches: files with these suffixes below the folders, and what is in one by its path and text;
    `here` are the paths of the tasks and experiments with files of their own, by canonical id."""

    folders: tuple[str, ...]
    suffixes: tuple[str, ...]
    states: Callable[[str, str], tuple[ItemThere, ...]]
    here: Mapping[str, str]

    def reads_as(self, other: "BranchQuery") -> bool:
        """Whether the same is found in the same files."""
        return (self.folders, self.suffixes, self.states) == (other.folders, other.suffixes, other.states)
