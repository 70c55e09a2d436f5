"""Where branches left the commit that is checked out."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dualtrack.adapters.git import GitError, git
from dualtrack.adapters.history.known import Parents

_LAST = 1 << 62


@dataclass(frozen=True)
class Forks:
    """The commits, newest first, that are on other branches only, with their parents and times (seconds)."""

    parents: dict[str, Parents] = field(default_factory=dict[str, Parents])
    times: dict[str, int] = field(default_factory=dict[str, int])

    def reached(self, tip: str, without: Collection[str] = ()) -> set[str]:
        """Those that lead to a tip, itself among them; none of `without`, nor what only leads to these."""
        found: set[str] = set()
        pending = [tip]
        while pending:
            hash = pending.pop()
            if hash in self.parents and hash not in found and hash not in without:
                found.add(hash)
                pending += self.parents[hash]
        return found

    def left(self, wanted: Collection[str], trunk: Collection[str] = ()) -> dict[str, frozenset[str]]:
        """For each of `wanted` that is not one of `trunk` either, the commits on which what leads to it meets the rest; the
        last of these is the merge base."""
        pending = Counter(parent for hash, parents in self.parents.items() if hash not in trunk for parent in parents)
        places: dict[str, int] = {}
        # What a commit meets are bits of a number, for as long as it has children to come: a branch that took over another a
        # thousand times meets it on a thousand commits, and so do the commits in between.
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
    """The commits that lead to these tips and not to `head`; raises GitError."""
    asked = "".join(f"{tip}\n" for tip in tips)
    if not asked:
        return Forks()
    output = git(folder, "rev-list", "--stdin", "--topo-order", "--timestamp", "--parents", stdin=f"{asked}^{head}\n")
    parents: dict[str, Parents] = {}
    times: dict[str, int] = {}
    for line in output.decode("ascii").splitlines():
        seconds, hash, *before = line.split()
        parents[hash] = tuple(before)
        times[hash] = int(seconds)
    return Forks(parents, times)


def merge_bases(folder: Path, tips: Iterable[str], meetings: Collection[frozenset[str]]) -> dict[frozenset[str], str]:
    """The last of the commits, all of which lead to `tips`, for each set of them; empty for an empty set."""
    places: dict[str, int] = {}
    if several := {commit for met in meetings if len(met) > 1 for commit in met}:
        common = common_base(folder, several)
        asked = "".join(f"{tip}\n" for tip in tips) + (f"^{common}\n" if common else "")
        # No commit stands before one that comes from it, so the first comes before none of the others.
        listed = git(folder, "rev-list", "--stdin", "--topo-order", stdin=asked).decode("ascii").split()
        places = {commit: place for place, commit in enumerate(listed) if commit in several}
    return {met: min(met, key=lambda commit: places.get(commit, _LAST), default="") for met in meetings}


def common_base(folder: Path, commits: Collection[str]) -> str:
    """A commit from which all of these come; empty where there is none."""
    if len(commits) < 2:
        return next(iter(commits), "")
    try:
        return git(folder, "merge-base", "--octopus", *sorted(commits)).decode().split()[0]
    except (GitError, IndexError):
        return ""


def read_times(folder: Path, commits: Iterable[str]) -> dict[str, int]:
    """When these commits were made (seconds)."""
    asked = "".join(f"{commit}\n" for commit in commits)
    listed = git(folder, "rev-list", "--stdin", "--no-walk=unsorted", "--timestamp", stdin=asked).decode() if asked else ""
    entries = (line.split() for line in listed.splitlines())
    return {commit: int(seconds) for seconds, commit in entries}
