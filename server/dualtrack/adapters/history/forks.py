"""The merge bases of branches and HEAD, for hundreds of branches at once: `git merge-base` would be run once for each."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dualtrack.adapters.git import GitError, git
from dualtrack.adapters.history.commit_store import Parents
from dualtrack.adapters.history.records import range_of

_LAST = 1 << 62


@dataclass(frozen=True)
class Forks:
    """The commits that other branches have and HEAD does not, children before parents, with their parents and commit dates in
    seconds."""

    parents: dict[str, Parents] = field(default_factory=dict[str, Parents])
    times: dict[str, int] = field(default_factory=dict[str, int])

    def left(self, wanted: Collection[str], trunk: Collection[str] = ()) -> dict[str, frozenset[str]]:
        """For each of the `wanted` commits that is not on the default branch (`trunk`): the commits outside of these branches
        that are parents of it or of its ancestors. The newest of them is the merge base."""
        pending = Counter(parent for hash, parents in self.parents.items() if hash not in trunk for parent in parents)
        places: dict[str, int] = {}
        # Each set of parents is kept as the bits of a number, and only until the last child has been seen: a branch that merged
        # another one a thousand times has a thousand such parents, and so have the commits in between.
        bits: dict[str, int] = {}
        for hash in reversed(self.parents):
            if hash in trunk:
                continue
            met = 0
            for parent in self.parents[hash]:
                before = bits.get(parent)
                met |= 1 << places.setdefault(parent, len(places)) if before is None else before
                pending[parent] -= 1
                if not pending[parent] and parent not in wanted:
                    bits.pop(parent, None)
            bits[hash] = met
        commits = list(places)
        sets: dict[int, frozenset[str]] = {}
        for met in {bits[hash] for hash in wanted if hash in bits}:
            sets[met] = frozenset(commit for commit, bit in zip(commits, reversed(bin(met)), strict=False) if bit == "1")
        return {hash: sets[bits[hash]] for hash in wanted if hash in bits}


def read_forks(folder: Path, head: str, tips: Iterable[str]) -> Forks:
    """The ancestors of these tips that are not ancestors of `head`; raises GitError."""
    asked = set(tips)
    if not asked:
        return Forks()
    output = git(folder, "rev-list", "--stdin", "--topo-order", "--timestamp", "--parents", stdin=range_of(asked, [head]))
    parents: dict[str, Parents] = {}
    times: dict[str, int] = {}
    for line in output.decode("ascii").splitlines():
        seconds, hash, *before = line.split()
        parents[hash] = tuple(before)
        times[hash] = int(seconds)
    return Forks(parents, times)


def merge_bases(folder: Path, tips: Iterable[str], meetings: Collection[frozenset[str]]) -> dict[frozenset[str], str]:
    """The newest commit of each set, all of them ancestors of `tips`; empty for an empty set."""
    places: dict[str, int] = {}
    if several := {commit for met in meetings if len(met) > 1 for commit in met}:
        common = common_base(folder, several)
        asked = range_of(tips, {common} - {""})
        # In topological order a commit stands behind its children, so the first of a set is an ancestor of none of the others.
        listed = git(folder, "rev-list", "--stdin", "--topo-order", stdin=asked).decode("ascii").split()
        places = {commit: place for place, commit in enumerate(listed) if commit in several}
    return {met: min(met, key=lambda commit: places.get(commit, _LAST), default="") for met in meetings}


def common_base(folder: Path, commits: Collection[str]) -> str:
    """A common ancestor of all these commits; empty where there is none."""
    if len(commits) < 2:
        return next(iter(commits), "")
    try:
        return git(folder, "merge-base", "--octopus", *sorted(commits)).decode().split()[0]
    except (GitError, IndexError):
        return ""


def read_times(folder: Path, commits: Iterable[str]) -> dict[str, int]:
    """The commit dates of these commits in seconds."""
    asked = range_of(commits)
    listed = git(folder, "rev-list", "--stdin", "--no-walk=unsorted", "--timestamp", stdin=asked).decode() if asked else ""
    entries = (line.split() for line in listed.splitlines())
    return {commit: int(seconds) for seconds, commit in entries}
