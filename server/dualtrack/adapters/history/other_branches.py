"""The items of all other branches, read without a checkout: only the files that a branch changed since it left this one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from dualtrack.adapters.disk import LARGEST_BYTES, decoded
from dualtrack.adapters.git import GitError
from dualtrack.adapters.git_files import read_contents, read_sizes
from dualtrack.adapters.history.changes import Change, Step, read_differences, read_files, read_steps
from dualtrack.adapters.history.forks import Forks, common_base, merge_bases, read_forks, read_times
from dualtrack.adapters.history.refs import Refs, is_branch, read_refs, short_name
from dualtrack.facts.other_branches import ItemOnBranch, ItemThere, OtherBranches, Sought
from dualtrack.model.folders import is_passed_over
from dualtrack.model.mention import canonical, leading_id
from dualtrack.table import Table


class _Fork(NamedTuple):
    """A commit where other branches stand, and the merge base; empty where there is none."""

    tip: str
    base: str


@dataclass
class _Trail:
    """What the commits that lead to `tips`, and not to `since`, made of the items' files: contents, by hash, with the time when
    they last came up, and the files that went away. `since` is a commit from which all of `bases` come."""

    bases: frozenset[str] = frozenset()
    since: str = ""
    tips: frozenset[str] = frozenset()
    contents: dict[bytes, int] = field(default_factory=dict[bytes, int])
    gone: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])


class OtherBranchReader:
    """The items of the other branches of the repository that a folder lies in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._refs: Refs | None = None
        self._sought: Sought | None = None
        self._bases: dict[frozenset[str], str] = {}
        self._changes: dict[_Fork, tuple[Change, ...]] = {}
        self._states: dict[tuple[str, str], tuple[ItemThere, ...]] = {}
        self._times: dict[str, int] = {}
        self._trail = _Trail()
        self.found = OtherBranches()

    def read(self, sought: Sought) -> OtherBranches:
        """The items as the refs stand now; raises GitError."""
        refs = read_refs(self._folder)
        if (refs, sought) == (self._refs, self._sought):
            return self.found
        last = self._sought
        if not last or not self._refs or self._refs.cut != refs.cut or not last.reads_as(sought):
            self._changes, self._states, self._trail = {}, {}, _Trail()
        found = self._read(refs, sought)
        self._refs, self._sought = refs, sought
        if found != self.found:
            self.found = found
        return self.found

    def _read(self, refs: Refs, sought: Sought) -> OtherBranches:
        head = refs.commits.get("HEAD")
        if not head or not sought.folders:
            return OtherBranches()
        forks = self._forks(head, refs)
        trunk = {hash for tip in refs.trunk_tips for hash in forks.reached(tip)}
        if any(tip in forks.parents and tip not in trunk for tip in self._trail.tips):
            self._trail = _Trail()
        names = _names(refs, forks, trunk)
        left = {**(forks.left(names) if trunk else {}), **forks.left(names, trunk)}
        tips = frozenset({head, *refs.trunk_tips})
        changes = self._differences(tips, {tip: left[tip] for tip in names}, sought)
        self._follow(tips, frozenset(fork.base for fork, changed in changes.items() if changed), sought)
        files = {(path, hash) for changed in changes.values() for path, *hashes, _ in changed for hash in hashes if hash}
        self._read_states(files | self._trail.gone, sought)
        standings: list[tuple[_Fork, ItemOnBranch]] = []
        for fork, changed in changes.items():
            if fork.base or not refs.cut:  # in a shallow clone nobody knows what a branch without a merge base has changed
                standings += (
                    (fork, standing) for standing in self._standings(changed, None if fork.tip in trunk else fork.base)
                )
        standings = self._with_origins(standings, head, forks, refs, sought)
        by_id: dict[str, list[ItemOnBranch]] = defaultdict(list)
        for fork, standing in sorted(standings, key=lambda each: (-forks.times[each[0].tip], names[each[0].tip], each[1])):
            for name in names[fork.tip]:
                by_id[canonical(standing.id)].append(standing._replace(branch=name))
        ids = frozenset(canonical(state.id) for states in self._states.values() for state in states)
        return OtherBranches(Table({id: tuple(found) for id, found in by_id.items()}), ids)

    def _forks(self, head: str, refs: Refs) -> Forks:
        """Where the branches left; with what the trail came from, so that it is seen whether that still leads here."""
        tips = {hash for ref, hash in refs.commits.items() if is_branch(ref)} - {head}
        try:
            return read_forks(self._folder, head, tips | self._trail.tips - {head})
        except GitError:
            if not self._trail.tips:
                raise
            self._trail = _Trail()  # git may have lost what nothing leads to any more
            return read_forks(self._folder, head, tips)

    def _differences(
        self, tips: frozenset[str], left: dict[str, frozenset[str]], sought: Sought
    ) -> dict[_Fork, tuple[Change, ...]]:
        """What differs in the items' files at each tip from its merge base."""
        meetings = set(left.values())
        self._bases = {met: base for met, base in self._bases.items() if met in meetings}
        self._bases.update(merge_bases(self._folder, tips, meetings - self._bases.keys()))
        forks = [_Fork(tip, self._bases[met]) for tip, met in left.items()]
        new = [fork for fork in forks if fork not in self._changes]
        read = read_differences(self._folder, [(fork.base, fork.tip) for fork in new if fork.base], sought.folders)
        read.update((fork.tip, read_files(self._folder, fork.tip, sought.folders)) for fork in new if not fork.base)
        for fork in new:
            self._changes[fork] = tuple(change for change in read.get(fork.tip, ()) if _is_sought(change.path, sought))
        self._changes = {fork: self._changes[fork] for fork in forks}
        return self._changes

    def _follow(self, tips: frozenset[str], bases: frozenset[str], sought: Sought) -> None:
        """Bring the trail of what is checked out, and of the default branch, up to `tips`, and back to where others left."""
        trail = self._trail
        if bases != trail.bases:
            since = "" if "" in bases else common_base(self._folder, bases)
            trail = replace(trail, bases=bases) if bases and since == trail.since else _Trail(bases, since)
            known = {base: time for base, time in self._times.items() if base in bases}
            self._times = known | read_times(self._folder, bases - known.keys() - {""})
        if bases and trail.tips != tips:
            without = trail.tips or {trail.since} - {""}
            for step in read_steps(self._folder, tips, without, sought.folders):
                for change in step.changes:
                    if change.after:
                        content = bytes.fromhex(change.after)
                        trail.contents[content] = max(step.when, trail.contents.get(content, 0))
                    elif _is_sought(change.path, sought):
                        trail.gone.add((change.path, change.before))
            trail.tips = tips
        self._trail = trail

    def _read_states(self, files: set[tuple[str, str]], sought: Sought) -> None:
        """Read what is in files that are not known, by path and hash, and forget those that are not asked for."""
        self._states = {file: states for file, states in self._states.items() if file in files}
        unknown = files - self._states.keys()
        try:
            self._states.update(self._read_unknown(unknown, sought))
        except GitError:  # a partial clone lacks files, and to fetch them would run what the repository names
            for path, hash in unknown:
                id = leading_id(path.rpartition("/")[2])
                self._states[path, hash] = (ItemThere(id, "", "", only_id=True),) if id else ()

    def _read_unknown(self, files: set[tuple[str, str]], sought: Sought) -> dict[tuple[str, str], tuple[ItemThere, ...]]:
        found: dict[tuple[str, str], tuple[ItemThere, ...]] = dict.fromkeys(files, ())
        paths: dict[str, list[str]] = defaultdict(list)
        for path, hash in files:
            paths[hash].append(path)
        sizes = {hash: size for hash, size in read_sizes(self._folder, paths).items() if size <= LARGEST_BYTES}
        for hash, content in read_contents(self._folder, sizes):
            text = decoded(content)
            for path in paths[hash]:
                found[path, hash] = sought.states(path, text) if isinstance(text, str) else ()
        return found

    def _standings(self, changed: Iterable[Change], base: str | None) -> Iterator[ItemOnBranch]:
        """The items that a branch added or gave another status, unless that has landed since it left `base`, squashed or picked
        if not merged; None for the default branch, where things land."""
        known = set(changed)
        former = [state for change in known for state in self._states.get((change.path, change.before), ())]
        former.sort(key=lambda state: not state.only_id)  # a sprint may name what has a file of its own
        before = {canonical(state.id): state.status for state in former}
        for change in known:
            landed = self._trail.contents.get(bytes.fromhex(change.after)) if base is not None else None
            if not change.after or (landed is not None and landed >= self._times.get(base or "", 0)):
                continue
            for state in self._states[change.path, change.after]:
                id = canonical(state.id)
                if not state.only_id and before.get(id) != state.status:
                    yield ItemOnBranch(state.id, "", change.path, state.title, state.status, id in before)

    def _with_origins(
        self, standings: list[tuple[_Fork, ItemOnBranch]], head: str, forks: Forks, refs: Refs, sought: Sought
    ) -> list[tuple[_Fork, ItemOnBranch]]:
        """With the items told from those of their ids here that were not there where the branch left."""
        doubtful = {fork for fork, standing in standings if _is_doubtful(standing, sought)}
        if not doubtful:
            return standings
        tips = [head, *(fork.tip for fork in doubtful)]
        steps = list(read_steps(self._folder, tips, {self._trail.since} - {""}, sought.folders, renames=True))
        ours = [step for step in steps if step.commit not in forks.parents]
        theirs: dict[_Fork, list[Step]] = {}
        for fork in doubtful:
            reached = forks.reached(fork.tip)
            theirs[fork] = [step for step in steps if step.commit in reached]
        told: list[tuple[_Fork, ItemOnBranch]] = []
        for fork, standing in standings:
            if _is_doubtful(standing, sought):
                here = _lineage(ours, sought.here[canonical(standing.id)])
                is_unknown = bool(refs.cut) and not here
                is_same = is_unknown or not here.isdisjoint(_lineage(theirs[fork], standing.path))
                told.append((fork, standing._replace(is_same=is_same)))
            else:
                told.append((fork, standing))
        return told


