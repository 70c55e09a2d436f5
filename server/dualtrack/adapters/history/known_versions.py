"""What is known of the versions of items, as plain data; remembered in a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from dualtrack.adapters.history.cache import frozen
from dualtrack.adapters.history.log import FileCommit
from dualtrack.adapters.history.renames import FileContent, Renames, name_behind_id, renames_in
from dualtrack.facts.pasts import ItemState, Order

States: TypeAlias = tuple[ItemState, ...] | None
"""The items of a content; None of one that cannot be read."""


@dataclass
class KnownVersions:
    """What was read when HEAD was at a commit, `cut` as in `Refs`, and these folders held items; `partial`: git lacked
    a content.

    `commits` are those that changed an item, with the files in which they did; `tree` are the contents at HEAD by path;
    `states` are the items by path and content; `orders` are of all commits, whatever they change, that do not stand at their
    own dates.
    """

    head: str = ""
    cut: str = ""
    folders: tuple[str, ...] = ()
    partial: bool = False
    commits: dict[str, FileCommit] = field(default_factory=dict[str, FileCommit])
    tree: dict[str, str] = field(default_factory=dict[str, str])
    states: dict[tuple[str, str], States] = field(default_factory=dict[tuple[str, str], States])
    orders: dict[str, Order] = field(default_factory=dict[str, Order])
    _renames: dict[str, Renames] = field(default_factory=dict[str, Renames], init=False)

    def renames_in(self, hash: str) -> Renames:
        """In which files of a commit others go on."""
        if hash not in self._renames:
            self._renames[hash] = renames_in(self.commits[hash], self._title)
        return self._renames[hash]

    def has_same_title(self, path: str, before: str, after: str) -> bool:
        """Whether two contents of a file have the same title; not where one has none."""
        title = self._title((path, after))
        return title != "" and title == self._title((path, before))

    def is_same_item(self, path: str, before: str, after: str) -> bool:
        """Whether a file whose text is replaced holds the same item still: its id is the same, and its name behind the id or a
        word of its title."""
        ids = [{state.id for state in self.states_of(path, content) or ()} for content in (before, after)]
        titles = [self._title((path, content)).casefold().split() for content in (before, after)]
        is_called_so = bool(name_behind_id(path)) or titles[0] == titles[1] or not set(titles[0]).isdisjoint(titles[1])
        return not ids[0].isdisjoint(ids[1]) and is_called_so

    def _title(self, place: FileContent) -> str:
        return next((state.title for state in self.states_of(*place) or ()), "")

    def states_of(self, path: str, content: str) -> States:
        """The items of a content at a path; none of no file."""
        return self.states[path, content] if content else ()

    @classmethod
    def from_rows(cls, rows: Iterator[Any]) -> "KnownVersions":
        """What was written as rows."""
        known = cls(*map(frozen, next(rows)))
        same: dict[States, States] = {}
        for kind, *row in rows:
            if kind == "tree":
                known.tree[row[0]] = row[1]
            elif kind == "order":
                known.orders[row[0]] = tuple(row[1])
            elif kind == "states":
                path, content, written = row
                states = None if written is None else tuple(ItemState(*map(frozen, each)) for each in written)
                known.states[path, content] = same.setdefault(states, states)
            else:
                hash, committed, author, seconds, *said = row
                when = datetime.fromtimestamp(seconds, UTC)
                known.commits[hash] = FileCommit(hash, committed, author, when, *map(frozen, said))
        return known

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The same as rows of a cache, but for states that nothing refers to any more."""
        yield self.head, self.cut, self.folders, self.partial
        yield from (("tree", *entry) for entry in self.tree.items())
        yield from (("order", *entry) for entry in self.orders.items())
        yield from (("commit", *commit) for commit in self.commits.values())
        used = {*self.tree.items()}
        for commit in self.commits.values():
            used.update((path, content) for path, *contents in commit.files for content in contents if content)
        yield from (("states", *place, self.states[place]) for place in used)
