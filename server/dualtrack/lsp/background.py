"""What goes on beside the requests: reading files, git, trackers and the clock in threads, and handing it to the door."""

import asyncio
import gc
import logging
from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from dualtrack.adapters import clock
from dualtrack.adapters.outside import asked, with_trackers
from dualtrack.adapters.trackers.tracker import Reader, user_access
from dualtrack.files.item_states import item_states
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.server import Server
from dualtrack.model.conventions import Conventions
from dualtrack.model.facts import Facts, TrackerState
from dualtrack.project.board import ITEM_SUFFIXES
from dualtrack.project.citations import cited_sources
from dualtrack.project.notebooks import notebooks_in_work
from dualtrack.project.project import Project
from dualtrack.project.refresh import item_folders, refreshed
from dualtrack.project.repositories import named_repositories
from dualtrack.project.sought import sought

_log = logging.getLogger(__name__)

_REFS_SECONDS = 2.0
_FILES_SECONDS = 15.0
_TRACKERS_SECONDS = 5.0
_FAILING_TRACKER_SECONDS = 30.0
_AFTER_FAILURE_SECONDS = 10.0
_OF_TIME_AND_TRUST = {"todays", "restricted", "now"}


class Background:
    """The loops of one folder."""

    def __init__(self, server: Server, folder: Folder) -> None:
        self.server = server
        self.folder = folder
        self._reading = asyncio.Lock()
        self._asked = asyncio.Event()
        self._indexed = asyncio.Event()
        self._notebooks_stale = True
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start all loops."""
        for loop in (self._files, self._history, self._trackers, self._clock):
            self._run(self._kept_up(loop))

    def stop(self) -> None:
        """End all loops."""
        for task in self._tasks:
            task.cancel()

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self.server.run(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def files_changed(self) -> None:
        """Have the files looked at soon."""
        self._asked.set()
        self._notebooks_stale = True

    async def read_files(self, whole: bool) -> None:
        """Bring the project up to what the disk says; the editor's open files stay as they are there.

        It is gone on with also where nobody waits for it any more: what the disk has told of once must come in.
        """
        await asyncio.shield(self._run(self._read_files(whole)))

    async def _read_files(self, whole: bool) -> None:
        async with self._reading:
            folder = self.folder
            opened = {path: opened.text for path, opened in folder.opened.items()}
            before = folder.project
            read = partial(refreshed, before, folder.disk.changed, opened, whole)
            try:
                project = await asyncio.to_thread(read)
                if folder.indexed and project is before:
                    return
                ahead = await asyncio.to_thread(folder.shown, self._with_zones(self._merged(before, project)))
            except Exception:
                folder.disk.start_over(before.documents)
                raise
            folder.indexed = True
            self.server.update(folder, self._with_zones(self._merged(before, project)), ahead=ahead)
            self._indexed.set()

    def _with_zones(self, project: Project) -> Project:
        """With the date in every time zone that a board names, since that may have changed with the files."""
        if all(zone in project.facts.todays for zone in zones_of(project)):
            return project
        return project.with_facts(self.folder.outside.with_time(project.facts, zones_of(project)))

    def _merged(self, before: Project, read: Project) -> Project:
        """What was read, with what came in by another way in the meantime: facts, and texts of the editor."""
        current = self.folder.project
        if current is before:
            return read
        late = [document for path, document in current.documents.items() if document is not before.documents.get(path)]
        for document in late:
            self.folder.disk.forget(document.path)  # what the disk said of it is not in the project
            self.files_changed()
        return read.with_files(late).with_facts(current.facts)

    async def _files(self) -> None:
        self.server.tell_indexing(self.folder)
        with _no_garbage():
            await self.read_files(whole=True)
        while True:
            try:
                await asyncio.wait_for(self._asked.wait(), _FILES_SECONDS)
                await asyncio.sleep(0.05)  # a checkout tells of its files one by one
                whole = True
            except TimeoutError:
                whole = False
            self._asked.clear()
            await self.read_files(whole)

    async def _history(self) -> None:
        await self._indexed.wait()  # what the files say comes first
        outside = self.folder.outside
        known: dict[str, object] = {}
        seen: object = None
        while True:
            beside = self._beside()
            moved = outside.trusted and await asyncio.to_thread(outside.refs_moved, beside.values())
            if moved:
                await self.read_files(whole=False)
            if moved or self.folder.project is not seen:
                seen = project = self.folder.project
                of_git = await asyncio.to_thread(self._of_git, project, beside)
                stale = [name for name, (wanted, _) in of_git.items() if moved or name not in known or known[name] != wanted]
                for name in stale:
                    known[name], reading = of_git[name]
                    with _no_garbage():
                        await self._enter(reading)
            if self._notebooks_stale:
                self._notebooks_stale = False
                await self._enter(outside.with_notebooks)
                continue  # what git says of those that are named is asked for at once
            await asyncio.sleep(_REFS_SECONDS)

    def _of_git(self, project: Project, beside: Mapping[str, Path]) -> Mapping[str, tuple[object, Callable[[Facts], Facts]]]:
        """What is read of git, in this order, each with what it depends on besides where the refs stand."""
        outside, prefixes, where, here = self.folder.outside, project.prefixes, item_folders(project), sought(project)
        in_work = notebooks_in_work(project)
        pasts = partial(outside.with_pasts, folders=where, suffixes=ITEM_SUFFIXES, digest=item_states)
        return {
            "history": (prefixes, partial(outside.with_history, prefixes=prefixes)),
            "others": ((prefixes, beside), partial(outside.with_others, prefixes=prefixes, allowed=beside)),
            "pasts": (where, pasts),
            "notebook work": (in_work, partial(outside.with_notebook_work, paths=in_work)),
            "elsewhere": (here, partial(outside.with_elsewhere, sought=here)),
        }

    def _beside(self) -> Mapping[str, Path]:
        """The clones that the boards name and that are open in this window: the user allows them to be read by opening them."""
        open_here = {folder.root.resolve() for folder in self.server.folders.values()}
        named = named_repositories(self.folder.project)
        found = {name: (self.folder.root / path).resolve() for name, path in named.items()}
        return {name: folder for name, folder in found.items() if folder in open_here}

    async def _trackers(self) -> None:
        outside = self.folder.outside
        conventions: dict[str, Conventions] = {}
        readers: list[Reader] = []
        states: Sequence[TrackerState | None] = []
        access = user_access(network=outside.trusted)
        await self._indexed.wait()
        while True:
            if self.folder.conventions != conventions:
                conventions = self.folder.conventions
                readers = outside.readers(conventions, access)
                states = [None] * len(readers)
            asking = (asyncio.to_thread(asked, *each, outside.today) for each in zip(readers, states, strict=True))
            states = await asyncio.gather(*asking)
            await self._enter(partial(with_trackers, states=states))
            cited = await asyncio.to_thread(cited_sources, self.folder.project)
            await self._enter(partial(outside.with_past_sources, cited=cited))
            failing = any(state.error for state in states)
            await asyncio.sleep(_FAILING_TRACKER_SECONDS if failing else _TRACKERS_SECONDS)

    async def _clock(self) -> None:
        while True:
            await asyncio.sleep(clock.seconds_to_next_quarter())
            facts = self.folder.outside.with_time(self.folder.project.facts, zones_of(self.folder.project))
            if facts.todays != self.folder.project.facts.todays:
                self.server.update(self.folder, self.folder.project.with_facts(facts))

    async def _enter(self, change: Callable[[Facts], Facts]) -> None:
        """Work facts out in a thread from those that were known, and hand in what differs."""
        known = self.folder.project.facts
        found = await asyncio.to_thread(change, known)
        if found is known:
            return
        changed = {
            name: getattr(found, name)
            for name in Facts.__dataclass_fields__.keys() - _OF_TIME_AND_TRUST
            if getattr(found, name) != getattr(known, name)
        }
        if changed:
            ahead = await asyncio.to_thread(self.folder.shown, self._with_facts(changed))
            self.server.update(self.folder, self._with_facts(changed), ahead=ahead)
            self.server.refresh_lenses()

    def _with_facts(self, changed: Mapping[str, Any]) -> Project:
        """The project as it is now, with some facts other ones."""
        return self.folder.project.with_facts(Facts(**{**_fields(self.folder.project.facts), **changed}))

    async def _kept_up(self, loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """One failure, such as a disk that is gone for a moment, must not end what keeps the board true."""
        while True:
            try:
                await loop()
            except Exception:
                _log.exception("reading %s failed and is tried again", self.folder.root)
                await asyncio.sleep(_AFTER_FAILURE_SECONDS)


@contextmanager
def _no_garbage() -> Generator[None, None, None]:
    """Look for no garbage among thousands of new objects: it takes as long as making them, and holds up every thread."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def zones_of(project: Project) -> set[str]:
    """The time zones that the boards name."""
    return {board.conventions.timezone for board in project.boards} - {""}


def _fields(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}
