"""Runs of Weights & Biases in the work tree, `wandb/*run-*/run-*.wandb`: offline ones, and what stays of others."""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from struct import Struct
from typing import Any, cast

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable
from dualtrack.adapters.protobuf import fields, varint
from dualtrack.adapters.run_files import GrowingFile, RunFile, RunFiles, is_quiet
from dualtrack.adapters.run_values import (
    ITEM_TAG,
    MetricSeries,
    flat,
    item_of,
    limited,
    moment,
    number_of,
    params_of,
    shortened,
)
from dualtrack.model.run import Run
from dualtrack.said import said

_HEADER = b":W&B"
_HEADER_BYTES = 7
_BLOCK_BYTES = 1 << 15
_CHUNK = Struct("<IHB")
_WHOLE, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_CHECKSUMS = [zlib.crc32(bytes([kind])) for kind in range(5)]

# Numbers of fields in wandb's messages.
_SUMMARY, _CONFIG, _FILES, _RUN, _EXIT, _ENVIRONMENT = 3, 5, 6, 17, 18, 26
_UPDATE, _REMOVE, _KEY, _NESTED_KEY, _VALUE = 1, 2, 1, 2, 16
_HISTORY_TAG, _SUMMARY_TAG, _ITEM_TAG = b"\x12", b"\x1a", 0x0A
_VALUE_TAG = b"\x82\x01"
"""What stands between the name and the value of an item."""
_ECHO = b"_timestamp"
"""What stands in a summary that says the same as the step before it."""
_ONE_BYTE = 127
_LARGEST_VALUE = 1 << 14
_DEEPEST = 20
_OWN = "_"
"""How W&B's own names begin."""


