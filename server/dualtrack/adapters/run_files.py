"""Sources of runs that lie in files: each is read again only when it has changed, and one that grows from where it ended."""

import os
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from dualtrack import limits
from dualtrack.adapters import clock
from dualtrack.adapters.disk import Stamp, open_file, stamp_of, too_large
from dualtrack.adapters.read_files import not_read, reason_of
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Run
from dualtrack.project.project import Project
from dualtrack.said import joined, said

_PIECE_BYTES = 1 << 20
_HEAD_BYTES = 64
_QUIET_SECONDS = 3600.0


def is_quiet(written: float) -> bool:
    """Whether a run whose end nobody writes down counts as ended: nothing was written since then, in seconds since 1970."""
    return clock.now(None).timestamp() - written >= _QUIET_SECONDS


class RunFile(ABC):
    """What is known of one file; made anew when another one lies in its place."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.stamp: Stamp | None = None
        self.why_not = ""
        """Why not all of it can be read, as a sentence of its own without a period."""

    @property
    def written(self) -> float:
        """When it was last written, in seconds since 1970."""
        return self.stamp.modified / 1e9 if self.stamp else 0.0

    @abstractmethod
    def is_continued(self, file: int, size: int) -> bool:
        """Whether an open file is this one, with more behind it."""

    @abstractmethod
    def read(self, file: int, size: int, until: float) -> bool:
        """Read what is new of an open file; whether all of it was read before the time was over. May raise anything where it
        cannot; the message of Unreadable is passed on."""


class WholeFile(RunFile):
    """A file that is read whole."""

    def is_continued(self, file: int, size: int) -> bool:
        """Never: it is read again."""
        return False

    def read(self, file: int, size: int, until: float) -> bool:
        """Read it."""
        if size > limits.FILE_BYTES:
            raise too_large(size)
        self.take(_bytes(file, 0, size))
        return True

    @abstractmethod
    def take(self, content: bytes) -> None:
        """Read the content."""


class GrowingFile(RunFile):
    """A file to which records are appended."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.offset = 0
        self._head = b""

    def is_continued(self, file: int, size: int) -> bool:
        """Whether it still begins as it did."""
        return size >= self.offset and _bytes(file, 0, len(self._head)) == self._head

    def read(self, file: int, size: int, until: float) -> bool:
        """Read the records that are new; one that is half written waits for its rest."""
        self._head = self._head if len(self._head) == _HEAD_BYTES else _bytes(file, 0, min(_HEAD_BYTES, size))
        while self.offset < size:
            piece = _bytes(file, self.offset, min(_PIECE_BYTES, size - self.offset))
            taken = self.take(piece, size - self.offset)
            if not taken and len(piece) == _PIECE_BYTES:  # one record is larger than that
                piece = _bytes(file, self.offset, min(limits.RUN_RECORD_BYTES, size - self.offset))
                taken = self.take(piece, size - self.offset)
            if not taken:
                return True
            self.offset += taken
            if time.monotonic() > until:
                return self.offset >= size
        return True

    @abstractmethod
    def take(self, piece: bytes, left: int) -> int:
        """Read the records at the beginning of a piece; how many bytes of the `left` ones of the file they take, which may be
        more than the piece has."""


