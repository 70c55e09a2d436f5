"""The past of one item, put together from what commits made of the files that it stood in."""

from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from dualtrack.adapters.history.known_versions import KnownVersions, States
from dualtrack.adapters.history.log import FileCommit
from dualtrack.facts.pasts import ItemState, Past, Version
from dualtrack.model.mention import leading_id


class _Step(NamedTuple):
    """What a commit made of an item; `whole` as in `Version`."""

    commit: FileCommit
    before: ItemState | None
    after: ItemState | None
    whole: bool


def past_of(id: str, known: KnownVersions, hashes: Iterable[str], paths: Iterable[str], oldest: frozenset[str]) -> Past:
    """The past of an item that the commits of these hashes changed, and that is in the files of these paths now; `oldest` are
    the commits at which a shallow clone ends.

    While it has a file of its own, what a sprint says of it changes nothing. Where an archived item bears the id too,
    the past is that of the other one.
    """
    commits = [known.commits[hash] for hash in hashes]
    now = [path for path in sorted(paths) if _owned(id, known.states_of(path, known.tree[path]))]
    put_away = [path for path in now if "archive" in path.split("/")]
    since = 0
    if put_away and len(now) - len(put_away) == 1:
        (path,) = set(now) - set(put_away)
        commits, since = _since(id, known, commits, path)
    versions: list[Version] = []
    own = False
    steps = [step for commit in commits if (step := _step(id, known, commit))]
    for step in _in_order(steps):
        commit, before, after, whole = step
        owning = [state for state in (before, after) if state and not state.inline]
        if own and not owning:
            continue
        own = bool(after and not after.inline) or (own and not owning)
        said = (commit.hash, commit.author, commit.when, commit.subject, commit.reason)
        versions.append(Version(*said, before, after, whole, commit.hash in oldest, commit.committed))
    found = (known.states_of(path, known.tree[path]) for path in sorted(paths) if path not in put_away or not since)
    return Past(tuple(versions), _foremost(id, found), since, _formerly(id, known, commits))


def _owned(id: str, states: States) -> bool:
    return any(state.id == id and not state.inline for state in states or ())


def _since(id: str, known: KnownVersions, commits: list[FileCommit], path: str) -> tuple[list[FileCommit], int]:
    """What commits did to the item in a file since it came to be, whatever the file was called, and when that was."""
    found: list[FileCommit] = []
    for commit in sorted(commits, key=lambda commit: (commit.committed, commit.hash), reverse=True):
        mine = [change for change in commit.files if change[0] == path]
        made = any(not _owned(id, known.states_of(path, before)) for path, before, _ in mine)
        left = [change for change in commit.files if made and _owned(id, known.states_of(change[0], change[1]))]
        if mine:
            found.append(commit._replace(files=(*mine, *left)))
        if made and not left:
            return found, commit.committed
        path = left[0][0] if left else path
    return found, 0


def _formerly(id: str, known: KnownVersions, commits: Iterable[FileCommit]) -> tuple[str, ...]:
    """The ids that stood in the item's file before: those that a commit replaced by this one."""
    found: dict[str, None] = {}
    for commit in commits:
        states = [(path, known.states_of(path, before), known.states_of(path, after)) for path, before, after in commit.files]
        for path, _, after in states:
            if not _owned(id, after) or any(_owned(id, each) for _, each, _ in states):
                continue
            was = [each for there, each, left in states if there == path or (not left and _tail(there) == _tail(path))]
            found.update(dict.fromkeys(state.id for each in was for state in each or () if not state.inline))
    return tuple(found)


def _tail(path: str) -> str:
    """What a file is called behind its id; the whole path where there is no more."""
    name = path.rpartition("/")[2]
    return name.removeprefix(leading_id(name)).rpartition(".")[0].strip(" -_") or path


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