class WandbFile(GrowingFile):
    """One run. The file is a log of LevelDB's format: blocks of chunks, each with a checksum, which make records."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.about: dict[int, Any] = {}
        """The fields of the message that tells of the run."""
        self.environment: dict[int, Any] = {}
        self.config: dict[str, Any] = {}
        self.summary: dict[str, Any] = {}
        self.exit_code: int | None = None
        self.is_dirty = False
        self.seconds = 0.0
        self.series = MetricSeries()
        self._parts = bytearray()
        self._takers: Mapping[int, Callable[[bytes], None]] = {
            _SUMMARY: self._take_summary,
            _CONFIG: self._take_config,
            _FILES: self._take_files,
            _RUN: self._take_run,
            _EXIT: self._take_exit,
            _ENVIRONMENT: lambda body: self.environment.update(fields(body)),
        }

    def take(self, piece: bytes, left: int) -> int:
        """Read the chunks that are there."""
        at, end, start = 0, len(piece), self.offset
        if not start:
            if end < _HEADER_BYTES:
                return 0
            if not piece.startswith(_HEADER):
                raise Unreadable(said("it is no run of wandb"))
            at = _HEADER_BYTES
        while at + _CHUNK.size <= end:
            room = _BLOCK_BYTES - (start + at) % _BLOCK_BYTES
            if room < _CHUNK.size:  # too little is left of the block
                at += room
                continue
            checksum, size, kind = cast("tuple[int, int, int]", _CHUNK.unpack_from(piece, at))
            body = piece[at + _CHUNK.size : at + _CHUNK.size + size]
            if len(body) < size and kind <= _LAST and size + _CHUNK.size <= room:
                break
            if not _WHOLE <= kind <= _LAST or zlib.crc32(body, _CHECKSUMS[kind]) != checksum:
                self.offset += at
                raise Unreadable(said("it is damaged at byte {byte}", self.offset))
            at += _CHUNK.size + size
            self._take_chunk(kind, body)
        return min(at, end)

    def _take_chunk(self, kind: int, body: bytes) -> None:
        if kind != _WHOLE:
            if kind == _FIRST:
                self._parts.clear()
            if len(self._parts) <= limits.RUN_RECORD_BYTES:
                self._parts += body
            if kind != _LAST or len(self._parts) > limits.RUN_RECORD_BYTES:
                return
            body = bytes(self._parts)
        self.take_record(body)

    def take_record(self, body: bytes) -> None:
        """Read one record; raises ValueError and the like where it is none."""
        _, at = varint(body, 1) if body[:1] == b"\x08" else (0, 0)  # its number
        if body[at : at + 1] == _HISTORY_TAG:  # most are that, or say the same
            size, at = varint(body, at + 1)
            self._take_history(body[at : at + size])
        elif body[at : at + 1] != _SUMMARY_TAG or _ECHO not in body:
            for number, inner in fields(body):
                if (taker := self._takers.get(number)) and isinstance(inner, bytes):
                    taker(inner)

    def _take_history(self, body: bytes) -> None:
        """Values of a step. The bytes that stand for a name are decoded when the run is made: thousands of steps hold them."""
        at, end, known = 0, len(body), self.series.values
        while at < end and body[at] == _ITEM_TAG:
            size = body[at + 1]
            at += 2
            if size > _ONE_BYTE:
                size, at = varint(body, at - 1)
            item = body[at : at + size]
            at += size
            name, _, value = item.partition(_VALUE_TAG)
            try:
                number = float(value[1:])
            except ValueError:
                self._take_other(item)
                continue
            if ends := known.get(name):
                ends[0] = number
                if number < ends[1]:
                    ends[1] = number
                if number > ends[2]:
                    ends[2] = number
            else:
                self.series.add(name, number)

    def _take_other(self, item: bytes) -> None:
        """A text, a picture, or a number whose name is so long that its length looks like what stands before values."""
        said = dict(fields(item))
        name, tag, _ = item.rpartition(_VALUE_TAG)
        with suppress(ValueError):
            self.series.add(name, float(said.get(_VALUE, b""))) if tag else None

    def _take_summary(self, body: bytes) -> None:
        for names, value in _items(body, _UPDATE):
            self.summary[".".join(names)] = value
            if names == ["_wandb", "runtime"] or names == ["_runtime"]:
                self.seconds = max(self.seconds, number_of(value) or 0.0)
        limited(self.summary)

    def _take_config(self, body: bytes) -> None:
        for names, value in _items(body, _UPDATE):
            within = self.config
            for name in names[:-1]:
                inner = within.get(name)
                within[name] = inner if isinstance(inner, dict) else {}
                within = within[name]
            within[names[-1]] = value
        for names, _ in _items(body, _REMOVE):
            self.config.pop(".".join(names), None)
        limited(self.config)

    def _take_files(self, body: bytes) -> None:
        """What was saved beside the run: a patch if its work tree differed from the commit."""
        self.is_dirty = self.is_dirty or b"diff.patch" in body

    def _take_run(self, body: bytes) -> None:
        said = list(fields(body))
        self.about.update((number, value) for number, value in said if number != 10)
        self.about[10] = [value for number, value in said if number == 10] or self.about.get(10, [])
        for number, value in said:
            if number == 4:
                self._take_config(value)

    def _take_exit(self, body: bytes) -> None:
        self.exit_code = dict(fields(body)).get(1, 0)

    def run(self, tracker: str) -> Run | None:
        """The run; None as long as nothing is said of it. Raises Unreadable where nothing more will be."""
        about = self.about
        if not (id := _text(about.get(1))):
            if self.offset and is_quiet(self.written):
                raise Unreadable(said("it does not say which run it is"))
            return None
        started = _moment(about.get(17) or self.environment.get(3))
        final, best = self.series.named(_name)
        own = {name: each for name, each in best.items() if name.startswith(_OWN)}
        summary = {name: each for key, value in self.summary.items() for name, each in flat(value, key)}
        numbers = {name: number for name, each in summary.items() if (number := number_of(each)) is not None}
        metrics = {name: value for name, value in (final | numbers).items() if not name.startswith(_OWN)}
        params = {name: value for name, value in self.config.items() if name not in ("_wandb", ITEM_TAG)}
        seconds = max(self.seconds, own.get("_runtime", (0.0, 0.0))[1])
        ended = started + timedelta(seconds=seconds) if started and self.exit_code is not None else None
        if self.exit_code is not None:
            status = "failed" if self.exit_code else "finished"
        else:
            status = "crashed" if is_quiet(self.written) else "running"
        git = dict(fields(about.get(21) or self.environment.get(9) or b""))
        tags = {_text(tag): "" for tag in about.get(10, ())}
        named = {"job_type": 7, "sweep": 12, "notes": 9}
        return Run(
            tracker,
            id,
            _text(about.get(8)),
            status == "finished",
            status,
            started,
            ended,
            metrics,
            commit=_text(git.get(2)),
            item=item_of(self.config.get(ITEM_TAG)),
            group="/".join(filter(None, (_text(about.get(3)), _text(about.get(6))))),
            params=params_of(params),
            tags=tags | {name: text for name, number in named.items() if (text := _text(about.get(number)))},
            source=_text(self.environment.get(7)) or _text(self.environment.get(6)),
            dirty=True if self.is_dirty else None,
            best={name: each for name, each in best.items() if not name.startswith(_OWN)},
        )


class WandbRuns(RunFiles):
    """The runs that wandb wrote into the work tree."""

    title = "wandb"
    ends_by_silence = True
    globs = ("**/*.wandb",)

    @staticmethod
    def wanted(name: str) -> bool:
        """Whether it is the file of a run."""
        return name.endswith(".wandb")

    def file(self, path: str) -> WandbFile:
        """A run that is still to be read."""
        return WandbFile(path)

    def runs(self, group: str, files: Sequence[RunFile]) -> Iterable[Run]:
        """The run of a file."""
        return [run for file in files if isinstance(file, WandbFile) and (run := file.run(self.title))]


def _items(body: bytes, wanted: int) -> Iterable[tuple[list[str], Any]]:
    """The items of one kind: the names that lead to a value, and the value."""
    for number, item in fields(body):
        if number != wanted:
            continue
        names: list[str] = []
        value: Any = None
        for part, content in fields(item):
            if part in (_KEY, _NESTED_KEY):
                names.append(_text(content))
            elif part == _VALUE:
                value = json.loads(content) if len(content) <= _LARGEST_VALUE else shortened(_text(content))
        if 0 < len(names) <= _DEEPEST:
            yield names, value


def _name(item: bytes) -> str:
    """The name that the bytes at the beginning of an item stand for."""
    return ".".join(_text(content) for _, content in fields(item))


def _text(content: Any) -> str:
    return content.decode(errors="replace") if isinstance(content, bytes) else ""


def _moment(content: bytes | None) -> datetime | None:
    """A timestamp: seconds and nanoseconds."""
    said = dict(fields(content or b""))
    return moment(said.get(1, 0) + said.get(2, 0) / 1e9) if said else None
