"""Stores and folders of MLflow that fail, are locked, half written or gone."""

import itertools
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.source import NotRead
from dualtrack.adapters.sqlite import opened

from tests.adapters.asking import asking_of, why, write_files


def _write_store(path: Path, value: float = 0.7, runs: int = 2) -> None:
    with closing(sqlite3.connect(path)) as store:
        store.executescript("""
            CREATE TABLE IF NOT EXISTS runs(run_uuid, name, status, start_time, end_time, lifecycle_stage);
            CREATE TABLE IF NOT EXISTS tags(key, value, run_uuid);
            CREATE TABLE IF NOT EXISTS latest_metrics(run_uuid, key, value, is_nan);
            DELETE FROM runs; DELETE FROM latest_metrics;
        """)
        rows = [(f"{number:032x}", f"run {number}", "FINISHED", 1, 2, "active") for number in range(runs)]
        store.executemany("INSERT INTO runs VALUES(?, ?, ?, ?, ?, ?)", rows)
        store.executemany("INSERT INTO latest_metrics VALUES(?, 'val_f1', ?, 0)", [(row[0], value) for row in rows])
        store.commit()


def _locked(path: Path) -> Callable[[], object]:
    _write_store(path, 0.8, 3)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return other.close


def _half_written(path: Path) -> Callable[[], object]:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return lambda: path.write_bytes(whole)


def _gone(path: Path) -> Callable[[], object]:
    path.rename(path.with_suffix(".away"))
    return lambda: path.with_suffix(".away").rename(path)


def _folder(path: Path) -> Callable[[], object]:
    restore = _gone(path)
    path.mkdir()
    return lambda: (path.rmdir(), restore())


def _interrupted(path: Path) -> Callable[[], object]:
    """A writer that ended in the middle of a transaction, whose journal lies beside the store."""
    whole = path.read_bytes()
    program = (
        "import os, sqlite3, sys; store = sqlite3.connect(sys.argv[1]); store.execute('PRAGMA cache_size = 1');"
        "store.executemany('INSERT INTO runs(run_uuid) VALUES(?)', [('x' * 500,)] * 2000); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
    journal = path.with_name("mlflow.db-journal")
    assert journal.exists() and path.read_bytes() != whole
    return lambda: (journal.unlink(), path.write_bytes(whole))


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (_locked, "mlflow.db is locked by a program that writes to it"),
        (_half_written, "mlflow.db is damaged or half written"),
        (_gone, "mlflow.db does not exist"),
        (_folder, "mlflow.db is not a file"),
        (_interrupted, "holds a write that was interrupted"),
    ],
)
def test_a_store_that_fails_costs_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], Callable[[], object]], line: str
) -> None:
    monkeypatch.setattr(limits, "STORE_LOCKED_SECONDS", 0.05)
    store = tmp_path / "mlflow.db"
    _write_store(store)
    asking = asking_of(tmp_path, "sqlite:///mlflow.db")
    known = asking.ask()
    restore = spoil(store)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert line in why(asking)
    assert asking.told.value is known.value and asking.told.as_of == known.as_of
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    restore()
    assert asking.ask().unknown is None


@pytest.mark.parametrize("how", ["delete", "wal", "replaced"])
def test_a_store_is_read_as_a_whole_while_it_is_written(tmp_path: Path, how: str) -> None:
    store, other = tmp_path / "mlflow.db", tmp_path / "other.db"
    _write_store(store, 0, 300)
    over = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(store, timeout=10)) as connection:
            connection.execute(f"PRAGMA journal_mode = {'delete' if how == 'replaced' else how}")
            connection.execute("PRAGMA wal_autocheckpoint = 1")
            for value in itertools.count(1):
                if over.wait(0.001):
                    return
                if how == "replaced":
                    _write_store(other, value, 300)
                    other.replace(store)
                else:
                    connection.execute("UPDATE latest_metrics SET value = ?", (value,))
                    connection.commit()

    writer = threading.Thread(target=write)
    asking = asking_of(tmp_path, "sqlite:///mlflow.db")
    asking.ask()
    writer.start()
    seen: set[frozenset[float]] = set()
    faults: set[str] = set()
    until = time.monotonic() + 10
    while len(seen) < 10 and time.monotonic() < until:
        told = asking.ask()
        seen.add(frozenset(run.metrics["val_f1"] for run in told.value.all.values()))
        faults |= {told.unknown.reason} if told.unknown else set()
    over.set()
    writer.join()
    assert all(len(values) == 1 for values in seen) and len(seen) == 10
    assert not faults


def _in_wal_mode(store: Path) -> sqlite3.Connection:
    """A connection that writes to the log, and to the store itself only when it is told to."""
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


