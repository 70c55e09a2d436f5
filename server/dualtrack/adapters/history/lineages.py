"""Which files held the same item: an id may have been given to several, one after another or at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from dualtrack.adapters.history.known_versions import KnownVersions, States
from dualtrack.adapters.history.log import FileChange, FileCommit
from dualtrack.adapters.history.renames import continued, likeness, name_behind_id
from dualtrack.facts.pasts import BEFORE_ALL, Order
from dualtrack.table import grouped

_MOST_OF_SECOND = 100
"""Commits of one second that are put in order."""


@dataclass(eq=False)
class Lineage:
    """The files that held one item: what commits did to them by hash, those that hold it, what they were called, and the last.

    `order` is that of the commit by which the first of them came to be; `origin` is what that was a copy of; `left` is where
    one of them went on under another id, by commit and path as git writes the two (`hash:path`).
    """

    order: Order
    origin: "Lineage | None" = None
    changes: dict[str, list[FileChange]] = field(default_factory=lambda: defaultdict(list))
    holding: set[str] = field(default_factory=set[str])
    left: dict[str, Order] = field(default_factory=dict[str, Order])
    names: set[str] = field(default_factory=set[str])
    last: str = ""

    @property
    def root(self) -> "Lineage":
        """What it is a copy of, else itself."""
        return self.origin or self

    def files_in(self, commit: FileCommit) -> tuple[FileChange, ...]:
        """What a commit did to the item, before it was copied too."""
        before = self.origin.changes.get(commit.hash, ()) if self.origin and commit.order <= self.order else ()
        return (*before, *self.changes.get(commit.hash, ()))

    @property
    def is_archived(self) -> bool:
        """Whether only files in an archive hold the item."""
        return all(map(_is_in_archive, self.holding))


def _is_in_archive(path: str) -> bool:
    return "archive" in path.split("/")


def owned(id: str, states: States) -> bool:
    """Whether a file of its own holds the item."""
    return any(state.id == id and not state.inline for state in states or ())


class Lineages:
    """The lineages of one id, as commits, oldest first, and the files of today tell.

    A file goes on where it was or, in the commit that ends it, in a new one. A file that begins otherwise is another item,
    unless it is called as one that is gone, or as one beside it, of which it is a copy.
    """

    def __init__(self, id: str, known: KnownVersions, commits: Iterable[FileCommit], paths: Iterable[str]) -> None:
        self._id, self._known = id, known
        self.by_path: dict[str, Lineage] = {}  # the last to which a file of this path belonged
        self._by_name: dict[str, Lineage] = {}
        self._all: list[Lineage] = []
        for commit in self._in_order(commits):
            self._follow(commit)
        now = {path for path in paths if owned(id, known.states_of(path, known.tree[path]))}
        for path in sorted(now):
            self._hold(path, self.by_path.get(path) or self._begin(None))
        for lineage in self._all:
            lineage.holding &= now

    def __iter__(self) -> Iterator[Lineage]:
        return iter(sorted(self._all, key=lambda each: (each.order, sorted(each.names))))

    def _change(self, change: FileChange) -> tuple[bool, bool]:
        """Whether the file held the item before, as far as can be read, and after."""
        path, before, after = change
        was = self._known.states_of(path, before)
        return was is None or owned(self._id, was), owned(self._id, self._known.states_of(path, after))

    def _in_order(self, commits: Iterable[FileCommit]) -> Iterator[FileCommit]:
        """By when they were made; of one second, where they are not related, first those that change what there is."""
        for _, group in groupby(sorted(commits, key=lambda each: (each.order, each.hash)), lambda each: each.order):
            left = list(group)
            yield from left[:-_MOST_OF_SECOND]
            del left[:-_MOST_OF_SECOND]
            while left:
                yield left.pop(next(filter(lambda at: self._follows(left[at]), range(len(left))), 0))

    def _follows(self, commit: FileCommit) -> bool:
        return all(self._holds(change[0]) == self._change(change)[0] for change in commit.files if any(self._change(change)))

    def _holds(self, path: str) -> bool:
        return path in self.by_path and path in self.by_path[path].holding

    def _follow(self, commit: FileCommit) -> None:
        lost: list[str] = []
        gained: list[FileChange] = []
        for change in commit.files:
            path, (was, there) = change[0], self._change(change)
            if there and not was and not self._holds(path):
                gained.append(change)
            elif was or there:
                lineage = self.by_path.get(path) or self._begin(commit)
                lineage.changes[commit.hash].append(change)
                self._hold(path, lineage)
                if not there:
                    lineage.holding.discard(path)
                    lost.append(path)
        laters = self._known.renames_in(commit.hash).laters
        after = {path: content for path, _, content in commit.files}
        renumbered = {
            path
            for path in lost
            if self._holds_another(path, after[path]) or any(not self._owns(place) for place in laters.get(path, ()))
        }
        for path in renumbered:
            self.by_path[path].left[f"{commit.hash}:{path}"] = commit.order
        kept = {name_behind_id(change[0]) for change in gained}
        renamed = [path for path in lost if path not in renumbered and name_behind_id(path) not in kept]
        begun = grouped((name_behind_id(path), path) for path, *_ in gained)
        for change in gained:
            name = name_behind_id(change[0])
            namesakes = [path for path in lost if path not in renumbered and name_behind_id(path) == name]
            same = continued(change[0], begun[name], namesakes) or renamed
            lineage = self._joined([self.by_path[path] for path in same]) if same else self._going_on(change[0], commit)
            lineage.changes[commit.hash].append(change)
            self._hold(change[0], lineage)

    def _owns(self, place: tuple[str, str]) -> bool:
        return owned(self._id, self._known.states_of(*place))

    def _holds_another(self, path: str, content: str) -> bool:
        return any(state.id != self._id and not state.inline for state in self._known.states_of(path, content) or ())

    def _begin(self, commit: FileCommit | None, origin: Lineage | None = None) -> Lineage:
        self._all.append(Lineage(commit.order, origin) if commit else Lineage(BEFORE_ALL))
        return self._all[-1]

    def _hold(self, path: str, lineage: Lineage) -> None:
        name = name_behind_id(path)
        lineage.holding.add(path)
        lineage.names.add(name)
        lineage.last = path
        self.by_path[path] = lineage
        if name:
            self._by_name[name] = lineage

    def _going_on(self, path: str, commit: FileCommit) -> Lineage:
        """The item to which a new file belongs: one of its name that is gone, of several the one that lay most like it."""
        name = name_behind_id(path)
        last, same = self._all[-1] if self._all else None, self._by_name.get(name)
        if same and same.left and not same.holding:
            same = None
        if last and not last.holding and not last.left and (not name or "" in last.names):
            return last
        if not same:
            return self._begin(commit)
        gone = [each for each in (same, *self._all) if name in each.names and not each.holding and not each.left]
        like = max(gone, key=lambda each: likeness(each.last, path), default=None)
        if like and (not same.holding or likeness(like.last, path)[0]):
            return like
        is_given_again = same.is_archived and not _is_in_archive(path)
        return self._begin(commit, None if is_given_again else same.root)

    def _joined(self, lineages: list[Lineage]) -> Lineage:
        first = lineages[0]
        for other in dict.fromkeys(lineages[1:]):
            if other is first:
                continue
            self._all.remove(other)
            first.order = min(first.order, other.order)
            first.origin = other.origin if first.origin in (None, other) else first.origin
            first.holding |= other.holding
            first.names |= other.names
            first.left |= other.left
            for hash, changes in other.changes.items():
                first.changes[hash] += changes
            for index in (self.by_path, self._by_name):
                index.update({key: first for key, each in index.items() if each is other})
            for each in self._all:
                each.origin = first if each.origin is other else each.origin
        first.origin = None if first.origin is first else first.origin
        return first
