"""Trackers that fail: one clear line, the last known runs with their age, no storm of requests, no credentials to others."""

import itertools
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import Place
from dualtrack.adapters.sources.mlflow_files import MlflowFiles
from dualtrack.adapters.sources.mlflow_server import MlflowServer
from dualtrack.adapters.sources.mlflow_store import MlflowStore
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.features.unknown import unknown_lines
from dualtrack.project.project import Project
from dualtrack.workspace.sources import Asking

from tests.adapters.dripping import dripping
from tests.adapters.listening import answered, listening

_HTML = answered(b"<html>Log in</html>", "200 OK", "Content-Type: text/html; charset=utf-8")
_LARGE = b'HTTP/1.1 200 OK\r\n\r\n{"runs": [' + b"0, " * 50_000_000


def _mlflow(request: bytes) -> bytes:
    """What MLflow answers that has one experiment with one run."""
    run = {
        "info": {
            "run_id": "8f3c21aa",
            "run_name": "owl",
            "experiment_id": "1",
            "status": "FINISHED",
            "end_time": 1763000060000,
        },
        "data": {"metrics": [{"key": "val_f1", "value": 0.7}]},
    }
    experiments = {"experiments": [{"experiment_id": "1", "name": "churn"}]}
    asked = json.loads(request.partition(b"\r\n\r\n")[2])
    runs = {} if "RUNNING" in asked.get("filter", "") else {"runs": [run]}
    return answered(json.dumps(experiments if b"/experiments/search" in request else runs).encode())


def _asking(root: Path, uri: str, environment: dict[str, str] | None = None, **named: Any) -> Asking:
    kinds: dict[str, Any] = {"http": MlflowServer, "sqlite": MlflowStore, "file": MlflowFiles}
    tracker = NamedTracker("mlflow", uri, "", True)
    place = Place(root, Listing(root), Access(True, True, environment or {}))
    asking = Asking("mlflow", kinds[tracker.scheme](place, "mlflow"), None)
    asking.needs = tracker
    return asking


def _why(asking: Asking) -> str:
    told = asking.ask()
    assert told.unknown and told.unknown.as_of == told.as_of
    return told.unknown.reason


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (answered(b"{}", "500 Internal Server Error"), "answered 500 Internal Server Error"),
        (answered(b"{}", "401 Unauthorized"), "answered 401 Unauthorized"),
        (answered(b'{"experiments": [')[:-4], "broke off in the middle of an answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}", "does not answer in JSON"),
        (answered(b"\x00\xff\x1f\x8b" * 100), "does not answer in JSON"),
        (answered(b"[" * 100_000), "does not answer in JSON"),
        (answered(b"[1]"), "does not answer as MLflow does"),
        (answered(b'{"experiments": 7}'), "its answer cannot be read (TypeError)"),
        (answered(b'{"next_page_token": "x"}'), "answered with more than 3 pages"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not answer in JSON"),
        (b"", "is not reachable"),
        (_HTML, "answered with a web page, such as one to log in"),
        (_LARGE, "answered with more than 16 MB"),
    ],
)
def test_a_server_that_fails_costs_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, line: str) -> None:
    monkeypatch.setattr(limits, "SERVER_PAGES", 3)
    with listening(_mlflow) as server:
        asking = _asking(tmp_path, server.uri)
        known = asking.ask()
        server.answer = lambda _: answer
        assert line in _why(asking)
        assert asking.told.value is known.value and [run.name for run in asking.told.value.all.values()] == ["owl"]
        project = Project()
        (said,) = unknown_lines(project.with_facts(project.facts.with_told({"mlflow": asking.told})))
        assert said.startswith("mlflow cannot be read: ") and "; what is shown was read " in said
        server.answer = _mlflow
        assert asking.ask().unknown is None


def test_a_server_that_hangs_leaves_no_thread_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HTTP_SECONDS", 0.3)
    before = set(threading.enumerate())
    with listening(lambda _: None) as silent, dripping() as drips, dripping(b"HTTP/1.1 200 OK\r\n\r\n") as body:
        for uri in (silent.uri, drips, body):
            assert "did not answer within 0.3 seconds" in _why(_asking(tmp_path, uri))
        for thread in set(threading.enumerate()) - before:
            if "_answer" in thread.name:
                thread.join(5)
                assert not thread.is_alive()


def test_a_server_is_asked_with_two_small_requests_and_ever_less_while_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MlflowServer, "seconds", 0.02)
    with listening(_mlflow) as server:
        asking = _asking(tmp_path, server.uri)
        known = asking.ask()
        for _ in range(10):
            server.asked.clear()
            assert asking.ask() is known
            assert len(server.asked) == 2 and sum(map(len, server.asked)) < 2_000
        server.asked.clear()
        server.answer = lambda _: answered(b"", "503 Service Unavailable")
        until = time.monotonic() + 0.7
        while time.monotonic() < until:
            if asking.is_due(lambda _: None):
                asking.ask()
            time.sleep(0.001)
        assert 3 <= len(server.asked) <= 6


