"""The past of one item, put together from what commits made of the files that it stood in."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import NamedTuple

from dualtrack.adapters.history.known_versions import KnownVersions, States
from dualtrack.adapters.history.lineages import Lineage, Lineages, owned
from dualtrack.adapters.history.log import FileChange, FileCommit
from dualtrack.facts.pasts import BEFORE_ALL, ItemState, ItemVersion, Order, Past


class _Step(NamedTuple):
    """What a commit made of an item; `whole` as in `ItemVersion`."""

    commit: FileCommit
    before: ItemState | None
    after: ItemState | None
    whole: bool


def pasts_of(
    id: str, known: KnownVersions, changes: Mapping[str, list[FileChange]], paths: Collection[str], oldest: frozenset[str]
) -> tuple[Past, dict[str, Past]]:
    """The past of an item of which these changes are known, by commit, and that is in the files of these paths now; where
    several files have had the id, also the pasts by path. `oldest` are the commits at which a shallow clone ends.

    Of several items of the id it is that of the youngest one that is there and not archived; where the last one went on under
    another id, it only says since when the id is free. While an item has a file of its own, what a sprint says of it changes
    nothing.
    """
    concerned = (known.commits[hash]._replace(files=tuple(files)) for hash, files in changes.items())
    commits = sorted(concerned, key=lambda commit: (commit.order, commit.hash))
    found = Lineages(id, known, commits, paths)
    lineages = [*found]
    alone = len(lineages) < 2 and not any(each.left for each in lineages)
    if alone or any(state.inline for state in _states(id, known, commits)):
        past = _past(id, known, commits, oldest)
        several = {path: _at((path,), id, known, past) for path in paths} if len(paths) > 1 else {}
        return _at(sorted(paths), id, known, past), several
    pasts: dict[Lineage, Past] = {}
    begins = _begins(lineages)
    for lineage in lineages:
        own = [commit._replace(files=files) for commit in commits if (files := lineage.files_in(commit))]
        since = begins[lineage.root]
        until = min((other for other in begins.values() if other > since), default=BEFORE_ALL)
        past = _past(id, known, own, oldest)._replace(since=since, until=until)
        pasts[lineage] = _at(sorted(lineage.holding), id, known, past)
    held = {path: _at((path,), id, known, pasts[lineage]) for lineage in lineages for path in lineage.holding}
    left = {place: pasts[lineage] for lineage in lineages for place in lineage.left}
    free = {place.partition(":")[2] for place in left}.difference(held)
    by_path = {path: held.get(path, pasts[each]) for path, each in found.by_path.items() if path not in free} | left
    last = max(lineages, key=lambda each: (bool(each.holding), not each.is_archived, lineages.index(each)))
    if last.left and not last.holding:
        return Past(since=_after(last.left.values())), by_path
    return pasts[last], by_path


def _begins(lineages: Iterable[Lineage]) -> dict[Lineage, Order]:
    """From when on the id is each item's. Of those that came with one commit each has it from then on."""
    roots = sorted(dict.fromkeys(each.root for each in lineages), key=lambda each: each.order)
    begins = dict.fromkeys(roots[:1], BEFORE_ALL)
    for former, later in pairwise(roots):
        handed = begins[former] if later.order == former.order else _handed_on(former, later)
        begins[later] = max(begins[former], handed)
    return begins


def _handed_on(former: Lineage, later: Lineage) -> Order:
    """Where an id went from one item to another: as soon as the first had another id, else when the second came to be."""
    return min(later.order, _after(former.left.values() or (later.order,)))


def _after(orders: Iterable[Order]) -> Order:
    """Where a commit stands that follows all of these at once."""
    latest, since, depth = max(orders)
    return latest, since, depth + 1


def _at(paths: Iterable[str], id: str, known: KnownVersions, past: Past) -> Past:
    """The past as it is told of files that hold the item now."""
    return past._replace(committed=_foremost(id, (known.states_of(path, known.tree[path]) for path in paths)))


def _states(id: str, known: KnownVersions, commits: Iterable[FileCommit]) -> Iterator[ItemState]:
    places = ((path, content) for commit in commits for path, *contents in commit.files for content in contents)
    return (state for place in places for state in known.states_of(*place) or () if state.id == id)


def _past(id: str, known: KnownVersions, commits: list[FileCommit], oldest: frozenset[str]) -> Past:
    versions: list[ItemVersion] = []
    own = False
    steps = [step for commit in commits if (step := _step(id, known, commit))]
    for step in _in_order(steps):
        commit, before, after, whole = step
        owning = [state for state in (before, after) if state and not state.inline]
        if own and not owning:
            continue
        own = bool(after and not after.inline) or (own and not owning)
        said = (commit.hash, commit.author, commit.when, commit.subject, commit.reason)
        versions.append(ItemVersion(*said, before, after, whole, commit.hash in oldest, commit.committed, commit.order))
    return Past(tuple(versions), formerly=_formerly(id, known, commits))


def _formerly(id: str, known: KnownVersions, commits: Iterable[FileCommit]) -> tuple[tuple[str, str], ...]:
    """The ids that stood in the item's file before, each with the commit that replaced it by this one and the file's path."""
    found: dict[tuple[str, str], None] = {}
    for commit in commits:
        if any(owned(id, known.states_of(path, before)) for path, before, _ in commit.files):
            continue
        formers = known.renames_in(commit.hash).formers
        for path, before, after in commit.files:
            if owned(id, known.states_of(path, after)):
                was = [(path, before), *formers.get(path, ())]
                states = ((there, state) for there, content in was for state in known.states_of(there, content) or ())
                found.update(((state.id, f"{commit.hash}:{there}"), None) for there, state in states if not state.inline)
    return tuple(found)


def _step(id: str, known: KnownVersions, commit: FileCommit) -> _Step | None:
    befores = [known.states_of(path, before) for path, before, _ in commit.files]
    before = _foremost(id, befores)
    after = _foremost(id, (known.states_of(path, after) for path, _, after in commit.files))
    whole = commit.is_merge or (before is None and None in befores)
    return _Step(commit, before, after, whole) if before != after or whole else None


def _foremost(id: str, found: Iterable[States]) -> ItemState | None:
    """The item's state; of several the one from a file of its own."""
    states = [state for each in found for state in each or () if state.id == id]
    return min(states, key=lambda state: state.inline, default=None)


def _in_order(steps: list[_Step]) -> Iterable[_Step]:
    """By when they were made, and by what follows from what where commits that are not related were made in the same second."""
    state: ItemState | None = None
    steps.sort(key=lambda step: (step.commit.order, step.commit.hash))
    for _, group in groupby(steps, key=lambda step: step.commit.order):
        left = {step.commit.hash: step for step in group}
        starting: dict[ItemState | None, deque[_Step]] = defaultdict(deque)
        for step in left.values():
            starting[step.before].append(step)
        while left:
            following = starting[state]
            while following and following[0].commit.hash not in left:
                following.popleft()
            step = following.popleft() if following else left[next(iter(left))]
            del left[step.commit.hash]
            state = step.after
            yield step