def _is_doubtful(standing: ItemOnBranch, sought: Sought) -> bool:
    return not standing.is_same and canonical(standing.id) in sought.here


def _lineage(steps: Iterable[Step], path: str) -> set[str | bytes]:
    """What tells a file from another, as far as these commits go, newest first: its contents, by hash, and the deeds that
    added it. It is followed through renames."""
    paths = {path}
    found: set[str | bytes] = set()
    for step in steps:
        for change in step.changes:
            if change.path in paths:
                paths.add(change.former or change.path)
                found.update(hash for hash in (change.before, change.after) if hash)
                if not change.before:
                    found.add(step.deed)
    return found


def _names(refs: Refs, forks: Forks, trunk: Collection[str]) -> dict[str, list[str]]:
    """The branches by the commit where they stand, without those that have been merged here or into the default one (`trunk`).

    A remote branch with a local one of its name bears the remote's name too, and says nothing where it stands; of two branches
    with one name, one that only lags behind the other says nothing.
    """
    standing: dict[str, dict[str, str]] = defaultdict(dict)
    for ref, tip in sorted(refs.commits.items()):
        if is_branch(ref) and tip in forks.parents and (tip not in trunk or short_name(ref) == refs.trunk):
            standing[short_name(ref)].setdefault(tip, ref)
    names: dict[str, list[str]] = defaultdict(list)
    for name, by_tip in standing.items():
        behind: set[str] = set()
        without = () if name == refs.trunk else trunk  # nothing in it leads to a commit that is not
        for tip in by_tip if len(by_tip) > 1 else ():
            behind |= (by_tip.keys() & forks.reached(tip, without)) - {tip}
        for tip, ref in by_tip.items():
            alone = len(by_tip) == 1 and f"refs/heads/{name}" not in refs.commits
            if tip not in behind:
                names[tip].append(name if alone or ref.startswith("refs/heads/") else ref.removeprefix("refs/remotes/"))
    return names


def _is_sought(path: str, sought: Sought) -> bool:
    """Whether a file below the folders would be read if it were here."""
    if not path.endswith(sought.suffixes):
        return False
    starts = (f"{folder}/" if folder else "" for folder in sought.folders)
    within = (path.removeprefix(start).split("/")[:-1] for start in starts if path.startswith(start))
    return any(not any(map(is_passed_over, folders)) for folders in within)