def test_credentials_go_to_no_host_that_the_user_did_not_name(tmp_path: Path) -> None:
    def ask(uri: str) -> str:
        environment = {"MLFLOW_TRACKING_URI": own.uri, "MLFLOW_TRACKING_TOKEN": "secret"}
        return " ".join(each.reason for each in (_asking(tmp_path, uri, environment).ask().unknown,) if each)

    with listening(_mlflow) as own, listening(_mlflow) as other:
        assert (ask(own.uri), ask(other.uri)) == ("", "")
        assert all(b"secret" in each for each in own.asked)
        assert other.asked and not any(b"secret" in each or b"Authorization" in each for each in other.asked)
        other.asked.clear()
        for status in (
            "301 Moved Permanently",
            "302 Found",
            "303 See Other",
            "307 Temporary Redirect",
            "308 Permanent Redirect",
        ):
            own.answer = lambda _, status=status: answered(b"", status, f"Location: {other.uri}/login", "Set-Cookie: a=b")
            assert f"answered {status}" in ask(own.uri)
        assert other.asked == []


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
    asking = _asking(tmp_path, "sqlite:///mlflow.db")
    known = asking.ask()
    restore = spoil(store)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert line in _why(asking)
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
    asking = _asking(tmp_path, "sqlite:///mlflow.db")
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


def _write_files(root: Path, runs: int = 3) -> None:
    (root / "1").mkdir(parents=True)
    (root / "1" / "meta.yaml").write_text("experiment_id: '1'\nlifecycle_stage: active\nname: churn\n")
    for number in range(runs):
        run = root / "1" / f"{number:031x}a"
        files = {
            "meta.yaml": f"end_time: 1763000060000\nexperiment_id: '1'\nlifecycle_stage: active\nrun_id: {run.name}\n"
            f"run_name: run {number}\nstart_time: 1763000000000\nstatus: 3\n",
            "metrics/val_f1": "1763000000000 0.5 0\n1763000000001 0.7 1\n",
            "params/lr": "0.1",
            "tags/team": "churn",
            "inputs/a/meta.yaml": "source_id: d\nsource_type: DATASET\ntags: {mlflow.data.context: training}\n",
        }
        for name, text in files.items():
            (run / name).parent.mkdir(parents=True, exist_ok=True)
            (run / name).write_text(text)
    data = root / "1" / "datasets" / "d"
    data.mkdir(parents=True)
    (data / "meta.yaml").write_text("digest: d1\nname: train\n")


def test_what_is_half_written_of_a_folder_costs_no_other_run(tmp_path: Path) -> None:
    _write_files(tmp_path / "mlruns")
    others = {f"{number:031x}a" for number in (0, 2)}
    spoiled = tmp_path / "mlruns" / "1" / f"{1:031x}a"
    asking = _asking(tmp_path, "file:mlruns")
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
        ]:
            path.write_bytes(text)
            told = _asking(tmp_path, "file:mlruns").ask()
            assert told.unknown is None, (path.name, text, told.unknown)
            assert {run.id for run in told.value.all.values()} >= others, (path.name, text)
        path.unlink()
        assert _asking(tmp_path, "file:mlruns").ask().unknown is None
        path.write_bytes(whole)
    (tmp_path / "mlruns" / "1" / "meta.yaml").write_text("name: x\nx")
    assert _why(asking).startswith("mlruns cannot be read (while scanning a simple key in ")
    (tmp_path / "mlruns" / "1" / "meta.yaml").write_text("lifecycle_stage: active\nname: churn\n")
    shutil.rmtree(spoiled)
    assert {run.id for run in asking.ask().value.all.values()} == others
    shutil.rmtree(tmp_path / "mlruns")
    assert _why(asking) == "mlruns does not exist"
    assert {run.id for run in asking.told.value.all.values()} == others


@pytest.mark.parametrize("kind", ["file", "http"])
def test_what_is_read_again_and_again_is_never_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    _write_files(tmp_path / "mlruns")
    monkeypatch.setattr(limits, "STORE_BYTES", 5_000)
    meta = tmp_path / "mlruns" / "1" / f"{1:031x}a" / "meta.yaml"
    meta.write_text(meta.read_text().replace("status: 3", "status: 1").replace("end_time: 1763000060000\n", ""))
    (meta.parent / "params" / "long").write_text("x" * 1_000)

    def answer(request: bytes) -> bytes:
        return (
            _mlflow(request).replace(b"Content-Length: ", b"X: ").replace(b'"key": "val_f1"', b'"key": "%s"' % (b"x" * 1_000))
        )

    with listening(answer) as server:
        asking = _asking(tmp_path, "file:mlruns" if kind == "file" else server.uri)
        assert not [told.unknown for told in (asking.ask() for _ in range(10)) if told.unknown]