def test_a_log_that_is_begun_anew_while_it_is_copied_is_copied_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "mlflow.db"
    _write_store(store, 0, 300)
    copied: list[str] = []
    with closing(_in_wal_mode(store)) as connection:
        connection.execute("UPDATE latest_metrics SET value = 1")

        def copy(source: Path, target: Path) -> None:
            target.write_bytes(source.read_bytes())
            if not copied:
                connection.execute("PRAGMA wal_checkpoint(RESTART)")
                connection.execute("UPDATE latest_metrics SET value = 2 WHERE rowid = 7")
            copied.append(source.name)

        monkeypatch.setattr("dualtrack.adapters.sqlite.shutil.copyfile", copy)
        runs = asking_of(tmp_path, "sqlite:///mlflow.db").ask().value.all.values()
    assert Counter(run.metrics["val_f1"] for run in runs) == {1: 299, 2: 1}
    assert copied == ["mlflow.db", "mlflow.db-wal"] * 2


def test_what_is_written_while_nothing_locks_it_is_no_reading(tmp_path: Path) -> None:
    store = tmp_path / "mlflow.db"
    _write_store(store, 0, 300)
    _in_wal_mode(store).close()
    with pytest.raises(NotRead, match=r"mlflow\.db was written while it was read"), opened(store) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (300,)
        with closing(_in_wal_mode(store)) as other:
            other.execute("UPDATE latest_metrics SET value = 1")
    with opened(store) as connection:
        assert connection.execute("SELECT DISTINCT value FROM latest_metrics").fetchall() == [(1,)]


def test_a_name_of_digits_is_a_name(tmp_path: Path) -> None:
    run = tmp_path / "mlruns" / "1" / "a"
    run.mkdir(parents=True)
    (run.parent / "meta.yaml").write_text("lifecycle_stage: active\nname: churn\n")
    (run / "meta.yaml").write_text("lifecycle_stage: active\nrun_name: '007'\nstatus: 3\nartifact_uri: file:///a b\n")
    (found,) = asking_of(tmp_path, "file:mlruns").ask().value.all.values()
    assert (found.name, found.finished) == ("007", True)


def test_what_is_half_written_of_a_folder_costs_no_other_run(tmp_path: Path) -> None:
    write_files(tmp_path / "mlruns")
    others = {f"{number:031x}a" for number in (0, 2)}
    spoiled = tmp_path / "mlruns" / "1" / f"{1:031x}a"
    asking = asking_of(tmp_path, "file:mlruns")
    known = asking.ask().value
    assert [run.metrics["val_f1"] for run in known.all.values()] == [0.7] * 3
    for path in sorted(path for path in spoiled.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        for text in [
            *(whole[:length] for length in range(len(whole))),
            b"\xff" + whole,
            b"\x00" * 50,
            b"[" * 500,
            b"&a [*a]",
            b"x: 1",
            b"lifecycle_stage: active\nstatus: 3\nstart_time: 999999999999999999999\n",
        ]:
            path.write_bytes(text)
            told = asking_of(tmp_path, "file:mlruns").ask()
            assert told.unknown is None, (path.name, text, told.unknown)
            read = {run.id for run in told.value.all.values()}
            assert read >= others, (path.name, text)
            assert spoiled.name in read or f"mlruns/1/{spoiled.name} (" in told.value.unread, (path.name, text)
        path.unlink()
        assert asking_of(tmp_path, "file:mlruns").ask().unknown is None
        path.write_bytes(whole)
    for text in (b"name: x\nx", b"[" * 100_000, b"\xff", b"lifecycle_stage: " + b"9" * 5_000 + b"\n"):
        (tmp_path / "mlruns" / "1" / "meta.yaml").write_bytes(text)
        told = asking.ask()
        assert told.value.unread.startswith("mlruns/1 (its content is garbled")
        assert len(told.value.all) == 3, "what was known of it is known still"
    (tmp_path / "mlruns" / "1" / "meta.yaml").write_text("lifecycle_stage: active\nname: x\nname:\n  a: b\n")
    model = tmp_path / "mlruns" / "1" / "models" / "m-1"
    model.mkdir(parents=True)
    for written in ("soon", "{a: b}", "[1]", "9" * 5_000):
        (model / "meta.yaml").write_text(f"name: m\nlifecycle_stage: active\ncreation_timestamp: {written}\n")
        told = asking.ask()
        assert not told.unknown and len(told.value.all) == 3, written
    (tmp_path / "mlruns" / "1" / "meta.yaml").write_text("lifecycle_stage: active\nname: churn\n")
    shutil.rmtree(spoiled)
    assert {run.id for run in asking.ask().value.all.values()} == others
    shutil.rmtree(tmp_path / "mlruns")
    assert why(asking) == "mlruns does not exist"
    assert {run.id for run in asking.told.value.all.values()} == others
