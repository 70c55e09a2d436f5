"""The server itself, in this process, while it opens a board: how long its event loop waits, and how fast it answers."""

import asyncio
import gc
import sys
import time
from pathlib import Path
from typing import Any

HOVERS = 500
_MOST_SECONDS = 120


class _Answers:
    """What the server writes, of which only the answer to the last request is kept."""

    def __init__(self) -> None:
        self.last = b""

    def write(self, data: bytes) -> None:
        if b'"id":' in data[:200]:
            self.last = data

    def close(self) -> None:
        """Nothing is open."""


def opened(folder: Path) -> dict[str, Any]:
    """The longest wait of the event loop until all that can be known of a folder is shown, and the times of hovers then."""
    from dualtrack.facts.history import History
    from dualtrack.facts.pasts import Pasts
    from dualtrack.facts.runs import Runs
    from dualtrack.lsp.handlers import register
    from dualtrack.lsp.server import Server

    sys.setswitchinterval(0.001)  # as the server does
    gc.set_threshold(20_000)
    server, answers = Server(), _Answers()
    register(server)
    server.protocol.set_writer(answers)
    stalls: list[float] = []
    notes = (folder / "notes.md").as_uri()

    def say(method: str, params: dict[str, Any], **more: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        server.protocol.handle_message(server.protocol.structure_message(message))

    async def watch() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            stalls.append(time.perf_counter() - start - 0.001)

    def hover(number: int) -> float:
        start = time.perf_counter()
        place = {"textDocument": {"uri": notes}, "position": {"line": number, "character": 2}}
        say("textDocument/hover", place, id=number)
        seconds = time.perf_counter() - start
        assert b'"contents"' in answers.last, answers.last
        return seconds

    async def run() -> dict[str, Any]:
        watching = asyncio.create_task(watch())
        folders = [{"uri": folder.as_uri(), "name": "board"}]
        options = {"trusted": True, "pages": True}
        started = {"processId": None, "capabilities": {}, "workspaceFolders": folders, "initializationOptions": options}
        say("initialize", started, id=0)
        (opened,) = server.folders.values()
        start = time.perf_counter()

        def is_settled() -> bool:
            facts = opened.project.facts
            known = not any(facts.unknown(fact) for fact in (History, Pasts))
            asked = [each.why for each in facts.unknown(Runs)]
            return known and "pending" not in asked and opened.told is opened.live.state

        while not is_settled():
            assert time.perf_counter() - start < _MOST_SECONDS, opened.project.facts.unknowns
            await asyncio.sleep(0.1)
        watching.cancel()
        text = "\n".join(sorted(opened.project.items)[:: max(1, len(opened.project.items) // HOVERS)])
        document = {"uri": notes, "languageId": "markdown", "version": 1, "text": text}
        say("textDocument/didOpen", {"textDocument": document})
        down = {each.source: each.reason for each in opened.project.facts.unknown(Runs)}
        seconds: list[float] = []
        for number in range(text.count("\n")):
            seconds.append(hover(number))
            await asyncio.sleep(0.005)
        return {"stall": max(stalls), "hovers": seconds, "down": down, "items": len(opened.project.items)}

    return asyncio.new_event_loop().run_until_complete(run())  # whose end would wait for the tracker that hangs
