"""Runs that lie in files: what grows, what cannot be read, what is too much."""

import os
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dualtrack import limits
from dualtrack.adapters import clock
from dualtrack.adapters.sources.comet_archives import CometArchives
from dualtrack.adapters.sources.tensorboard_files import EventFile, TensorBoardRuns, masked
from dualtrack.adapters.sources.wandb_files import WandbFile, WandbRuns
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters import run_stores
from tests.adapters.run_kinds import check_tensorboard, runs_of, source


def test_what_grows_is_read_from_where_it_ended(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut anywhere, a file gives no error, and what follows is read when it is there."""
    started = next(run.started for run in runs_of(TensorBoardRuns, kept).values() if run.name == "runs/owl")
    assert started
    monkeypatch.setattr(clock, "now", lambda _: started)  # what is long past counts as ended
    (path,) = (path for path in kept.glob("wandb/*/*.wandb") if b"EXP-23" in path.read_bytes())
    (events,) = kept.glob("runs/owl/*tfevents*")
    for file, kind, name in ((path, WandbRuns, "owl"), (events, TensorBoardRuns, "runs/owl")):
        content = file.read_bytes()
        whole = runs_of(kind, kept)[name]
        file.write_bytes(b"")
        asked, known = source(kind, kept), None
        statuses: list[str] = []
        for end in range(0, len(content), 67):
            with file.open("ab") as growing:
                growing.write(content[end : end + 67])
            known = asked.read(None, known)
            assert not known.unread
            statuses += [run.status for run in known.all.values() if run.name == name]
        assert known and {run.name: run for run in known.all.values()}[name] == whole
        assert statuses[0] == "running"
        assert asked.read(None, known) is known
        file.write_bytes(content[: len(content) // 2])
        cut = {run.name: run for run in asked.read(None, known).all.values()}
        assert cut[name] != whole, "another file lies in its place"


def test_of_several_hyperparameters_nobody_knows_which_training_had_them(kept: Path) -> None:
    (added,) = kept.glob("runs/owl/*/")
    shutil.copytree(added, added.with_name("1795872500.25"))
    shutil.copytree(added, kept / "alone/1795872600.5")
    runs = runs_of(TensorBoardRuns, kept)
    assert {name: (run.parent, len(run.params)) for name, run in runs.items()} == {
        "runs/owl": ("", 0),
        f"runs/owl/{added.name}": ("runs/owl", 3),
        "runs/owl/1795872500.25": ("runs/owl", 3),
        "alone/1795872600.5": ("", 3),
    }


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda path: path.write_bytes(b"nothing of the kind, and long enough"), "it is no "),
        (lambda path: (path.unlink(), path.symlink_to("/etc/hostname")), "this link leads out of the workspace"),
        (lambda path: (path.unlink(), os.mkfifo(path)), "this is not a file"),
        (lambda path: path.write_bytes(_flipped(path.read_bytes())), ""),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="links need leave there, and there are no pipes")
def test_a_file_that_cannot_be_read_costs_one_line_and_no_other_run(
    kept: Path, harm: Callable[[Path], Any], reason: str
) -> None:
    for kind, pattern in ((WandbRuns, "wandb/*/*.wandb"), (TensorBoardRuns, "runs/*/*tfevents*"), (CometArchives, "*/*.zip")):
        asked = source(kind, kept)
        path = min(kept.glob(pattern))
        other = path.with_name(f"a{path.name}").with_stem("0" * 32) if kind is CometArchives else path.parent / "b" / path.name
        other.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, other)
        harm(path)
        found = asked.read(None, None)
        assert found.missing.startswith(f"not all runs are known: {path.relative_to(kept)} ({reason}")
        assert any(run for run in found.all.values()), "the others are there"


@given(st.data())
def test_no_content_stops_a_source(data: st.DataObject) -> None:
    """Bytes are replaced in records whose checksums are made to fit."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = shutil.copytree(run_stores.KEPT, Path(temporary) / "kept")
        for kind, pattern in ((WandbRuns, "wandb/*/*.wandb"), (TensorBoardRuns, "runs/*/*tfevents*")):
            for path in sorted(folder.glob(pattern)):
                content = bytearray(path.read_bytes())
                for at in data.draw(st.lists(st.integers(20, len(content) - 1), max_size=4)):
                    content[at] = data.draw(st.integers(0, 255))
                path.write_bytes(_checked(content) if kind is WandbRuns else content)
                os.utime(path, (0, 0))  # so that nobody waits for the rest of a record
            found = source(kind, folder).read(None, None)
            assert found.all or found.missing


def _checked(content: bytearray) -> bytes:
    """A file of wandb with checksums that fit, as far as its records can be told apart."""
    at = 7
    while at + 7 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 6], "little")
        content[at : at + 4] = zlib.crc32(content[at + 6 : at + 7 + size]).to_bytes(4, "little")
        at += 7 + size
    return bytes(content)


