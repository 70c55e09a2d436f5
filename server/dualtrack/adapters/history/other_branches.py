"""The items of all other branches, read without a checkout: only the files that a branch changed since its merge base."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.disk import decoded
from dualtrack.adapters.git import GitError
from dualtrack.adapters.git_files import read_contents, read_sizes
from dualtrack.adapters.history.changes import CommitChanges, FileChange, read_differences, read_steps, read_tree
from dualtrack.adapters.history.commit_store import ancestors
from dualtrack.adapters.history.forks import Forks, common_base, merge_bases, read_forks, read_times
from dualtrack.adapters.history.refs import Refs, is_branch, read_refs, short_name
from dualtrack.facts.other_branches import BranchQuery, ItemOnBranch, ItemThere, OtherBranches
from dualtrack.model.folders import is_found
from dualtrack.model.mention import canonical, leading_id
from dualtrack.table import grouped


class _Fork(NamedTuple):
    """The tip of a branch, and its merge base with HEAD; empty where there is none."""

    tip: str
    base: str


@dataclass
class _Trail:
    """What HEAD and the default branch (`tips`) did to the items' files since `since`, a common ancestor of all merge bases
    (`bases`): the blobs that appeared, each with its latest commit date, and the files that were deleted."""

    bases: frozenset[str] = frozenset()
    since: str = ""
    tips: frozenset[str] = frozenset()
    contents: dict[bytes, int] = field(default_factory=dict[bytes, int])
    gone: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])


class OtherBranchReader:
    """The items of the other branches of the repository that a folder lies in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._refs: Refs | None = None
        self._query: BranchQuery | None = None
        self._bases: dict[frozenset[str], str] = {}
        self._changes: dict[_Fork, tuple[FileChange, ...]] = {}
        self._states: dict[tuple[str, str], tuple[ItemThere, ...]] = {}
        self._times: dict[str, int] = {}
        self._trail = _Trail()
        self.found = OtherBranches()

    def read(self, query: BranchQuery) -> OtherBranches:
        """The items as the refs stand now; raises GitError."""
        refs = read_refs(self.folder)
        if (refs, query) == (self._refs, self._query):
            return self.found
        last = self._query
        if not last or not self._refs or self._refs.cut != refs.cut or not last.reads_as(query):
            self._changes, self._states, self._trail = {}, {}, _Trail()
        found = self._read(refs, query)
        self._refs, self._query = refs, query
        if found != self.found:
            self.found = found
        return self.found

    def _read(self, refs: Refs, query: BranchQuery) -> OtherBranches:
        head = refs.commits.get("HEAD")
        if not head or not query.folders:
            return OtherBranches()
        forks = self._forks(head, refs)
        trunk = {hash for tip in refs.trunk_tips for hash in ancestors(forks.parents, tip)}
        if any(tip in forks.parents and tip not in trunk for tip in self._trail.tips):
            self._trail = _Trail()
        names = _names(refs, forks, trunk)
        left = {**(forks.left(names) if trunk else {}), **forks.left(names, trunk)}
        tips = frozenset({head, *refs.trunk_tips})
        changes = self._differences(tips, {tip: left[tip] for tip in names}, query)
        self._follow(tips, frozenset(fork.base for fork, changed in changes.items() if changed), query)
        files = {(path, hash) for changed in changes.values() for path, *hashes, _ in changed for hash in hashes if hash}
        self._read_states(files | self._trail.gone, query)
        standings: list[tuple[_Fork, ItemOnBranch]] = []
        for fork, changed in changes.items():
            if fork.base or not refs.cut:  # in a shallow clone nobody knows what a branch without a merge base has changed
                base = None if fork.tip in trunk else fork.base
                standings += ((fork, standing) for standing in self._standings(changed, base))
        standings = self._with_origins(standings, head, forks, refs, query)
        standings.sort(key=lambda each: (-forks.times[each[0].tip], names[each[0].tip], each[1]))
        on_branches = (each._replace(branch=name) for fork, each in standings for name in names[fork.tip])
        ids = frozenset(canonical(state.id) for states in self._states.values() for state in states)
        by_ids = (
            (id, each) for each in on_branches for id in dict.fromkeys((canonical(each.id), each.was or canonical(each.id)))
        )
        return OtherBranches(grouped(by_ids), ids)

    def _forks(self, head: str, refs: Refs) -> Forks:
        """The commits of the branches; with the former tips, so that it is seen whether they are still ancestors of HEAD."""
        tips = {hash for ref, hash in refs.commits.items() if is_branch(ref)} - {head}
        try:
            return read_forks(self.folder, head, tips | self._trail.tips - {head})
        except GitError:
            if not self._trail.tips:
                raise
            self._trail = _Trail()  # git may have lost what nothing leads to any more
            return read_forks(self.folder, head, tips)

    def _differences(
        self, tips: frozenset[str], left: dict[str, frozenset[str]], query: BranchQuery
    ) -> dict[_Fork, tuple[FileChange, ...]]:
        """What differs in the items' files at each tip from its merge base."""
        meetings = set(left.values())
        self._bases = {met: base for met, base in self._bases.items() if met in meetings}
        self._bases.update(merge_bases(self.folder, tips, meetings - self._bases.keys()))
        forks = [_Fork(tip, self._bases[met]) for tip, met in left.items()]
        new = [fork for fork in forks if fork not in self._changes]
        read = read_differences(self.folder, [(fork.base, fork.tip) for fork in new if fork.base], query.folders)
        for tip in (fork.tip for fork in new if not fork.base):
            files = read_tree(self.folder, tip, query.folders, limits.BRANCH_FILES)
            read[tip] = tuple(FileChange(path, "", hash) for path, hash in files.items())
        for fork in new:
            self._changes[fork] = tuple(change for change in read.get(fork.tip, ()) if _is_asked_for(change.path, query))
        self._changes = {fork: self._changes[fork] for fork in forks}
        return self._changes

    def _follow(self, tips: frozenset[str], bases: frozenset[str], query: BranchQuery) -> None:
        """Bring what is known of HEAD and of the default branch up to `tips`, and back to the merge bases of the others."""
        trail = self._trail
        if bases != trail.bases:
            since = "" if "" in bases else common_base(self.folder, bases)
            trail = replace(trail, bases=bases) if bases and since == trail.since else _Trail(bases, since)
            known = {base: time for base, time in self._times.items() if base in bases}
            self._times = known | read_times(self.folder, bases - known.keys() - {""})
        if bases and trail.tips != tips:
            without = trail.tips or {trail.since} - {""}
            for step in read_steps(self.folder, tips, without, query.folders):
                for change in step.changes:
                    if change.after:
                        content = bytes.fromhex(change.after)
                        trail.contents[content] = max(step.when, trail.contents.get(content, 0))
                    elif _is_asked_for(change.path, query):
                        trail.gone.add((change.path, change.before))
            trail.tips = tips
        self._trail = trail

    def _read_states(self, files: set[tuple[str, str]], query: BranchQuery) -> None:
        """Read what is in files that are not known, by path and hash, and forget those that are not asked for."""
        self._states = {file: states for file, states in self._states.items() if file in files}
        unknown = files - self._states.keys()
        try:
            self._states.update(self._read_unknown(unknown, query))
        except GitError:  # a partial clone lacks files, and to fetch them would run what the repository names
            for path, hash in unknown:
                id = leading_id(path.rpartition("/")[2])
                self._states[path, hash] = (ItemThere(id, "", "", only_id=True),) if id else ()

    def _read_unknown(self, files: set[tuple[str, str]], query: BranchQuery) -> dict[tuple[str, str], tuple[ItemThere, ...]]:
        found: dict[tuple[str, str], tuple[ItemThere, ...]] = dict.fromkeys(files, ())
        paths: dict[str, list[str]] = defaultdict(list)
        for path, hash in files:
            paths[hash].append(path)
        for hash, content in read_contents(self.folder, read_sizes(self.folder, paths)):
            text = decoded(content)
            for path in paths[hash]:
                found[path, hash] = query.states(path, text) if isinstance(text, str) else ()
        return found

    def _standings(self, changed: Iterable[FileChange], base: str | None) -> Iterator[ItemOnBranch]:
        """The items that a branch added, or whose status it changed, since its merge base. What has the same content on HEAD
        or on the default branch has landed there and is left out; `base` is None for the default branch itself."""
        known = set(changed)
        former = [state for change in known for state in self._states.get((change.path, change.before), ())]
        former.sort(key=lambda state: not state.only_id)  # a sprint may name what has a file of its own
        before = {canonical(state.id): state.status for state in former}
        renumbered = _renumbered(known, self._states)
        for change in known:
            landed = self._trail.contents.get(bytes.fromhex(change.after)) if base is not None else None
            if not change.after or (landed is not None and landed >= self._times.get(base or "", 0)):
                continue
            for state in self._states[change.path, change.after]:
                id = canonical(state.id)
                if not state.only_id and before.get(id) != state.status:
                    was = renumbered.get((change.path, id), "")
                    told = (state.id, "", change.path, state.title, state.status, id in before or bool(was), base is None)
                    yield ItemOnBranch(*told, state.kind, state.track, state.ends, was)

    def _with_origins(
        self, standings: list[tuple[_Fork, ItemOnBranch]], head: str, forks: Forks, refs: Refs, query: BranchQuery
    ) -> list[tuple[_Fork, ItemOnBranch]]:
        """The same, knowing whether an item whose id was not there at the merge base, or was another's file there, is the one
        that bears the id here."""
        doubtful = {fork for fork, standing in standings if _is_doubtful(standing, query)}
        if not doubtful:
            return standings
        tips = [head, *(fork.tip for fork in doubtful)]
        steps = list(read_steps(self.folder, tips, {self._trail.since} - {""}, query.folders, renames=True))
        ours = [step for step in steps if step.commit not in forks.parents]
        reached = {fork: ancestors(forks.parents, fork.tip) for fork in doubtful}
        theirs = {fork: [step for step in steps if step.commit in reached[fork]] for fork in doubtful}

        def told(fork: _Fork, standing: ItemOnBranch) -> ItemOnBranch:
            if not _is_doubtful(standing, query):
                return standing
            here = _lineage(ours, query.here[canonical(standing.id)])
            if standing.is_same and not any(isinstance(each, bytes) for each in here):
                return standing  # what is here was not added since
            is_unknown = bool(refs.cut) and not here
            return standing._replace(is_same=is_unknown or not here.isdisjoint(_lineage(theirs[fork], standing.path)))

        return [(fork, told(fork, standing)) for fork, standing in standings]


