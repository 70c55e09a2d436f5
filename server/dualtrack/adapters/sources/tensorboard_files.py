"""Event files of TensorBoard in the work tree, as TensorFlow, PyTorch and tensorboardX write them."""

import posixpath
import re
from collections.abc import Iterable, Sequence
from struct import Struct, unpack
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable
from dualtrack.adapters.protobuf import fields
from dualtrack.adapters.run_files import GrowingFile, RunFile, RunFiles, is_quiet
from dualtrack.adapters.run_values import ITEM_TAG, MetricSeries, item_of, limited, moment, shortened
from dualtrack.model.run import Run
from dualtrack.said import said

_LENGTH = Struct("<QI")
_CHECKSUM_BYTES = 4
_STEP = rb"(?:\x10[\x80-\xff]{0,9}[\x00-\x7f])?"
_SCALAR = re.compile(rb"\x09(.{8})%b\x2a(.)\x0a(.)\x0a(.)(.{0,127})\x15(.{4})" % _STEP, re.DOTALL)
"""The usual event: its time, its step, and one value with its tag; the lengths before them are one byte each."""
_DOUBLE = Struct("<d")
_FLOAT = Struct("<f")
_LARGEST_FLOAT = 3.4e38

# Numbers of fields in TensorBoard's messages.
_WALL_TIME, _SUMMARY = 1, 5
_TAG, _SIMPLE_VALUE, _TENSOR, _METADATA = 1, 2, 8, 9
_PLUGIN, _PLUGIN_NAME, _PLUGIN_CONTENT = 1, 1, 2
_SESSION_START, _SESSION_END, _HPARAMS = 3, 4, 1
_STRING_VALUE = 8
_NUMBERS = {1: (5, "f"), 2: (6, "d")}
"""By the type of a tensor: the field that holds its values, and how they are packed."""
_TENSOR_CONTENT = 4
_STATUSES = {1: "finished", 2: "failed"}
_BY_ADD_HPARAMS = re.compile(r"\d+\.\d+")
"""How `add_hparams` calls the folder that it makes below that of its writer: by the time, in seconds since 1970."""


