"""Runs that DVC and DVCLive keep in git: the commits at which a file of metrics changed that a `dvc.yaml` names, and the
experiments, which are refs of their own. Beside them, what DVCLive is writing into the work tree."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import IN_LFS, Unreadable, read_text, stamp_of
from dualtrack.adapters.dvc_cache import LACKING
from dualtrack.adapters.dvc_commit_list import Made, commits_changing, experiments_of
from dualtrack.adapters.dvc_commits import DvcCommits, blob_hash
from dualtrack.adapters.dvc_files import LOCK, USUAL_METRICS, USUAL_PARAMS, DvcFiles, all_named, files_named, values_of
from dualtrack.adapters.dvc_run_files import Commit, Result, files_of_run, joined_values
from dualtrack.adapters.git import git, name_of
from dualtrack.adapters.git_files import Entry, entries_at
from dualtrack.adapters.git_folder import shallow_commits, work_tree
from dualtrack.adapters.history.refs import fingerprint, git_if_any
from dualtrack.adapters.read_files import listed_first, not_read, reason_of
from dualtrack.adapters.run_files import is_quiet
from dualtrack.adapters.run_values import ITEM_TAG, item_of, limited, moment, number_in, params_of
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Dataset, Run
from dualtrack.project.project import Project
from dualtrack.said import joined, said

_DEFINITION, _LIVE_FOLDER = "dvc.yaml", "dvclive"
_TRAINING = re.compile(r"(?<![^\W_])train(?:ing)?(?![^\W_])", re.IGNORECASE)


class DvcRuns(GitSource[None, Runs]):
    """The runs as git and DVC's cache have them; DVC is not run. What cannot be read at HEAD is said; older commits are as they
    are."""

    fact = Runs
    title = "dvc"
    globs = (f"**/{_DEFINITION}", f"**/{_LIVE_FOLDER}/{USUAL_METRICS}", f"**/{_LIVE_FOLDER}/{USUAL_PARAMS}")
    rank = 3
    seconds = 60.0

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._state: object = None
        self._named = DvcFiles()
        self._contents = DvcCommits(folder.root, self._named)
        self._results: dict[Made, frozenset[Result]] = {}
        self._data: dict[Made, list[Dataset]] = {}
        """The data that each commit was made from."""
        self._runs: list[Run] = []
        self._dirty: dict[str, bool] = {}
        self._unread: dict[str, str] = {}
        """Why files cannot be read at HEAD, and definitions in the work tree, by path."""
        self._at_head: Mapping[str, Entry] = {}
        self._known: frozenset[Result] = frozenset()
        """What commits and experiments have."""
        self._in_lfs: list[str] = []
        """The files of metrics of which HEAD has a pointer."""
        self._is_cut = False
        """Whether there are more commits or experiments than are read."""
        self._is_shallow = False
        """Whether the clone ends at a commit that may have runs."""
        self._too_many = ""
        """Why not all files are read that definitions name."""

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, None]:
        """Nothing, where DVC or DVCLive is used."""
        return {"": None} if folder.listing.named("", _is_definition) or _live_files(folder) else {}

    def read(self, needs: None, before: Runs | None) -> Runs:
        """The runs as the refs and the work tree stand now. Git is asked only when one of them has changed."""
        root = self.folder.root
        definitions = self.folder.listing.named("", _is_definition)
        stamps = tuple(stamp_of(f"{root}/{path}") for path in definitions)
        live = _live_files(self.folder)
        state = (fingerprint(root), tuple(definitions), stamps, tuple(live))
        if state != self._state or self._contents.has_grown():
            self._read_git(definitions, live)
            self._state = state
        unread = dict(self._unread)
        written = [run for path in live if (run := self._live(path, unread))]
        lines = [self._too_many] if self._too_many else []
        if names := listed_first(sorted(self._contents.lacking)):
            lines.append(
                said("metrics in {names} are not all read, since DVC's cache in this folder lacks some of them", names)
            )
        if names := listed_first(self._in_lfs):
            lines.append(said("metrics in {names} are not read, since Git LFS keeps them, not git", names))
        if self._is_cut:
            lines.append(said("of DVC only the latest {most} commits and experiments are read", limits.DVC_COMMITS))
        if self._is_shallow:
            lines.append(said("runs of DVC at older commits are not known, since this clone is shallow"))
        cut = (self.title,) if self._is_cut or self._is_shallow else ()
        return Runs.of((*self._runs, *written), before, not_read(unread), joined("; ", lines), cut)

    def _read_git(self, definitions: Sequence[str], live: Sequence[str]) -> None:
        named = self._read_definitions(definitions, live)
        if named != self._named or self._contents.has_grown():
            self._named, self._results, self._data = named, {}, {}
            self._contents = DvcCommits(self.folder.root, named)
        if not named.metrics or not work_tree(self.folder.root):
            self._runs, self._known, self._at_head, self._in_lfs, self._is_cut = [], frozenset(), {}, [], False
            self._is_shallow = False
            return
        self._read_head()
        experiments, commits = experiments_of(self.folder.root), self._commits()
        self._is_cut = max(len(experiments), len(commits)) > limits.DVC_COMMITS
        experiments, commits = experiments[: limits.DVC_COMMITS], commits[: limits.DVC_COMMITS]
        commits.sort(key=lambda each: each.when, reverse=True)  # stable: git names children first
        new = [each for each in (*experiments, *commits) if each not in self._results]
        self._read_dirty([each.hash for each in new if each.name])
        self._read_files(new)
        # The same results at another commit are the same run, merged, rebased, or taken over from an experiment.
        # Nobody knows what the commits changed at which a shallow clone ends.
        ends = shallow_commits(self.folder.root)
        self._is_shallow = any(each.hash in ends for each in commits)
        made, known = list(experiments), frozenset[Result]().union(*(self._results[each] for each in experiments))
        for each in reversed(commits):
            if not self._results[each] <= known:
                known |= self._results[each]
                made += [each] if each.hash not in ends else []
        self._known = known
        names = Counter(each.name for each in experiments)
        runs = (self._run(each, is_unique=names[each.name] == 1) for each in made)
        self._runs = [run for run in runs if run]

    def _read_definitions(self, paths: Sequence[str], live: Sequence[str]) -> DvcFiles:
        files = [DvcFiles(frozenset([path]), frozenset([_params_beside(path)])) for path in live]
        self._unread = {}
        for path in paths:
            text = read_text(self.folder.root, path)
            if isinstance(text, str):
                named, why_not = files_named(posixpath.dirname(path), text)
                files.append(named)
            else:
                why_not = str(text or "")  # it is gone since it was listed
            if why_not:
                self._unread[path] = why_not
        all, self._too_many = all_named(files)
        return all

    def _read_head(self) -> None:
        """What HEAD has, and why some of it cannot be read."""
        self._in_lfs, self._at_head = [], {}
        head = git_if_any(self.folder.root, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
        if not head:
            return
        self._at_head = at_head = self._contents.at([head])[head]
        runs_depend_on = self._named.metrics.union(self._named.locks)  # a run is the same one without its params
        faults = {path: at_head[path].why_not for path in sorted(runs_depend_on & at_head.keys())}
        self._in_lfs = [path for path, why_not in faults.items() if why_not == IN_LFS and path in self._named.metrics]
        unread = {path: why_not for path, why_not in faults.items() if why_not not in ("", LACKING)}
        self._unread.update({path: why_not for path, why_not in unread.items() if path not in self._in_lfs})

    def _commits(self) -> list[Made]:
        # Of what DVC keeps the lock files tell that it has changed.
        return commits_changing(self.folder.root, self._named.metrics.union(self._named.locks))

    def _read_dirty(self, hashes: list[str]) -> None:
        """Which experiments changed other files than those of params and results."""
        asked = [hash for hash in hashes if hash not in self._dirty]
        if not asked:
            return
        options = ("--no-walk=unsorted", "--stdin", "--relative", "-z", "--name-only", "--format=%x01%H")
        for entry in name_of(git(self.folder.root, "log", *options, stdin="\n".join(asked) + "\n")).split("\1")[1:]:
            hash, *paths = (part.strip("\n") for part in entry.split("\0"))
            self._dirty[hash] = any(path and not self._is_result(path) for path in paths)

    def _is_result(self, path: str) -> bool:
        folders = path.split("/")
        return path in self._named.all or folders[-1] in (_DEFINITION, LOCK) or not {".dvc", _LIVE_FOLDER}.isdisjoint(folders)

    def _read_files(self, made: Iterable[Made]) -> None:
        """The files of runs, and the data: what their stages took in that git does not have. What git has may be code."""
        found = self._contents.at({hash for each in made for hash in (each.hash, *each.parents)})
        commits = {hash: Commit(entries, self._contents.locks(entries)) for hash, entries in found.items()}
        asked: list[tuple[Made, str, str]] = []
        for each in made:
            parents = [commits[parent] for parent in each.parents]
            self._results[each], is_of_stages = files_of_run(self._named, commits[each.hash], parents)
            self._data[each] = []
            locks = commits[each.hash].locks if is_of_stages else ()
            made_here = {path for lock in locks for path in lock.made}
            taken = {path: digest for lock in locks for path, digest in lock.taken.items() if path not in made_here}
            asked += ((each, path, digest) for path, digest in taken.items())
        found = entries_at(self.folder.root, [(each.hash, path) for each, path, _ in asked])
        for (each, path, digest), entry in zip(asked, found, strict=True):
            if not entry:
                self._data[each].append(Dataset(path, digest, "training" if _TRAINING.search(posixpath.basename(path)) else ""))

    def _run(self, made: Made, is_unique: bool) -> Run | None:
        files = dict(chain.from_iterable(sorted(self._results[made])))
        metrics = {path: self._contents.values(path, at.hash) for path, at in files.items() if path in self._named.metrics}
        params = [self._contents.values(path, at.hash) for path, at in files.items() if path in self._named.params]
        if any(files[path].why_not == LACKING for path in metrics):
            metrics = {}  # what is not there may have the same names
        if not any(metrics.values()) and not made.name:
            return None
        id = (made.name if is_unique else f"{made.name}-{made.hash[:7]}") if made.name else made.hash
        dirty = self._dirty.get(made.hash) if made.name else False
        commit, data = made.parents[0] if made.name else made.hash, self._data[made]
        return _dvc_run(id, made.name, made.when, True, joined_values(metrics), params, commit, dirty, data)

    def _live(self, path: str, unread: dict[str, str]) -> Run | None:
        """What DVCLive wrote into the work tree, unless that is at a commit or an experiment already."""
        folder, params = posixpath.dirname(path), _params_beside(path)
        stamp = stamp_of(f"{self.folder.root}/{path}")
        texts: dict[str, str] = {}
        for each in (path, params):
            text = read_text(self.folder.root, each)
            if isinstance(text, str):
                texts[each] = text
            elif text and each == path:
                unread[each] = str(text)
        hashes = {each: blob_hash(text.encode()) for each, text in texts.items()}
        kept = (self._at_head, *map(dict, self._known))
        if not stamp or path not in texts or any(hashes == _hashes(files, path, params) for files in kept):
            return None
        values: dict[str, dict[str, Any]] = {}
        for each, text in texts.items():
            try:
                values[each] = dict(values_of(each, text.encode()))
            except (Unreadable, ValueError, RecursionError) as error:  # it may be just being written
                if each == path:
                    unread[each] = reason_of(error)
        ended, when = is_quiet(stamp.modified / 1e9), stamp.modified / 1e9
        return _dvc_run(folder, folder, when, ended, values[path], [values.get(params, {})]) if path in values else None


def _dvc_run(
    id: str,
    name: str,
    when: float,
    ended: bool,
    metrics: Mapping[str, Any],
    params: Iterable[Mapping[str, Any]],
    commit: str = "",
    dirty: bool | None = None,
    datasets: Iterable[Dataset] = (),
) -> Run:
    given = {key: value for each in params for key, value in each.items()}
    return Run(
        "dvc",
        id,
        name,
        ended,
        "finished" if ended else "running",
        None,
        moment(when) if ended else None,
        limited({key: number for key, value in metrics.items() if (number := number_in(value)) is not None}),
        commit=commit,
        item=item_of(given.get(ITEM_TAG)),
        params=params_of({key: value for key, value in given.items() if key != ITEM_TAG}),
        datasets=tuple(sorted(datasets)),
        dirty=dirty,
    )


def _hashes(files: Mapping[str, Entry], *paths: str) -> dict[str, str]:
    return {path: files[path].hash for path in paths if path in files}


def _params_beside(metrics: str) -> str:
    """Where DVCLive writes the params of its metrics."""
    return posixpath.join(posixpath.dirname(metrics), USUAL_PARAMS)


def _live_files(folder: WorkspaceFolder) -> list[str]:
    """The metrics that DVCLive keeps in the work tree."""
    return [path for path in folder.listing.named("", _is_metrics) if path.split("/")[-2:-1] == [_LIVE_FOLDER]]


def _is_definition(name: str) -> bool:
    return name == _DEFINITION


def _is_metrics(name: str) -> bool:
    return name == USUAL_METRICS
