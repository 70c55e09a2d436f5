"""A server process that a benchmark talks to."""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Conversation:
    """A server process and messages with it."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.helping = 0.0
        """Seconds that this client has taken to answer what the server asked."""
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=tempfile.gettempdir()
        )

    def send(self, method: str, params: Any, id: int | None = None) -> None:
        self.write({"jsonrpc": "2.0", "method": method, "params": params} | ({} if id is None else {"id": id}))

    def write(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """The next message."""
        stream = self.process.stdout
        assert stream
        length = 0
        while (line := stream.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(stream.read(length))

    def milliseconds(self, method: str, params: Any, id: int, change: Any = None) -> float:
        """From a question, or the change of a text before it, to its answer, but for what the client does meanwhile."""
        start, helped = time.perf_counter(), self.helping
        if change:
            self.send("textDocument/didChange", change)
        self.send(method, params, id)
        while (answer := self.receive()).get("id") != id:
            pass
        assert "error" not in answer, answer
        return (time.perf_counter() - start - (self.helping - helped)) * 1000

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> float:
        """Seconds from the start of the process to the wanted message."""
        while not wanted(self.receive()):
            pass
        return time.perf_counter() - self.started

    def initialize(self, folder: Path) -> None:
        folders = [{"uri": folder.as_uri(), "name": "example"}]
        options = {"trusted": True, "pages": True}
        params = {"processId": None, "rootUri": None, "capabilities": {}, "workspaceFolders": folders}
        self.send("initialize", params | {"initializationOptions": options}, 1)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