def _flipped(content: bytes) -> bytes:
    """A file with a few bytes that are others, in the middle of a record."""
    return content[:60] + bytes(byte ^ 255 for byte in content[60:70]) + content[70:]


@pytest.mark.parametrize("length", [1, 125, 127, 128, 130, 300])
def test_names_of_metrics_may_be_long(length: int) -> None:
    name, run, events = "m" * length, WandbFile("run.wandb"), EventFile("events")
    for value in (0.5, 0.25):
        item = _field(2, name.encode()) + _field(16, str(value).encode())
        run.take_record(_field(2, _field(1, item) + _field(1, _field(1, b"note") + _field(16, b'"0.9"'))))
        scalar = _field(1, name.encode()) + b"\x15" + struct.pack("<f", value)
        events.take_event(b"\x09" + struct.pack("<d", 1763000000) + b"\x10\x80\x01" + _field(5, _field(1, scalar)))
    run.take_record(_field(17, _field(1, b"3f2a9c11")))
    made = run.run("wandb")
    assert made and (made.metrics, made.best) == ({name: 0.25}, {name: (0.25, 0.5)})
    assert events.series.named(bytes.decode) == ({name: 0.25}, {name: (0.25, 0.5)})


def _field(number: int, content: bytes) -> bytes:
    """A field of a message, as protobuf writes it."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + _varint(value >> 7)


def test_large_events_are_passed_over(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture is, and what comes after it is read."""
    monkeypatch.setattr(limits, "RUN_RECORD_BYTES", 1 << 21)
    (events,) = kept.glob("runs/owl/*tfevents*")
    content = events.read_bytes()
    length = struct.pack("<Q", 3 << 20)
    picture = length + struct.pack("<I", masked(length)) + bytes((3 << 20) + 4)
    first = 12 + int.from_bytes(content[:8], "little") + 4
    events.write_bytes(content[:first] + picture + content[first:])
    check_tensorboard(kept)
    events.write_bytes(content[:first] + picture[: 1 << 20])
    assert not source(TensorBoardRuns, kept).read(None, None).missing, "it is still being written"


def test_the_latest_files_are_read_where_there_are_too_many(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RUN_FILES_SECONDS", -1)
    asked = source(WandbRuns, kept)
    late = asked.read(None, None)
    assert (len(late.all), late.missing) == (0, "not all runs are known: 2 wandb files are still to be read")
    monkeypatch.undo()
    assert len(asked.read(None, late).all) == 2
    monkeypatch.setattr(limits, "RUN_FILES", 1)
    found = source(WandbRuns, kept).read(None, None)
    assert len(found.all) == 1
    assert (found.missing, found.beyond) == ("", "only the latest 1 of 2 wandb files are read")
    monkeypatch.setattr(limits, "RUN_NAMES", 1)
    assert "more than 1 params or metrics" in source(WandbRuns, kept).read(None, None).missing