class EventFile(GrowingFile):
    """The events of one file, each with its length before it and checksums behind both."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.series = MetricSeries()
        self.params: dict[str, str] = {}
        self.item = ""
        self.status = ""
        self._ends = (b"", b"")
        """The times of the first and the last event."""

    def take(self, piece: bytes, left: int) -> int:
        """Read the events that are there; large ones are passed over."""
        at, end = 0, len(piece)
        while at + _LENGTH.size <= end:
            size, checksum = _LENGTH.unpack_from(piece, at)
            whole = _LENGTH.size + size + _CHECKSUM_BYTES
            if (at + whole > end or not self.offset + at) and checksum != masked(piece[at : at + 8]):
                if not self.offset + at:
                    raise Unreadable(said("it is no event file"))
                self.offset += at
                raise Unreadable(said("it is damaged at byte {byte}", self.offset))
            if at + whole > end:
                is_large = whole > limits.RUN_RECORD_BYTES
                return at + whole if is_large and at + whole <= left else at
            self.take_event(piece[at + _LENGTH.size : at + _LENGTH.size + size])
            at += whole
        return at

    def take_event(self, body: bytes) -> None:
        """Read one event; raises ValueError and the like where it is none."""
        if scalar := _SCALAR.fullmatch(body):
            when, outer, inner, length, tag, value = scalar.groups()
            if ord(length) == len(tag) == ord(inner) - 7 == ord(outer) - 9:
                self.series.add(tag, _FLOAT.unpack(value)[0])
                self._ends = (self._ends[0] or when, when)
                return
        for number, content in fields(body):
            if number == _WALL_TIME:
                self._ends = (self._ends[0] or content, content)
            elif number == _SUMMARY:
                for _, value in fields(content):
                    self._take_value(value)

    @property
    def times(self) -> list[float]:
        """Of the first and the last event."""
        return [_DOUBLE.unpack(each)[0] for each in self._ends if each]

    def _take_value(self, body: bytes) -> None:
        said = dict(fields(body))
        tag = said.get(_TAG, b"")
        plugin = dict(fields(dict(fields(said.get(_METADATA, b""))).get(_PLUGIN, b"")))
        match plugin.get(_PLUGIN_NAME, b""):
            case b"hparams":
                self._take_hparams(plugin.get(_PLUGIN_CONTENT, b""))
            case b"text" if tag.startswith(ITEM_TAG.encode()):
                values = [each for number, each in fields(said.get(_TENSOR, b"")) if number == _STRING_VALUE]
                self.item = item_of(values[-1].decode(errors="replace")) if values else self.item
            case b"scalars" | b"":
                value = _FLOAT.unpack(said[_SIMPLE_VALUE])[0] if _SIMPLE_VALUE in said else _scalar(said.get(_TENSOR, b""))
                if value is not None:
                    self.series.add(tag, value)
            case _:
                pass

    def _take_hparams(self, content: bytes) -> None:
        for kind, body in fields(content):
            if kind == _SESSION_START:
                for number, entry in fields(body):
                    if number == _HPARAMS:
                        said = dict(fields(entry))
                        self.params[said.get(1, b"").decode(errors="replace")] = _hparam(said.get(2, b""))
            elif kind == _SESSION_END:
                self.status = _STATUSES.get(dict(fields(body)).get(1, 0), "")
        limited(self.params)


class TensorBoardRuns(RunFiles):
    """The runs that TensorBoard shows of the work tree: its folders with event files. One below another is nested in it."""

    title = "tensorboard"
    ends_by_silence = True
    globs = ("**/*tfevents*",)

    @staticmethod
    def wanted(name: str) -> bool:
        """Whether it is an event file."""
        return "tfevents" in name

    def file(self, path: str) -> EventFile:
        """Events that are still to be read."""
        return EventFile(path)

    def group(self, path: str) -> str:
        """The folder; that of the writer, for one that `add_hparams` made."""
        above, name = posixpath.split(_folder(path))
        return above or "." if _BY_ADD_HPARAMS.fullmatch(name) else _folder(path)

    def runs(self, group: str, files: Sequence[RunFile]) -> Iterable[Run]:
        """The run of a folder: its files one after the other, as when training went on after a restart. What `add_hparams`
        wrote once belongs to it; where that was called again, nobody knows which are of one training: each is a run."""
        folders: dict[str, list[EventFile]] = {}
        for file in files:
            if (
                isinstance(file, EventFile) and file.times and "wandb" not in group.split("/")
            ):  # wandb keeps copies with its runs
                folders.setdefault(_folder(file.path), []).append(file)
        own, added = folders.get(group, []), [folder for folder in folders if folder != group]
        if own and len(added) == 1 and not any(file.params for file in own):
            return [self._run(group, own, folders[added[0]])]
        return [self._run(folder, files) for folder, files in folders.items()]

    def _run(self, folder: str, files: Sequence[EventFile], added: Sequence[EventFile] = ()) -> Run:
        """The run of some files, with the params and further metrics that were added to it."""
        read = sorted(files, key=lambda file: file.times)
        every = [*added, *read]
        last = max(file.times[1] for file in every)
        final: dict[str, float] = {}
        best: dict[str, tuple[float, float]] = {}
        for file in every:
            named, extremes = file.series.named(_name)
            final |= {name: _shortest(value) for name, value in named.items()}
            for name, ends in extremes.items():
                both = (*best.get(name, ()), *map(_shortest, ends))
                best[name] = (min(both), max(both))
        status = read[-1].status or ("finished" if is_quiet(last) else "running")
        return Run(
            self.title,
            folder,
            folder,
            status == "finished",
            status,
            moment(read[0].times[0]),
            None if status == "running" else moment(last),
            final,
            item=next((file.item for file in reversed(every) if file.item), ""),
            parent=self._above(folder),
            params={name: value for file in every for name, value in file.params.items() if name != ITEM_TAG},
            best=best,
        )

    def _above(self, folder: str) -> str:
        """The nearest folder above that has event files too."""
        while folder := posixpath.dirname(folder):
            if any(_folder(file.path) == folder for file in self.groups.get(folder, ())):
                return folder
        return ""


def _folder(path: str) -> str:
    return posixpath.dirname(path) or "."


def _scalar(tensor: bytes) -> float | None:
    """The value of a tensor with one number."""
    said = dict(fields(tensor))
    field, form = _NUMBERS.get(said.get(1, 0), (0, ""))
    values: Any = said.get(_TENSOR_CONTENT) or said.get(field)
    width = 4 if form == "f" else 8
    return float(unpack(f"<{form}", values)[0]) if isinstance(values, bytes) and len(values) == width else None


def _hparam(value: bytes) -> str:
    """A value of protobuf's `Value`: a number, a text or a truth value."""
    for number, content in fields(value):
        match number:
            case 2:
                return f"{_DOUBLE.unpack(content)[0]:.12g}"
            case 3:
                return shortened(content.decode(errors="replace"))
            case 4:
                return "true" if content else "false"
            case _:
                pass
    return ""


def _shortest(value: float) -> float:
    """The shortest decimal that is the same in 32 bits: 0.7, where 0.699999988079071 stands for it."""
    if not abs(value) < _LARGEST_FLOAT or _FLOAT.unpack(_FLOAT.pack(value))[0] != value:
        return value
    decimals = (float(f"{value:.{digits}g}") for digits in range(6, 10))
    return next(decimal for decimal in decimals if _FLOAT.unpack(_FLOAT.pack(decimal))[0] == value)


def _name(tag: bytes) -> str:
    return tag.decode(errors="replace")


def masked(content: bytes) -> int:
    """The masked CRC-32C of a few bytes."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
