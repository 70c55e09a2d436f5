"""Everything outside of one workspace folder, asked anew from time to time."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

from dualtrack.adapters import clock
from dualtrack.adapters.branching import start_branch
from dualtrack.adapters.git import GitError, git_folders, work_tree
from dualtrack.adapters.history.cache import cache_of
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.adapters.history.notebook_work import NotebookWork
from dualtrack.adapters.history.other_branches import OtherBranches
from dualtrack.adapters.history.refs import fingerprint
from dualtrack.adapters.history.tags import read_forge, read_tags
from dualtrack.adapters.history.versions import Digest, VersionIndex, version_cache_of
from dualtrack.adapters.notebooks import NotebookFiles
from dualtrack.adapters.past_notebooks import PastNotebooks
from dualtrack.adapters.pipelines.pipelines import PipelineFiles
from dualtrack.adapters.trackers.tracker import Access, Reader, TrackerError, readers
from dualtrack.model.conventions import Conventions
from dualtrack.model.elsewhere import Sought
from dualtrack.model.facts import Facts, TrackerState
from dualtrack.model.history import OtherRepository
from dualtrack.model.tags import tags_of

_AGAIN_SECONDS = 5.0
_NOTEBOOKS_SINCE = timedelta(days=365)
"""What was not touched for longer is no sign of work, and to look for it would take git through all of its history."""


class Outside:
    """Git, notebooks and the clock for one folder. Nothing is run where `trusted` is False."""

    def __init__(self, root: Path, trusted: bool, today: date | None) -> None:
        self.root = root
        self.trusted = trusted
        self.today = today
        self._seen: object = None
        self._errors: dict[str, str] = {}
        self._again_at = 0.0
        self._notebooks = NotebookFiles(root)
        self._past_notebooks = PastNotebooks(root)
        self._notebook_work = NotebookWork(root)
        self._pipelines = PipelineFiles(root)
        self._history = HistoryIndex(root, cache_of(root))
        self._others: dict[tuple[str, Path], HistoryIndex] = {}
        self._versions = VersionIndex(root, version_cache_of(root))
        self._branches = OtherBranches(root)

    def refs_moved(self, others: Iterable[Path] = ()) -> bool:
        """Whether HEAD or a branch, here or in other folders, has moved since this was last asked, or git could not answer then
        and should be asked again."""
        seen = [fingerprint(folder) for folder in (self.root, *others)]
        again = bool(self._errors) and monotonic() >= self._again_at
        if seen == self._seen and not again:
            return False
        self._seen = seen
        return True

    def start_branch(self, name: str) -> None:
        """Make a branch and switch to it; raises GitError."""
        if not self.trusted:
            raise GitError("this folder is not trusted")
        start_branch(self.root, name)

    def with_others(self, facts: Facts, prefixes: Collection[str], allowed: Mapping[str, Path]) -> Facts:
        """With the commits of the clones beside this one that the user allows to be read, by name."""
        if not self.trusted:
            return facts
        others: list[OtherRepository] = []
        failed = ""
        for name, folder in sorted(allowed.items()):
            if (name, folder) not in self._others:
                self._others[name, folder] = HistoryIndex(folder, cache_of(folder), name)
            if folder != work_tree(folder) or git_folders(folder) == git_folders(self.root):
                failed = failed or f"{name}: {folder.name} is no repository of its own"
                continue
            try:
                others.append(OtherRepository(name, self._others[name, folder].read(prefixes), read_forge(folder)))
            except GitError as error:
                failed = failed or f"{name}: {error}"
        self._note("others", failed)
        return self._with(facts, others=tuple(others))

    def with_history(self, facts: Facts, prefixes: Collection[str]) -> Facts:
        """With git's commits, branches and tags; `prefixes` are the known ones, upper case."""

        def read() -> dict[str, object]:
            history, named = self._history.read(prefixes), read_tags(self.root)
            tags = facts.tags if named == facts.tags.all else tags_of(named)
            return {"history": history, "tags": tags, "forge": read_forge(self.root)}

        return self._asked("history", facts, read)

    def with_elsewhere(self, facts: Facts, sought: Sought) -> Facts:
        """With the items of other branches."""
        return self._asked("elsewhere", facts, lambda: {"elsewhere": self._branches.read(sought)})

    def with_pasts(self, facts: Facts, folders: Collection[str], suffixes: tuple[str, ...], digest: Digest) -> Facts:
        """With what commits made of the items below the folders, in files whose names end so."""
        return self._asked("pasts", facts, lambda: {"pasts": self._versions.read(folders, suffixes, digest)})

    def with_notebook_work(self, facts: Facts, paths: Collection[str]) -> Facts:
        """With when notebooks were last committed."""
        since = min(facts.todays.values()) - _NOTEBOOKS_SINCE if facts.todays else date.min
        return self._asked("notebook work", facts, lambda: {"notebook_work": self._notebook_work.read(paths, since)})

    def _asked(self, what: str, facts: Facts, read: Callable[[], Mapping[str, object]]) -> Facts:
        """With what git says, or why it does not; the same facts where that is no difference."""
        if not self.trusted:
            return facts
        try:
            found = read()
        except GitError as error:
            self._note(what, str(error) or "git failed")
            return self._with(facts)
        self._note(what, "")
        return self._with(facts, **found)

    def _note(self, what: str, error: str) -> None:
        """Remember why git could not say something, until it can."""
        if error:
            self._errors[what] = error
            self._again_at = monotonic() + _AGAIN_SECONDS
        else:
            self._errors.pop(what, None)

    def _with(self, facts: Facts, **found: object) -> Facts:
        found["git_error"] = next(iter(self._errors.values()), "")
        differing = {name: value for name, value in found.items() if value != getattr(facts, name)}
        return replace(facts, **differing) if differing else facts

    def with_notebooks(self, facts: Facts) -> Facts:
        """With the notebooks and the pipelines of the work tree."""
        return replace(facts, notebooks=self._notebooks.read(), pipelines=self._pipelines.read())

    def with_past_sources(self, facts: Facts, cited: Collection[tuple[str, str]]) -> Facts:
        """With what stood in notebooks, by path, at commits."""
        if not self.trusted:
            return facts
        try:
            found = self._past_notebooks.read(cited)
        except GitError:
            return facts
        return facts if found == facts.past_sources else replace(facts, past_sources=found)

    def with_time(self, facts: Facts, zones: Collection[str]) -> Facts:
        """With the dates in the time zones."""
        return replace(facts, todays=clock.todays(zones, self.today), now=clock.now(self.today), restricted=not self.trusted)

    def readers(self, boards: Mapping[str, Conventions], access: Access) -> list[Reader]:
        """The trackers' readers, none where the folder is not trusted."""
        return readers(self.root, boards, access) if self.trusted else []


def asked(reader: Reader, before: TrackerState | None, today: date | None) -> TrackerState:
    """What a tracker says now; if it says nothing, what it said before and why it is silent."""
    try:
        runs = reader.read()
    except TrackerError as error:
        return replace(before or TrackerState(reader.name), error=str(error))
    except Exception as error:  # one tracker that answers nonsense must not silence the others
        return replace(before or TrackerState(reader.name), error=f"its answer cannot be read ({type(error).__name__})")
    return TrackerState(reader.name, runs, clock.now(today))


def with_trackers(facts: Facts, states: Sequence[TrackerState]) -> Facts:
    """With these trackers; the same facts if they say the same as before, so that nothing is worked out again."""
    said = [(state.name, state.runs, state.error) for state in states]
    if said == [(state.name, state.runs, state.error) for state in facts.trackers]:
        return facts
    return replace(facts, trackers=tuple(states))
