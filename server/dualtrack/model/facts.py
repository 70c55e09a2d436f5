"""What only the outside can tell: git's commits, notebooks, the trackers' runs, today's date."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from dualtrack.model.elsewhere import NOTHING_ELSEWHERE, Elsewhere
from dualtrack.model.forge import Forge
from dualtrack.model.history import NO_HISTORY, History, OtherRepository
from dualtrack.model.item_state import NO_PASTS, Pasts
from dualtrack.model.pipeline import Pipeline
from dualtrack.model.tags import NO_TAGS, Tags


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook by its path, with the ids that its source cells could mention.

    `in_order`: whether all of its code ran from top to bottom; None where nothing ran, or outputs are not kept. `error` is the
    name of the error in which what ran last ended. `sources` is a digest of the cells without their outputs. `fault` says why
    it cannot be read, as the end of a sentence that begins with its path.
    """

    path: str
    ids: tuple[str, ...] = ()
    in_order: bool | None = None
    error: str = ""
    sources: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a tracker. Metrics are final values; `commit` is its source commit; `item` its tag `dualtrack.item`."""

    tracker: str
    id: str
    name: str
    finished: bool
    status: str
    started: datetime | None
    ended: datetime | None
    metrics: Mapping[str, float]
    commit: str = ""
    item: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class TrackerState:
    """What one tracker said last. `error` says why it could not be asked since `read_at`; empty when all is well."""

    name: str
    runs: tuple[Run, ...] = ()
    read_at: datetime | None = None
    error: str = ""


_OF_ANY_ITEM = ("todays", "restricted", "notebooks", "notebook_work", "past_sources", "trackers")


@dataclass(frozen=True)
class Facts:
    """Everything the outside told. `today` by time zone name, with "" for the machine's own; `now` is when facts entered.
    `restricted`: git and the trackers are not asked, because the folder is not trusted; `git_error` says why git could not be
    read, empty when all is well. `notebooks` is None before they have been read; `notebook_work` is when those that work in
    progress names were last committed, by path; `past_sources` are digests as in `Notebook.sources`, by commit and path."""

    todays: Mapping[str, date] = field(default_factory=dict[str, date])
    restricted: bool = False
    git_error: str = ""
    now: datetime | None = None
    history: History = NO_HISTORY
    others: tuple[OtherRepository, ...] = ()
    tags: Tags = NO_TAGS
    forge: Forge | None = None
    pipelines: tuple[Pipeline, ...] = ()
    elsewhere: Elsewhere = NOTHING_ELSEWHERE
    pasts: Pasts = NO_PASTS
    notebooks: tuple[Notebook, ...] | None = None
    notebook_work: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    past_sources: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    trackers: tuple[TrackerState, ...] = ()

    def at(self, now: datetime) -> "Facts":
        """The same at another moment, with what was derived already."""
        later = replace(self, now=now)
        derived = dict(self.__dict__)  # in one step, since other threads may be deriving from the same facts
        later.__dict__.update({name: value for name, value in derived.items() if name not in later.__dict__})
        return later

    def ids_changed_since(self, before: "Facts") -> frozenset[str] | None:
        """The ids that are concerned by what differs; None where it could be any."""
        same = all(getattr(self, name) == getattr(before, name) for name in _OF_ANY_ITEM)
        if not same or not self.history.reaches_as_far_as(before.history):
            return None
        if [other.name for other in self.others] != [other.name for other in before.others]:
            return None
        of_others = (
            id
            for now, then in zip(self.others, before.others, strict=True)
            for id in now.history.ids_changed_since(then.history)
        )
        of_commits = self.history.ids_changed_since(before.history) | self.pasts.ids_changed_since(before.pasts)
        return of_commits.union(self.elsewhere.ids_changed_since(before.elsewhere), of_others)

    @cached_property
    def notebooks_by_id(self) -> Mapping[str, tuple[str, ...]]:
        """The notebooks whose cells could mention each id."""
        found: dict[str, list[str]] = defaultdict(list)
        for notebook in self.notebooks or ():
            for id in notebook.ids:
                found[id].append(notebook.path)
        return {id: tuple(paths) for id, paths in found.items()}

    @cached_property
    def notebooks_by_path(self) -> Mapping[str, Notebook]:
        """The notebooks by path."""
        return {notebook.path: notebook for notebook in self.notebooks or ()}

    @cached_property
    def notebooks_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the notebooks by the name of the file."""
        found: dict[str, list[str]] = defaultdict(list)
        for notebook in self.notebooks or ():
            found[notebook.path.rpartition("/")[2]].append(notebook.path)
        return {name: tuple(paths) for name, paths in found.items()}

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The runs of all trackers."""
        return tuple(run for tracker in self.trackers for run in tracker.runs)

    @cached_property
    def runs_by_commit(self) -> Mapping[str, tuple[Run, ...]]:
        """The runs that each source commit made."""
        found: dict[str, list[Run]] = defaultdict(list)
        for run in self.runs:
            if run.commit:
                found[run.commit].append(run)
        return {commit: tuple(runs) for commit, runs in found.items()}

    @cached_property
    def runs_by_item(self) -> Mapping[str, tuple[Run, ...]]:
        """The runs that each canonical id is tagged on."""
        found: dict[str, list[Run]] = defaultdict(list)
        for run in self.runs:
            if run.item:
                found[run.item].append(run)
        return {item: tuple(runs) for item, runs in found.items()}
