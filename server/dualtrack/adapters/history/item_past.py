"""The past of one item, put together from what commits made of the files that it stood in."""

from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from dualtrack.adapters.history.known_versions import KnownVersions, States
from dualtrack.adapters.history.log import FileCommit
from dualtrack.facts.pasts import ItemState, Past, Version


class _Step(NamedTuple):
    """What a commit made of an item; `whole` as in `Version`."""

    commit: FileCommit
    before: ItemState | None
    after: ItemState | None
    whole: bool


def past_of(id: str, known: KnownVersions, hashes: Iterable[str], paths: Iterable[str], oldest: frozenset[str]) -> Past:
    """The past of an item that the commits of these hashes changed, and that is in the files of these paths now; `oldest` are
    the commits at which a shallow clone ends.

    While it has a file of its own, what a sprint says of it changes nothing.
    """
    versions: list[Version] = []
    own = False
    steps = [step for hash in hashes if (step := _step(id, known, known.commits[hash]))]
    for step in _in_order(steps):
        commit, before, after, whole = step
        owning = [state for state in (before, after) if state and not state.inline]
        if own and not owning:
            continue
        own = bool(after and not after.inline) or (own and not owning)
        said = (commit.hash, commit.author, commit.when, commit.subject, commit.reason)
        versions.append(Version(*said, before, after, whole, commit.hash in oldest, commit.committed))
    now = (known.states_of(path, known.tree[path]) for path in sorted(paths))
    return Past(tuple(versions), _foremost(id, now))


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
    """By time, and by what follows from what where commits were made in the same second."""
    state: ItemState | None = None
    steps.sort(key=lambda step: (step.commit.committed, step.commit.hash))
    for _, group in groupby(steps, key=lambda step: step.commit.committed):
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
