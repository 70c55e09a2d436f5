"""The versions of the items in one folder, kept up with HEAD: when it moves, git is asked only for what differs, and a content
is read once, to be digested at once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from dualtrack.adapters.disk import decoded
from dualtrack.adapters.git import GitError
from dualtrack.adapters.git_files import read_contents, read_sizes
from dualtrack.adapters.git_folder import git_folders, shallow_commits, work_tree
from dualtrack.adapters.history.cache import cache_of, load, save
from dualtrack.adapters.history.changes import read_renames, read_tree
from dualtrack.adapters.history.item_past import pasts_of
from dualtrack.adapters.history.known_versions import KnownVersions, States
from dualtrack.adapters.history.log import FileChange, FileCommit, read_file_commits, read_hashes
from dualtrack.adapters.history.order import read_order
from dualtrack.adapters.history.refs import cut_of, git_if_any
from dualtrack.facts.pasts import Order, Past, Pasts
from dualtrack.model.folders import is_found
from dualtrack.table import Table

Digest = Callable[[str, str], States]
"""A file's path and text to its items."""

_Changes = dict[str, list[FileChange]]

_WORTH_SAVING = 50
"""Contents; fewer are read again faster than all that is known is written."""


def version_cache_of(folder: Path) -> Path | None:
    """The file for the items of a folder, shared by the same folder in all work trees; None where there is no repository."""
    top = work_tree(folder.resolve())
    return cache_of(folder, "items-", folder.resolve().relative_to(top).as_posix()) if top else None


