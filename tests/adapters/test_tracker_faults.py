"""Trackers that fail: one clear line, the last known runs with their age, no storm of requests, no credentials to others."""

import json
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.features.unknown import unknown_lines
from dualtrack.project.project import Project
from dualtrack.workspace import sources

from tests.adapters.asking import asking_of, why, write_files
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
        asking = asking_of(tmp_path, server.uri)
        known = asking.ask()
        server.answer = lambda _: answer
        assert line in why(asking)
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
            assert "did not answer within 0.3 seconds" in why(asking_of(tmp_path, uri))
        for thread in set(threading.enumerate()) - before:
            if "_answer" in thread.name:
                thread.join(5)
                assert not thread.is_alive()


def test_a_server_is_asked_with_two_small_requests_and_ever_less_while_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0
    monkeypatch.setattr(sources, "monotonic", lambda: now)
    with listening(_mlflow) as server:
        asking = asking_of(tmp_path, server.uri)
        known = asking.ask()
        for _ in range(10):
            server.asked.clear()
            assert asking.ask() is known
            assert len(server.asked) == 2 and sum(map(len, server.asked)) < 2_000
        server.answer = lambda _: answered(b"", "503 Service Unavailable")
        times: list[int] = []
        for now in range(1800):
            if asking.is_due(lambda _: None):
                server.asked.clear()
                asking.ask()
                assert len(server.asked) == 1
                times.append(now)
        assert [after - before for before, after in pairwise(times)] == [5, 10, 20, 40, 80, 160, 300, 300, 300, 300]


def test_credentials_go_to_no_host_that_the_user_did_not_name(tmp_path: Path) -> None:
    def ask(uri: str) -> str:
        environment = {"MLFLOW_TRACKING_URI": own.uri, "MLFLOW_TRACKING_TOKEN": "secret"}
        return " ".join(each.reason for each in (asking_of(tmp_path, uri, environment).ask().unknown,) if each)

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


@pytest.mark.parametrize("kind", ["file", "http"])
def test_what_is_read_again_and_again_is_never_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    write_files(tmp_path / "mlruns")
    monkeypatch.setattr(limits, "STORE_BYTES", 5_000)
    meta = tmp_path / "mlruns" / "1" / f"{1:031x}a" / "meta.yaml"
    meta.write_text(meta.read_text().replace("status: 3", "status: 1").replace("end_time: 1763000060000\n", ""))
    (meta.parent / "params" / "long").write_text("x" * 1_000)

    def answer(request: bytes) -> bytes:
        return (
            _mlflow(request).replace(b"Content-Length: ", b"X: ").replace(b'"key": "val_f1"', b'"key": "%s"' % (b"x" * 1_000))
        )

    with listening(answer) as server:
        asking = asking_of(tmp_path, "file:mlruns" if kind == "file" else server.uri)
        assert not [told.unknown for told in (asking.ask() for _ in range(10)) if told.unknown]
