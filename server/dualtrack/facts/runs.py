"""The runs of all trackers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from operator import attrgetter
from typing import TypeAlias

from dualtrack.facts.facts import Fact
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, run_name_ids
from dualtrack.model.run import Run
from dualtrack.said import said
from dualtrack.table import Table, grouped

_MLFLOW_ADDRESS = "runs:/"
_START = 6
"""Characters of an id, the least by which a run is named."""

_ByName: TypeAlias = Table[str, tuple[Run, ...]]


class _By(cached_property[_ByName]):
    """The runs by names. It is made when it is first asked for: of one tracker among several nobody asks for any."""

    def __init__(self, names_of: Callable[[Run], Iterable[str]]) -> None:
        super().__init__(lambda runs: grouped((name, run) for run in runs.all.values() for name in names_of(run)))
        self.names_of = names_of


def _by(name_of: Callable[[Run], str]) -> _By:
    """The runs by a name that a run may have."""
    return _By(lambda run: (name,) if (name := name_of(run)) else ())


def ids_in_name(run: Run) -> tuple[str, ...]:
    """The ids that the name of a run mentions, else, if it is not nested, the name of its group."""
    return _ids(run.name) or (() if run.parent else _ids(run.group))


@lru_cache(maxsize=50_000)
def _ids(name: str) -> tuple[str, ...]:
    return run_name_ids(name) if any(map(str.isdecimal, name)) else ()


@dataclass(frozen=True, eq=False)
class Runs(Fact):
    """The runs by tracker and id, and by each name under which they are looked for; compared by identity.

    `by_item` is by the canonical id in the tag `dualtrack.item`, `by_commit` by the full hash of the source commit, `by_page`
    by the address of the run's page.
    """

    all: Table[tuple[str, str], Run] = field(default_factory=Table[tuple[str, str], Run])
    any: bool = False
    """Whether there are any; who asks the tables would be told of each new run."""
    unread: str = ""
    """What was not read though the others were, as the end of a sentence."""
    beyond: str = ""
    cut: frozenset[str] = frozenset()
    """The trackers of which only the latest runs are read."""
    distance: int = 0
    """How far the store is from what the board means: a run that a nearer one has as well is read there."""
    by_item = _by(attrgetter("item"))
    by_commit = _by(attrgetter("commit"))
    by_page = _by(attrgetter("url"))
    by_start = _by(lambda run: start_of(run.id))
    """By the beginning of the id."""
    by_parent = _by(attrgetter("parent"))
    by_branch = _by(attrgetter("branch"))
    """By the branch that was checked out."""
    by_source = _by(lambda run: run.source and source_name(run.source))
    """By the name of the file of the script or notebook."""
    by_group_item = _by(lambda run: "" if run.item or run.parent else run.group_item)
    """By the tag of its group, where it has none of its own and is not nested."""
    by_name_id = _By(ids_in_name)

    @property
    def missing(self) -> str:
        """Runs that could not be read."""
        return self.unread and said("not all runs are known: {why}", self.unread)

    def concerns(self, item: Item) -> bool:
        """Experiments are judged by runs; one that is closed matters only where runs name it."""
        return isinstance(item, Experiment) and (not item.is_closed or canonical(item.id) in self.by_item)

    @cached_property
    def trackers(self) -> frozenset[str]:
        """The names of those that have runs."""
        return frozenset(tracker for tracker, _ in self.all)

    @cached_property
    def log_models(self) -> bool:
        """Whether any run logged a model."""
        return any(run.models for run in self.all.values())

    @classmethod
    def of(
        cls,
        runs: Iterable[Run],
        before: "Runs | None" = None,
        unread: str = "",
        beyond: str = "",
        cut: Iterable[str] = (),
        distance: int = 0,
    ) -> "Runs":
        """These runs; where only some differ from those before, only their entries are made anew."""
        runs, about = list(runs), (unread, beyond, frozenset(cut), distance)
        by_key = {run.key: run for run in runs}
        if not before or len(by_key) < len(runs):
            by_key = {run.key: run for run in sorted(runs, key=by_time)}
        if not before:
            return cls(Table(by_key), bool(by_key), *about)
        changed = [(key, run) for key, run in by_key.items() if before.all.get(key) != run]
        changed = dict(sorted(changed, key=lambda each: by_time(each[1])))  # few, where to order all takes longer
        gone = [key for key in before.all if key not in by_key]
        if not changed and not gone and (before.unread, before.beyond, before.cut, before.distance) == about:
            return before
        later = cls(before.all.with_changes(changed, gone), bool(by_key), *about)
        old = [run for key in (*changed, *gone) if (run := before.all.get(key))]
        for name, table in list(vars(before).items()):  # another thread may ask for one
            if isinstance(by := vars(cls).get(name), _By):
                vars(later)[name] = _changed(table, by.names_of, old, changed.values())
        return later

    @classmethod
    def merged(cls, parts: "Sequence[Runs]", before: "Runs | None") -> "Runs":
        """The runs of several trackers."""
        cut = frozenset[str]().union(*(part.cut for part in parts))
        found: dict[tuple[str, str], Run] = {}
        for part in sorted(parts, key=lambda part: part.distance):
            found.update(_newer(part.all, found) if found and part.distance else part.all)
        return cls.of(found.values(), before, cut=cut)

    def named(self, reference: str) -> tuple[Run, ...]:
        """The runs that `8f3c…`, `mlflow:8f3c21` or the address of a page names; an id may be shortened to six characters."""
        if _is_address(reference):
            id = _id_in(reference)
            return self.by_page.get(reference.rstrip("/")) or (self._with_id(id) if id else ())
        if exact := self._with_id(reference):
            return exact
        tracker, colon, id = reference.partition(":")
        if not colon:
            tracker, id = "", reference
        id = id.rstrip("…")
        of_tracker = [run for run in self.by_start.get(start_of(id), ()) if not tracker or run.tracker == tracker]
        exact = tuple(run for run in of_tracker if run.id == id)
        return exact or tuple(run for run in of_tracker if len(id) >= _START and run.id.startswith(id))

    def reads(self, reference: str) -> bool:
        """Whether a reference is an id, or the address of a page of a tracker that has runs here, and none that may be of a run
        before the latest ones."""
        host, (tracker, colon, _) = _host(reference), reference.partition(":")
        if self.cut and (_is_address(reference) or not colon or tracker in self.cut):
            return False
        return not host or any(_host(page) == host for page in self.by_page)

    def _with_id(self, id: str) -> tuple[Run, ...]:
        return tuple(run for run in self.by_start.get(start_of(id), ()) if run.id == id)

    def with_nested(self, runs: Iterable[Run]) -> tuple[Run, ...]:
        """Runs and those that are nested below them, each once, in the order of their times."""
        found: dict[tuple[str, str], Run] = {}
        pending = list(runs)
        while pending:
            run = pending.pop()
            if found.setdefault(run.key, run) is run:
                pending += (each for each in self.by_parent.get(run.id, ()) if each.key not in found)
        return tuple(sorted(found.values(), key=by_time))


def _newer(runs: Mapping[tuple[str, str], Run], nearer: Mapping[tuple[str, str], Run]) -> Iterator[tuple[tuple[str, str], Run]]:
    """Which runs of a store tell more than nearer stores do. One that shares runs with them is a copy, or what they are copied
    from: a copy that was made while a run went on tells nothing new, and what was deleted since is not there any more."""
    both = [(run, other) for key, run in runs.items() if (other := nearer.get(key))]
    if any(other.ended and not run.ended for run, other in both):
        return
    copied = max((run.started for run, _ in both if run.started), default=None)
    for key, run in runs.items():
        if other := nearer.get(key):
            if run.ended and not other.ended:
                yield key, run
        elif not copied or (run.started and run.started > copied):
            yield key, run


def _changed(table: _ByName, names_of: Callable[[Run], Iterable[str]], old: Collection[Run], new: Iterable[Run]) -> _ByName:
    """The table without some runs and with others, which come in the order of their times, as each name's runs do."""
    gone = {run.key for run in old}
    kept: dict[str, list[Run]] = {}
    for run in chain(old, new):
        for name in names_of(run):
            if name not in kept:
                kept[name] = [each for each in table.get(name, ()) if each.key not in gone]
    for run in new:
        for name in names_of(run):
            kept[name].append(run)
    entries = {name: tuple(sorted(runs, key=by_time)) for name, runs in kept.items() if runs}
    return table.with_changes(entries, kept)


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0]


def _is_address(reference: str) -> bool:
    return "://" in reference or reference.startswith(_MLFLOW_ADDRESS)


def _id_in(address: str) -> str:
    """The id of the run that an address leads to, or to something in which; empty where it names none."""
    if address.startswith(_MLFLOW_ADDRESS):
        return address.removeprefix(_MLFLOW_ADDRESS).partition("/")[0]
    page, _, id = address.rstrip("/").rpartition("/runs/")
    return id.partition("/")[0].partition("?")[0] if page else ""


def start_of(id: str) -> str:
    """By what runs are looked for: the beginning of an id."""
    return id[:_START]


def run_start(reference: str) -> str:
    """The beginning of the id that a reference to a run holds, whichever way it is written."""
    if _is_address(reference):
        return start_of(_id_in(reference))
    return start_of(reference.rpartition(":")[2])


def source_name(path: str) -> str:
    """By what a script or notebook is looked for: the name of its file."""
    return path.replace("\\", "/").rpartition("/")[2].removesuffix(".ipynb")


def by_time(run: Run) -> tuple[float, str, str]:
    """The order of runs: by when they began or, if that is not known, ended."""
    moment = run.started or run.ended
    return (moment.timestamp() if moment else 0.0, run.tracker, run.id)