def _renumbered(
    changed: Iterable[FileChange], states: Mapping[tuple[str, str], tuple[ItemThere, ...]]
) -> dict[tuple[str, str], str]:
    """The former ids of items that a branch gave another one, by file and id: of a file that stayed, or of the only one of the
    same kind and title that went."""
    gone: dict[object, list[str]] = defaultdict(list)
    new: list[tuple[str, ItemThere]] = []
    sides = [[(path, each) for path, *both, _ in changed for each in states.get((path, both[side]), ())] for side in (0, 1)]
    ids = [{canonical(each.id) for _, each in side} for side in sides]
    for path, each in sides[0]:
        if canonical(each.id) not in ids[1] and not each.only_id:
            gone[path].append(canonical(each.id))
            gone[each.kind, each.title].append(canonical(each.id))
    new = [(path, each) for path, each in sides[1] if canonical(each.id) not in ids[0] and not each.only_id]
    found = ((path, canonical(each.id), gone.get(path) or gone.get((each.kind, each.title), [])) for path, each in new)
    return {(path, id): formers[0] for path, id, formers in found if len(formers) == 1}


def _is_doubtful(standing: ItemOnBranch, query: BranchQuery) -> bool:
    if standing.was:
        return False
    here = query.here.get(canonical(standing.id), standing.path)
    return here != standing.path or (not standing.is_same and canonical(standing.id) in query.here)