class RunFiles(Source[None, Runs]):
    """The runs in the files of the work tree whose names are `wanted`; those of one `group` of files are made together."""

    fact = Runs
    seconds = 15.0
    hidden: ClassVar[tuple[str, ...]] = ()
    """Hidden folders that are looked into as well."""
    ends_by_silence: ClassVar[bool] = False
    """Whether a run that is going on counts as ended when nothing was written for long."""

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._files: dict[str, RunFile] = {}
        self._runs: dict[str, tuple[Run, ...]] = {}
        self.groups: dict[str, list[RunFile]] = {}

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, None]:
        """Nothing, where there are such files."""
        return {"": None} if any(cls._paths(folder)) else {}

    @staticmethod
    @abstractmethod
    def wanted(name: str) -> bool:
        """Whether a file of this name may hold runs."""

    @abstractmethod
    def file(self, path: str) -> RunFile:
        """What is known of a file before it is read."""

    def stamp(self, path: str) -> Stamp | None:
        """Changes with what is read of a file; None where it is gone."""
        return stamp_of(f"{self.folder.root}/{path}")

    def group(self, path: str) -> str:
        """What the files that tell of the same runs have in common."""
        return path

    @abstractmethod
    def runs(self, group: str, files: Sequence[RunFile]) -> Iterable[Run]:
        """The runs that the files of a group tell of."""

    def read(self, needs: None, before: Runs | None) -> Runs:
        """The runs of all files that can be read, and which cannot."""
        stamps = {path: stamp for path in self._paths(self.folder) if (stamp := self.stamp(path))}
        latest = sorted(stamps, key=lambda path: stamps[path].modified, reverse=True)[: limits.RUN_FILES]
        changed = self._read_changed({path: stamps[path] for path in latest})
        groups: dict[str, list[RunFile]] = defaultdict(list)
        for path in sorted(self._files):
            groups[self.group(path)].append(self._files[path])
        same = self._runs if groups.keys() == self.groups.keys() else {}
        self.groups = groups
        self._runs = {
            group: runs
            if (runs := same.get(group)) is not None
            and self._is_settled(runs)
            and changed.isdisjoint(each.path for each in files)
            else self._made(group, files)
            for group, files in groups.items()
        }
        runs = (run for runs in self._runs.values() for run in runs)
        few, all = len(latest), len(stamps)
        beyond = said("only the latest {some} of {all} {tracker} files are read", few, all, self.title) if few < all else ""
        return Runs.of(runs, before, joined("; ", self._unread(stamps, latest)), beyond)

    def _unread(self, stamps: Mapping[str, Stamp], latest: Collection[str]) -> Iterator[str]:
        if behind := sum(1 for path in latest if path not in self._files or self._files[path].stamp != stamps[path]):
            yield said("{count} {tracker} files are still to be read", behind, self.title)
        if unread := not_read({path: file.why_not for path, file in self._files.items() if file.why_not}):
            yield unread

    def _is_settled(self, runs: tuple[Run, ...]) -> bool:
        return not self.ends_by_silence or all(run.status != "running" for run in runs)

    def _made(self, group: str, files: list[RunFile]) -> tuple[Run, ...]:
        try:
            return tuple(self.runs(group, files))
        except Exception as error:
            files[-1].why_not = files[-1].why_not or reason_of(error)
            return ()

    @classmethod
    def _paths(cls, folder: WorkspaceFolder) -> Iterator[str]:
        for inner in ("", *cls.hidden):
            if not inner or not (folder.root / inner).is_symlink():
                yield from folder.listing.named(inner, cls.wanted)

    def _read_changed(self, stamps: dict[str, Stamp]) -> set[str]:
        """Read what is new in files; the paths of those that have changed or are gone."""
        until = time.monotonic() + limits.RUN_FILES_SECONDS
        changed = self._files.keys() - stamps
        for path in changed:
            del self._files[path]
        inside: dict[str, bool] = {}
        for path, stamp in stamps.items():
            known = self._files.get(path)
            if (known and known.stamp == stamp) or time.monotonic() > until:
                continue
            changed.add(path)
            self._files[path] = self._read_file(path, stamp, known or self.file(path), inside, until)
        return changed

    def _read_file(self, path: str, stamp: Stamp, known: RunFile, inside: dict[str, bool], until: float) -> RunFile:
        opened = None
        try:
            opened, status = open_file(self.folder.root, path, inside)
            if not known.is_continued(opened, status.st_size):
                known = self.file(path)
            known.why_not = ""
            known.stamp = stamp if known.read(opened, status.st_size, until) else None
        except Exception as error:  # one file must not silence the others
            known.stamp = stamp
            known.why_not = reason_of(error)
        finally:
            if opened is not None:
                os.close(opened)
        return known


def _bytes(file: int, offset: int, size: int) -> bytes:
    """A part of an open file; less where it ends before."""
    os.lseek(file, offset, os.SEEK_SET)
    content = os.read(file, size)
    while len(content) < size and (more := os.read(file, size - len(content))):
        content += more
    return content
