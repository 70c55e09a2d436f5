"""A workspace that is kept current while an editor shows it. What comes from outside enters by one method, `_publish`."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeAlias

from dualtrack import limits
from dualtrack.adapters import clock
from dualtrack.adapters.access import user_access
from dualtrack.adapters.history.refs import fingerprint
from dualtrack.facts.facts import Fact, Told
from dualtrack.features.board import Boards
from dualtrack.files.document import parse
from dualtrack.project.project import Project
from dualtrack.workspace.garbage import garbage
from dualtrack.workspace.priors import Priors
from dualtrack.workspace.sources import Asking
from dualtrack.workspace.state import HeldBack, State
from dualtrack.workspace.waiting import is_set_within
from dualtrack.workspace.workspace import Workspace

_Held: TypeAlias = Mapping[str, HeldBack]
_log = logging.getLogger(__name__)

_REFS_SECONDS = 2.0
_FEW_FILES = 1_000
_FILES_SECONDS = 15.0
_AFTER_FAILURE_SECONDS = 10.0
_TYPING_SECONDS = 0.3
_ANSWERING_SECONDS = 0.01  # a question that the editor asks because of a key comes right behind it
_BURST_SECONDS = 0.05  # a checkout tells of its files one by one


class LiveWorkspace:
    """The state of one folder, and what keeps it current in the background.

    `clones` are the folders outside of it that the user allows to be read; it is looked at anew each time. `shown` is called
    with each new state.
    """

    def __init__(self, root: Path, trusted: bool, clones: Collection[Path], shown: Callable[[], None]) -> None:
        self.root = root
        self.workspace = Workspace(root, user_access(trusted, network=trusted, clones=clones), clock.stated_today())
        self._state = State(self.workspace.at_now(Project()))
        self._typed: tuple[Project, str] | None = None
        self.priors = Priors()
        self.opened: dict[str, str] = {}
        """The texts of the files that the editor has open, by path."""
        self.is_read = False
        self._shown = shown
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._files_lock = asyncio.Lock()
        self._git_lock = asyncio.Lock()
        self._facts_lock = asyncio.Lock()
        self._told: dict[str, Told[Any] | None] = {}
        self.first_read_done = asyncio.Event()
        self._woken = asyncio.Event()
        self._files_told = asyncio.Event()
        self._changed_paths: set[str] = set()
        self._has_new_paths = False
        self._refs: object = None

    @property
    def state(self) -> State:
        """What is to be shown; what was typed just now is checked before."""
        if self._typed:
            self._publish(self._state.typed(*self._typed))
            self._timer = asyncio.get_running_loop().call_later(_TYPING_SECONDS, lambda: self._publish(self.state.drawn()))
        return self._state

    @property
    def boards(self) -> Boards | None:
        """The boards; who asks before the first were drawn has them drawn."""
        if self.is_read and not self.state.boards:
            self._publish(self.state.drawn())
        return self.state.boards

    @property
    def project(self) -> Project:
        """The project as it stands, with what was typed just now."""
        typed = self._typed  # other threads ask too
        return typed[0] if typed else self._state.project

    @property
    def project_now(self) -> Project:
        """The project with the time as it is, for answers that say how long ago something was."""
        return self.workspace.at_now(self.project)

    def start(self) -> None:
        """Start what goes on in the background."""
        for loop in (self._keep_files, self._keep_facts, self._keep_time):
            self._run(self._kept_up(loop))

    def stop(self) -> None:
        """End it."""
        self._shown = lambda: None
        if self._timer:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()

    def edit(self, path: str, text: str, typing: bool) -> None:
        """A file that the editor has open has another text; while somebody is typing, it is checked when what the editor asks
        at once is answered, and the board waits for a pause."""
        self.opened[path] = text
        if (known := self.project.documents.get(path)) and not known.readable:
            return
        before = self.project if self._typed and self._typed[1] == path else self.state.project
        project = before.with_files([parse(path, text)])
        if not typing or not self._state.boards:
            state = self.state
            self._publish(state.later(project, state.held_beside(path)) if self.is_read else State(project))
            return
        self._typed = project, path
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_ANSWERING_SECONDS, lambda: self.state)

    def settle(self, path: str, line: int | None = None) -> None:
        """A file is saved or closed, or the cursor is in a line: what is not being typed any more counts as it is."""
        if (state := self.state.settled(path, line)) is not self.state:
            self._publish(state)

    def close(self, path: str) -> None:
        """The editor has closed a file: what the disk says counts again."""
        self.settle(path)
        if self.opened.pop(path, None) is not None and self.project.holds(path):
            self._read_again((path,))

    def files_changed(self, paths: Iterable[str], is_new: bool = False) -> None:
        """Files have changed on the disk, by their paths; `is_new`: some are new or gone, so that folders must be listed."""
        self._changed_paths.update(paths)
        self._has_new_paths = self._has_new_paths or is_new
        self._files_told.set()

    async def read_files(self, whole: bool = False, paths: Iterable[str] | None = None) -> None:
        """Bring the project up to what the disk says, of some files or all; the editor's open files stay as they are there.
        What the disk has told of once comes in also where nobody waits for it any more."""
        await asyncio.shield(self._run(self._read_files(whole, paths)))

    async def _read_files(self, whole: bool, paths: Iterable[str] | None) -> None:
        async with self._files_lock:
            before, workspace, opened = self.state.project, self.workspace, dict(self.opened)
            try:
                if paths is None:
                    read = await asyncio.to_thread(workspace.read_files, before, opened, whole)
                else:
                    read = await asyncio.to_thread(workspace.reread, before, opened, list(paths))
                if self.first_read_done.is_set() and read is before:
                    self._read_again(filter(before.holds, opened.keys() ^ self.opened.keys()))
                    return
                # What needs no asking is told at once, else everything would be judged anew for it; few files are judged twice,
                # since what they say comes sooner than the sources are imported.
                is_few = len(read.documents) < _FEW_FILES
                told = {} if self.is_read or is_few else (await asyncio.to_thread(workspace.sources.plan, read)).told

                def merged(current: Project) -> Project:
                    late = (current.documents.get(path) for path in current.documents.keys_changed_since(before.documents))
                    with_late = read.with_files(document for document in late if document)
                    return workspace.at_now(with_late.with_facts(current.facts.with_told(told)))

                current, later = await self._worked_out(merged, State.later if self.is_read else State.judged)
            except Exception:
                workspace.disk.start_over(before.documents)
                raise
            self._read_again(current.documents.keys_changed_since(before.documents) & current.documents.keys())
            self._read_again(filter(later.project.holds, opened.keys() ^ self.opened.keys()))
            self.is_read = True
            self._publish(later)
            await asyncio.sleep(0)  # what is found is on its way before the cards are drawn, which takes more modules
            if not (judged := self.state).boards:
                drawn = await asyncio.to_thread(judged.drawn)
                if self.state is judged:
                    self._publish(drawn)
            self.first_read_done.set()

    def _read_again(self, paths: Iterable[str]) -> None:
        """What the disk said of these files is not in the project."""
        for path in paths:
            self.workspace.disk.forget(path)
            self.files_changed((path,))

    async def _keep_files(self) -> None:
        with garbage.ignored():
            await self.read_files(whole=True)
        while True:
            if not await is_set_within(self._files_told, _FILES_SECONDS):
                await self.read_files(whole=await asyncio.to_thread(self.workspace.listing.has_moved))
                continue
            await asyncio.sleep(_BURST_SECONDS)
            self._files_told.clear()
            paths, self._changed_paths = self._changed_paths, set()
            whole, self._has_new_paths = self._has_new_paths, False
            try:
                await self.read_files(whole, None if whole else paths)
            finally:  # nothing tells of these files again
                self.workspace.sources.wake(paths)
                self._woken.set()

    async def _keep_facts(self) -> None:
        await self.first_read_done.wait()  # what the files say comes first
        while True:
            refs = await asyncio.to_thread(fingerprint, self.root) if self.workspace.access.trusted else None
            if self._refs not in (None, refs):  # a checkout changes files too
                await self.read_files()
            self._refs = refs
            plan = await asyncio.to_thread(self.workspace.sources.plan, self.project)
            await self._enter(self.workspace.sources.by_now(plan.told))
            for asking in plan.due:
                asking.is_busy = True
                self._run(self._ask(asking))
            if await is_set_within(self._woken, _REFS_SECONDS):
                self._woken.clear()

    async def _ask(self, asking: Asking) -> None:
        """Ask a source in a thread, and say so where it does not answer in time; its answer is waited for all the same."""
        runs_git = type(asking.source).needs_git
        try:
            async with self._git_lock if runs_git else nullcontext():
                with garbage.ignored() if runs_git else nullcontext():
                    answer = asyncio.create_task(asyncio.to_thread(asking.ask))
                    done, _ = await asyncio.wait({answer}, timeout=limits.SOURCE_SECONDS)
                    if not done:
                        silent = asking.say_unknown(f"no answer within {limits.SOURCE_SECONDS:.0f} seconds")
                        await self._enter(self.workspace.sources.answered(asking, silent))
                    told = await answer
            await self._enter(self.workspace.sources.answered(asking, told))
        finally:
            asking.is_busy = False
            self._woken.set()

    async def ask_again(self, fact: type[Fact]) -> None:
        """Ask git again what fills a fact, for what others did that nothing tells of; git may be asked already."""
        if not self._git_lock.locked():
            async with self._git_lock:
                await self._enter(await asyncio.to_thread(self.workspace.sources.ask_again, fact))

    async def _enter(self, told: Mapping[str, Told[Any] | None]) -> None:
        """Publish what follows from what sources told; what several tell at a time is worked out once."""
        self._told |= told
        async with self._facts_lock:
            told, self._told = self._told, {}
            if told:
                _, later = await self._worked_out(lambda project: project.with_facts(project.facts.with_told(told)))
                self._publish(later)

    async def _worked_out(
        self, change: Callable[[Project], Project], later: Callable[[State, Project, _Held], State] = State.later
    ) -> tuple[Project, State]:
        """What follows from a change of the project, worked out in a thread, with the project that was changed: also what has
        come in meanwhile is in it."""

        def work(last: State, before: State) -> State:
            project = change(before.project)
            return before if project is before.project else later(last, project, before.held)

        before = self.state
        with garbage.ignored():
            worked_out = await asyncio.to_thread(work, before, before)
            while self.state is not before:
                before = self.state
                worked_out = await asyncio.to_thread(work, worked_out, before)
        return before.project, worked_out

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(clock.seconds_to_next_quarter())
            if (later := self.project_now).facts.clock.todays != self.project.facts.clock.todays:
                self._publish(self.state.later(later))

    def _publish(self, state: State) -> None:
        """Make this the state, and tell whoever shows it."""
        if state is self._state:
            return
        self._state, self._typed = state, None
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self.is_read:
            self._shown()

    def _run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _kept_up(self, loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """One failure, such as a disk that is gone for a moment, must not end what keeps the board true."""
        while True:
            try:
                await loop()
            except Exception:
                _log.exception("reading %s failed and is tried again", self.root)
                await asyncio.sleep(_AFTER_FAILURE_SECONDS)