def _lineage(steps: Iterable[CommitChanges], path: str) -> set[str | bytes]:
    """What identifies a file in these commits, newest first: its blobs, and the authorship of the commits that added it. It is
    followed through renames."""
    paths = {path}
    found: set[str | bytes] = set()
    for step in steps:
        for change in step.changes:
            if change.path in paths:
                paths.add(change.former or change.path)
                found.update(hash for hash in (change.before, change.after) if hash)
                if not change.before:
                    found.add(step.authorship)
    return found


def _names(refs: Refs, forks: Forks, trunk: Collection[str]) -> dict[str, list[str]]:
    """The names of unmerged branches by their tips. Merged is what HEAD or the default branch (`trunk`) contains.

    A remote branch that stands where the local one of its name does is left out, as is one that is only behind it; else its
    name is that with the remote's.
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
            behind |= (by_tip.keys() & ancestors(forks.parents, tip, without)) - {tip}
        for tip, ref in by_tip.items():
            alone = len(by_tip) == 1 and f"refs/heads/{name}" not in refs.commits
            if tip not in behind:
                names[tip].append(name if alone or ref.startswith("refs/heads/") else ref.removeprefix("refs/remotes/"))
    return names


def _is_asked_for(path: str, query: BranchQuery) -> bool:
    """Whether a file below the folders would be read if it were here."""
    return is_found(path, query.folders, query.suffixes)