class VersionIndex:
    """The past of the items of a folder; `cache` is the file where it is remembered, None for nowhere."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self._folder = folder.resolve()
        self._cache = cache
        self._known: KnownVersions | None = None
        self._changing: dict[str, _Changes] = defaultdict(lambda: defaultdict(list))  # by id what commits did to it
        self._holding: dict[str, set[str]] = defaultdict(set)  # by id the files that it is in now
        self._unsaved = 0
        self.pasts = Pasts()

    def read(self, folders: Iterable[str], suffixes: tuple[str, ...], digest: Digest) -> Pasts:
        """The pasts as HEAD stands now, of items in files below the folders whose names end so; raises GitError, and then they
        stay as they were."""
        found = git_folders(self._folder)
        if not found:
            return self.pasts
        head = git_if_any(self._folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
        wanted = KnownVersions(head, cut_of(found[1]), tuple(sorted(folders)))
        known = self._known
        if not known and (known := load(self._cache, KnownVersions.from_rows) if self._cache else None):
            self._publish(known)
        if known and (known.head, known.cut, known.folders) == (wanted.head, wanted.cut, wanted.folders):
            return self.pasts
        before = known or KnownVersions()
        self._bring_up(before, wanted, suffixes, digest)
        self._publish(wanted)
        if self._cache and self._unsaved >= _WORTH_SAVING:
            save(self._cache, wanted.rows())
            self._unsaved = 0
        return self.pasts

    def _bring_up(self, before: KnownVersions, wanted: KnownVersions, suffixes: tuple[str, ...], digest: Digest) -> None:
        """Make `wanted` of what `before` knows and of what git says has changed since."""
        wanted.states, wanted.partial = dict(before.states), before.partial
        if not wanted.head:
            return
        added: list[FileCommit] | None = None
        if before.head and (before.cut, before.folders) == (wanted.cut, wanted.folders):
            try:
                added = list(read_file_commits(self._folder, wanted.head, before.head, wanted.folders))
                gone = read_hashes(self._folder, (before.head,), (wanted.head,))
                wanted.orders = before.orders | read_order(self._folder, wanted.head, before.head, before.orders)
                wanted.commits = {hash: commit for hash, commit in before.commits.items() if hash not in gone}
            except GitError:  # what was known is not in the repository any more
                added = None
        if added is None:
            self._unsaved = _WORTH_SAVING  # however little there is in it, reading it takes long
            added = list(read_file_commits(self._folder, wanted.head, "", wanted.folders))
            wanted.orders = read_order(self._folder, wanted.head, "", {})
        tree = read_tree(self._folder, wanted.head, wanted.folders)
        wanted.tree = {path: content for path, content in tree.items() if is_found(path, wanted.folders, suffixes)}
        for number, commit in enumerate(added):
            files = (change for change in commit.files if is_found(change[0], wanted.folders, suffixes))
            order = wanted.orders.get(commit.hash, commit.order)
            added[number] = commit._replace(files=tuple(files), order=order)
        self._digest(wanted, added, digest)
        for commit in added:
            files = tuple(change for change in commit.files if _tells(wanted, *change))
            if files:
                wanted.commits[commit.hash] = commit._replace(files=files)
        moving = [commit.hash for commit in added if _may_rename(wanted, wanted.commits.get(commit.hash))]
        for hash, renamed in read_renames(self._folder, moving, wanted.folders, exact=wanted.partial):
            commit = wanted.commits[hash]
            stay = _staying(wanted, commit, renamed)
            renamed = tuple(pair for pair in renamed if pair[1] not in stay)
            wanted.commits[hash] = commit._replace(renamed=renamed, files=tuple(_replaced(commit.files, renamed)))

    def _digest(self, known: KnownVersions, added: Iterable[FileCommit], digest: Digest) -> None:
        """Read the contents that are not known; one that is not in this clone, too large or no text says nothing."""
        places = {(path, content) for commit in added for path, *contents in commit.files for content in contents if content}
        new = sorted((places | set(known.tree.items())) - known.states.keys())
        paths: dict[str, list[str]] = defaultdict(list)
        for path, content in new:
            paths[content].append(path)
            known.states[path, content] = None
        sizes = read_sizes(self._folder, paths)
        known.partial |= not sizes.keys() >= paths.keys()
        same: dict[States, States] = {}
        for content, data in read_contents(self._folder, sizes):
            text = decoded(data)
            if isinstance(text, str):
                for path in paths[content]:
                    states = digest(path, text)
                    known.states[path, content] = same.setdefault(states, states)
        self._unsaved += len(new)

    def _publish(self, known: KnownVersions) -> None:
        """Make the pasts anew of the ids that are concerned."""
        before, self._known = self._known or KnownVersions(), known
        gone = [commit for hash, commit in before.commits.items() if known.commits.get(hash) != commit]
        added = [commit for hash, commit in known.commits.items() if before.commits.get(hash) != commit]
        concerned: set[str] = set()
        for commit, _, id in _changes(known, gone):
            concerned.add(id)
            self._changing[id].pop(commit.hash, None)
        for commit, change, id in _changes(known, added):
            concerned.add(id)
            self._changing[id][commit.hash].append(change)
        for path in {path for path, _ in before.tree.items() ^ known.tree.items()}:
            for tree, change in ((before.tree, set[str].discard), (known.tree, set[str].add)):
                ids = _ids(known, path, tree.get(path, ""))
                concerned.update(ids)
                for id in ids:
                    change(self._holding[id], path)
        oldest = shallow_commits(self._folder) if known.cut else frozenset[str]()
        pasts: dict[str, Past] = {}
        in_files = {key: Past() for key in self.pasts.by_file if key[0] in concerned}
        for id in concerned:
            pasts[id], by_path = pasts_of(id, known, self._changing[id], self._holding[id], oldest)
            in_files.update(((id, path), past) for path, past in by_path.items())
        orders = _orders(self.pasts.orders, known.orders)
        if pasts or not self.pasts.in_repository or (known.partial, orders) != (self.pasts.partial, self.pasts.orders):
            self.pasts = self.pasts.changed(pasts, in_files, known.partial, orders)


def _orders(before: Table[str, Order], now: Mapping[str, Order]) -> Table[str, Order]:
    gone = before.keys() - now.keys()
    return before.with_changes({hash: order for hash, order in now.items() if before.get(hash) != order}, gone)


def _changes(known: KnownVersions, commits: Iterable[FileCommit]) -> Iterator[tuple[FileCommit, FileChange, str]]:
    """What commits did to the items of each id."""
    for commit in commits:
        for change in commit.files:
            path, before, after = change
            for id in _ids(known, path, before) | _ids(known, path, after):
                yield commit, change, id


def _ids(known: KnownVersions, path: str, content: str) -> set[str]:
    return {state.id for state in known.states_of(path, content) or ()}


def _tells(known: KnownVersions, path: str, before: str, after: str) -> bool:
    """Whether a change of a file changed an item; of what cannot be read nobody can tell."""
    states = known.states_of(path, after)
    return states is not None and states != known.states_of(path, before)


def _may_rename(known: KnownVersions, commit: FileCommit | None) -> bool:
    """Whether a commit begins a file, and ends another one or gives it what may be another item's text."""
    files = commit.files if commit and not commit.is_merge else ()
    return any(not before for _, before, _ in files) and any(
        before and (not after or not known.has_same_title(path, before, after)) for path, before, after in files
    )


def _staying(known: KnownVersions, commit: FileCommit, renamed: Collection[tuple[str, str]]) -> set[str]:
    """The files that hold the same item as before, though git finds their former texts in others: those are copies. Not a
    file whose new text git finds in another one."""
    filled = {path for path, _ in renamed}
    changed = (change for change in commit.files if change[1] and change[2] and change[0] not in filled)
    return {change[0] for change in changed if known.is_same_item(*change)}


def _replaced(files: Iterable[FileChange], renamed: Iterable[tuple[str, str]]) -> Iterator[FileChange]:
    """The changes, with a file whose text went on in another file as one that ends and one that begins."""
    gone = {former for _, former in renamed}
    for path, before, after in files:
        if path in gone and before and after:
            yield path, before, ""
            yield path, "", after
        else:
            yield path, before, after
