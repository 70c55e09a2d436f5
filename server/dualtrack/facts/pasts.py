"""What an item's file said of it, commit by commit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeAlias, TypeVar

from dualtrack.facts.facts import Fact
from dualtrack.said import said
from dualtrack.table import Table

_K = TypeVar("_K")

Order: TypeAlias = tuple[int, int, int]
"""Where a commit stands among others, as its ancestors and it tell: behind all its ancestors, whatever the clocks were.

First is the latest commit date of these, in seconds. Where that is an ancestor's, second is the latest date of those that came
after that one, so that after a clock that was ahead the dates of the others still count; third is how many followed each
other since.
"""
AFTER_ALL: Order = (1 << 64, 0, 0)
"""Where what is not committed stands."""
BEFORE_ALL: Order = (0, 0, 0)


class ItemState(NamedTuple):
    """An item as it was written, without what only its board's conventions tell.

    `id` is canonical; of an item without one it is its key. `inline`: it stands in a sprint. `blocked` is the kind of what
    blocks it, `blocked_since` the day that is stated (`2026-11-02`). `extensions` are such as `5 days: waited for labels`,
    `ticked` the closed lines of the checklist, `entries` the ids and keys in a sprint's lists. A model's stage is its `status`.
    Only tasks and experiments have a `track`. `folder` is the one for what is put away or not begun that its file lies in;
    `learned`: its learnings are written down. `title` is what stands in the file, or empty. `bare`: the file has no keys.
    """

    id: str
    inline: bool = False
    status: str = ""
    timebox: str = ""
    extensions: tuple[str, ...] = ()
    success_criteria: tuple[str, ...] = ()
    stop_criteria: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    blocked: str = ""
    blocked_since: str = ""
    decision: str = ""
    sprint: str = ""
    entries: tuple[str, ...] = ()
    track: str = ""
    points: str = ""
    people: tuple[str, ...] = ()
    folder: str = ""
    learned: bool = False
    title: str = ""
    bare: bool = False


class ItemVersion(NamedTuple):
    """What one commit made of an item; `before` is None where it was not there, `after` where it is gone.

    `reason` is what the commit's message says below its subject. `whole`: what it was before is not known, or there were
    several, since this is a merge. `oldest`: older commits are not in this clone, so that nothing may have changed here.
    `committed` is as in Commit; `order` is by what versions are sorted.
    """

    hash: str
    author: str
    when: datetime
    subject: str
    reason: str
    before: ItemState | None
    after: ItemState | None
    whole: bool = False
    oldest: bool = False
    committed: int = 0
    order: Order = BEFORE_ALL


class Past(NamedTuple):
    """The versions of an item, oldest first, and how it stands in the last commit; None where it is not there.

    `since` and `until` are from where the id was this item's and from where another's; `BEFORE_ALL` where no other had it.
    `formerly` are the ids that its file stated before this one, each with the commit that replaced it and the path
    (`hash:path`).
    """

    versions: tuple[ItemVersion, ...] = ()
    committed: ItemState | None = None
    since: Order = BEFORE_ALL
    until: Order = BEFORE_ALL
    formerly: tuple[tuple[str, str], ...] = ()


_NONE = Past()


@dataclass(frozen=True)
class Pasts(Fact):
    """The past of each item by canonical id and, of ids that several files have had, by id and path, or by id and the place
    where it was replaced (see `Past`); whether there is a repository that could hold one; `partial`: contents that commits
    made are not in this clone; `orders` of the commits that do not stand at their own dates."""

    by_id: Table[str, Past] = field(default_factory=Table[str, Past])
    by_file: Table[tuple[str, str], Past] = field(default_factory=Table[tuple[str, str], Past])
    in_repository: bool = False
    partial: bool = False
    orders: Table[str, Order] = field(default_factory=Table[str, Order])

    @property
    def missing(self) -> str:
        """Older files, in a partial clone."""
        return said("older files are not in this clone") if self.partial else ""

    def of(self, id: str, path: str) -> Past:
        """The past of the item of this id that is, or was, in this file, or whose id was replaced there."""
        return self.by_file.get((id, path)) or self.by_id.get(id, _NONE)

    def changed(
        self,
        pasts: Mapping[str, Past],
        in_files: Mapping[tuple[str, str], Past] | None = None,
        partial: bool = False,
        orders: Table[str, Order] | None = None,
    ) -> "Pasts":
        """With these pasts instead of the former ones; an empty one is none."""
        by_id, by_file = _with(self.by_id, pasts), _with(self.by_file, in_files or {})
        return Pasts(by_id, by_file, in_repository=True, partial=partial, orders=self.orders if orders is None else orders)


def _with(table: Table[_K, Past], pasts: Mapping[_K, Past]) -> Table[_K, Past]:
    return table.with_changes({key: past for key, past in pasts.items() if past != _NONE}, pasts)
