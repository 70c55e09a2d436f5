"""Which sources to ask, when, and what they said: the same for the editor and the terminal."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from dualtrack.adapters import clock
from dualtrack.adapters.git import GitError
from dualtrack.adapters.history.refs import fingerprint
from dualtrack.adapters.source import AnySource, NotRead, WorkspaceFolder
from dualtrack.adapters.sources import all_sources
from dualtrack.facts.facts import Fact, Told, Unknown, empty
from dualtrack.model.words import shortened
from dualtrack.project.project import Project
from dualtrack.said import said, through

_log = logging.getLogger(__name__)

_FIRST_PAUSE_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 300.0
_MOST_ROUNDS = 10
_MOST_DOUBLINGS = 8
_AT_ONCE = 4
_LONGEST_REASON = 300
_REST = 5
"""How much longer a source that is asked every few seconds rests than it took."""


class Asking:
    """One thing that a source reads, such as a tracker, by a unique key: what it was asked, what it said, when it must be asked
    again."""

    def __init__(self, key: str, source: AnySource, today: date | None) -> None:
        self.key = key
        self.source = source
        self.told: Told[Any] = Told(type(source).fact, unknown=Unknown("pending"))
        self.is_busy = False
        self._today = today
        self._asked_with: Any = None
        self.needs: Any = None
        self._asked_at_refs: object = None
        self._refs_seen: object = None
        self._is_woken = True
        self._due_at = inf
        self._failures = 0
        self._read_at = self.told.as_of

    def wake_for(self, path: str) -> None:
        """Have it asked again if a file that has changed concerns it, also if it is being asked right now."""
        self._is_woken = self._is_woken or self.source.is_about(path, self.needs)

    def is_due(self, refs_of: Callable[[Path], object]) -> bool:
        """Whether it must be asked now: its needs are others, its refs have moved, it was woken, or its time has come."""
        if self.is_busy:
            return False
        self._refs_seen = refs_of(self.source.refs(self.needs)) if type(self.source).follows_refs else None
        is_other = self.needs != self._asked_with or self._refs_seen != self._asked_at_refs
        return self._is_woken or is_other or monotonic() >= self._due_at

    def ask(self) -> Told[Any]:
        """Ask it; what it says, or the last that it said and why it cannot say more."""
        kind, needs = type(self.source), self.needs
        self._asked_with, self._asked_at_refs, self._due_at, self._is_woken = needs, self._refs_seen, inf, False
        start = monotonic()
        try:
            value = self.source.read(needs, self.told.value)
        except (NotRead, GitError) as error:
            return self._failed(str(error) or said("{source} failed", kind.title))
        except Exception as error:  # one source that answers nonsense must not silence the others
            _log.exception("%s could not be read", kind.__name__)
            return self._failed(said("its answer cannot be read ({error})", type(error).__name__))
        self._failures = 0
        self._read_at = clock.now(self._today)
        if kind.seconds is not None:
            self._due_at = monotonic() + max(kind.seconds, _REST * (monotonic() - start))
        if self.told.unknown or (value is not self.told.value and value != self.told.value):
            self.told = Told(kind.fact, value, self._read_at)
        return self.told

    def _failed(self, reason: str) -> Told[Any]:
        pause = min(_LONGEST_PAUSE_SECONDS, (type(self.source).seconds or _FIRST_PAUSE_SECONDS) * 2**self._failures)
        self._failures = min(self._failures + 1, _MOST_DOUBLINGS)
        self._due_at = monotonic() + pause
        return self.say_unknown(reason)

    def say_unknown(self, reason: str) -> Told[Any]:
        """What it said last, and from now on why it cannot say more, as the end of a sentence."""
        line = through(_shortened, reason)
        unknown = Unknown("failed", self.source.name or type(self.source).title, line, self._read_at)
        if unknown != self.told.unknown:
            self.told = Told(type(self.source).fact, self.told.value, self._read_at, unknown)
        return self.told


def _shortened(reason: str) -> str:
    return shortened(" ".join(reason.split()), _LONGEST_REASON)


class Schedule(NamedTuple):
    """Whom to ask, and what is told already by unique names, None where that is no longer asked."""

    due: list[Asking]
    told: dict[str, Told[Any] | None]


class Sources:
    """The sources of one workspace folder."""

    def __init__(self, folder: WorkspaceFolder, today: date | None) -> None:
        self._folder = folder
        self._today = today
        self._askings: dict[str, Asking] = {}
        self._needs: dict[type[AnySource], Mapping[str, Any]] = {}
        self._needed_by: tuple[Project, tuple[Path, ...], int] | None = None

    def plan(self, project: Project, facts: Collection[type[Fact]] | None = None) -> "Schedule":
        """Whom to ask now about a project, of those that fill one of the `facts`. What is not to be read nobody can tell, and
        what is not there is nothing: that is told without asking."""
        told: dict[str, Told[Any] | None] = {}
        wanted: list[Asking] = []
        for kind in all_sources():
            if facts is not None and kind.fact not in facts:
                continue
            module = kind.__module__.rpartition(".")[2]
            if not kind.safe and not self._folder.access.trusted:
                told[module] = Told(kind.fact, unknown=Unknown("untrusted", kind.title))
                continue
            try:
                needs = self._needs_of(kind, project)
            except (OSError, ValueError, RuntimeError) as error:  # a path that no system has must not silence the others
                told[module] = Told(kind.fact, unknown=Unknown("failed", kind.title, str(error)))
                continue
            told[module] = None if needs else Told(kind.fact, empty(kind.fact))
            for name, need in needs.items():
                key = f"{module}:{name}"
                asking = self._askings[key] = self._askings.get(key) or Asking(key, kind(self._folder, name), self._today)
                asking.needs = need
                told[key] = asking.told
                wanted.append(asking)
        if facts is None:
            self._askings = {asking.key: asking for asking in wanted}
            told.update((key, None) for key in project.facts.told if key not in told)
        refs_of = lru_cache(_refs_at)
        return Schedule([asking for asking in wanted if asking.is_due(refs_of)], told)

    def _needs_of(self, kind: type[AnySource], project: Project) -> Mapping[str, Any]:
        """What a source needs; worked out once for a project, what the user allows, and the files that there are."""
        state = (tuple(self._folder.access.clones or ()), self._folder.listing.times)
        if not self._needed_by or self._needed_by[0] is not project or self._needed_by[1:] != state:
            self._needs, self._needed_by = {}, (project, *state)
        if kind not in self._needs:
            self._needs[kind] = kind.needs(project, self._folder)
        return self._needs[kind]

    def answered(self, asking: Asking, told: Told[Any]) -> dict[str, Told[Any] | None]:
        """What a source says counts where it is still asked: the answer to what nobody needs any more comes too late."""
        return {asking.key: told} if self._askings.get(asking.key) is asking else {}

    def by_now(self, told: Mapping[str, Told[Any] | None]) -> dict[str, Told[Any] | None]:
        """What a plan tells, with what has been said since it was begun."""
        return {key: asking.told if each and (asking := self._askings.get(key)) else each for key, each in told.items()}

    def ask_again(self, fact: type[Fact]) -> dict[str, Told[Any]]:
        """What fills a fact as it is now, but for what is being asked already."""
        known = list(self._askings.values())  # as in `wake`
        askings = [asking for asking in known if type(asking.source).fact is fact and not asking.is_busy]
        return {asking.key: asking.ask() for asking in askings}

    def wake(self, paths: Iterable[str]) -> None:
        """Files have changed, by their paths from the root."""
        for path in paths:
            for asking in list(self._askings.values()):  # a plan may be made in another thread
                asking.wake_for(path)


def _refs_at(folder: Path) -> object:
    try:
        return fingerprint(folder)
    except OSError:
        return None


def asked(project: Project, sources: Sources, facts: Collection[type[Fact]] | None = None) -> Project:
    """The project with all that the sources know, or those that fill one of the `facts`: what one tells may make another one be
    asked, so they are asked until nobody must be."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in range(_MOST_ROUNDS):
            due, told = sources.plan(project, facts)
            answers = pool.map(Asking.ask, due)
            told |= {asking.key: answer for asking, answer in zip(due, answers, strict=True)}
            project = project.with_facts(project.facts.with_told(told))
            if not due:
                break
    return project


def watched_globs() -> Mapping[str, None]:
    """The files that sources are asked about again when they change."""
    return dict.fromkeys(glob for kind in all_sources() for glob in kind.globs)
