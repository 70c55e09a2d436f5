"""What the server contacts, with whose credentials, and that no tracker holds it up."""

import asyncio
import json
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from tests.adapters.dripping import dripping
from tests.adapters.git_repository import Repository
from tests.adapters.listening import listening
from tests.lsp.client import SERVER, Client
from tests.lsp.session import ENV, EXP, session

pytestmark = pytest.mark.slow


class _Counting(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.asked.append(f"{self.path} {self.headers.get('Authorization', '')}".strip())
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def counting_server() -> Any:
    _Counting.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), _Counting)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(("trusted", "credentials_for"), [(False, ""), (True, ""), (True, "http://127.0.0.1:9"), (True, "own")])
def test_trust_decides_what_is_contacted_and_who_gets_credentials(
    folder: Path, counting_server: str, trusted: bool, credentials_for: str
) -> None:
    (folder / "dualtrack.yaml").write_text(f"trackers: {{mlflow: {{type: mlflow, uri: '{counting_server}'}}}}\n")
    (folder / ".venv" / "bin").mkdir(parents=True)
    Repository(folder).commit("EXP-1")
    own = counting_server if credentials_for == "own" else credentials_for
    env = {**ENV, "MLFLOW_TRACKING_URI": own, "MLFLOW_TRACKING_TOKEN": "secret"}

    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        client.opened(EXP)
        if not trusted:
            await asyncio.sleep(3)
            assert _Counting.asked == []
            shown = await client.hover(EXP, 1, 5)
            assert "**Commits**" not in shown and "not read until this folder is trusted" in shown
            return
        await client.until(lambda: len(_Counting.asked), lambda asked: asked)
        assert ("secret" in _Counting.asked[0]) == (credentials_for == "own")
        text = ""
        for _ in range(100):
            text = await client.hover(EXP, 1, 5)
            if "302" in text:
                break
            await asyncio.sleep(0.1)
        assert "answered 302" in text and "nothing of it is known" in text

    session(folder, talk, trusted=trusted, env=env)


@contextmanager
def _locked(folder: Path) -> Iterator[str]:
    with closing(sqlite3.connect(folder / "mlflow.db", isolation_level=None)) as store:
        store.execute("CREATE TABLE runs (run_uuid)")
        store.execute("BEGIN EXCLUSIVE")
        yield "sqlite:///mlflow.db"


@contextmanager
def _silent(folder: Path) -> Iterator[str]:
    with listening(lambda _: None) as listener:
        yield listener.uri


@pytest.mark.parametrize(
    ("stuck", "says_so"),
    [
        (lambda _: dripping(), True),
        (lambda _: dripping(), False),
        (lambda _: dripping(b"HTTP/1.1 200 OK\r\n\r\n"), True),
        (_silent, True),
        (_locked, True),
    ],
)
def test_the_server_leaves_with_the_editor_while_a_tracker_is_stuck(folder: Path, stuck: Any, says_so: bool) -> None:
    with stuck(folder) as uri:
        (folder / "dualtrack.yaml").write_text(f"trackers: {{mlflow: {{type: mlflow, uri: '{uri}'}}}}\n")
        server = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV)
        assert server.stdin and server.stdout
        options = {"capabilities": {}, "rootUri": folder.as_uri(), "initializationOptions": {"trusted": True}}
        server.stdin.write(_framed(id=1, method="initialize", params=options) + _framed(method="initialized", params={}))
        server.stdin.flush()
        last = _framed(id=2, method="shutdown") + _framed(method="exit") if says_so else b""
        said = b""
        while b"expired-timebox" not in said:
            said += server.stdout.read1(65536)
        time.sleep(1)  # until the tracker is asked
        server.stdin.write(last)
        server.stdin.close()
        assert server.wait(10) == 0
        server.stdout.close()


def _framed(**message: Any) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body
