"""How fast the packaged server is there, the first findings of the open example file, beside an empty pygls server; and how
much memory it holds when nothing happens.

    npm run bench -- start

Both are started the same way, by turns, in one run: `python -I -S` with the bundled libraries and a warm bytecode cache. Memory
is what Linux says of a server that has shown its board and done nothing for some seconds.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from dualtrack.lsp.convert import uri_of
from support.conversation import Conversation
from support.items import TODAY, write_boards
from support.report import Report

ROOT = Path(__file__).parents[1]
SERVER = ROOT / "server"
PROMISE = 1.3
ROUNDS = 15
ITEMS = (0, 1_000, 10_000)
QUIET_SECONDS = 5
KILOBYTES_OF_AN_ITEM = 30
EXAMPLE = "tracks/experiments/EXP-23 Add support-ticket features.md"
_EMPTY = """
import sys
sys.path[:0] = [{server!r} + part for part in ("", "/bundled/pure", "/bundled/native/cp{abi}")]
from pygls.lsp.server import LanguageServer
LanguageServer("empty", "1").start_io()
"""


def _empty(command: list[str], env: dict[str, str], folder: Path) -> float:
    talk = Conversation(command, env)
    talk.initialize(folder)
    seconds = talk.until(lambda message: message.get("id") == 1)
    talk.end()
    return seconds


def _dualtrack(command: list[str], env: dict[str, str], folder: Path) -> tuple[float, float]:
    talk = Conversation(command, env)
    talk.initialize(folder)
    initialized = talk.until(lambda message: message.get("id") == 1)
    talk.send("initialized", {})
    uri = uri_of(folder, EXAMPLE)
    text = (folder / EXAMPLE).read_text()
    talk.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}})
    findings = talk.until(
        lambda message: (
            message.get("method") == "textDocument/publishDiagnostics"
            and message["params"]["uri"] == uri
            and bool(message["params"]["diagnostics"])
        )
    )
    talk.end()
    return initialized, findings


def _held(command: list[str], folder: Path, state: str) -> float:
    """Megabytes that a server holds for a folder, once it has shown the state that this one has."""
    talk = Conversation(command, {**os.environ, "DUALTRACK_TODAY": str(TODAY)})
    talk.initialize(folder)
    talk.send("initialized", {})
    talk.until(lambda message: message.get("method") == "dualtrack/board" and message["params"]["state"] == state)
    # Meanwhile it tells what else it finds out.
    threading.Timer(QUIET_SECONDS, talk.send, ("shutdown", None, 2)).start()
    talk.until(lambda message: message.get("id") == 2)
    status = Path(f"/proc/{talk.process.pid}/status").read_text()
    talk.end()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


def main() -> int:
    """Measure and print; 1 if the promise is missed."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "example"
        subprocess.run(
            [sys.executable, str(ROOT / "examples" / "build.py"), str(folder), "--today", "2026-11-16"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        env = {**os.environ, "DUALTRACK_TODAY": "2026-11-16"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        python = [sys.executable, "-I", "-S", "-X", f"pycache_prefix={temporary}/pyc"]
        abi = f"3{sys.version_info.minor}"
        empty = [*python, "-c", _EMPTY.format(server=str(SERVER), abi=abi)]
        ours = [*python, str(SERVER / "boot.py")]
        floors: list[float] = []
        initialized: list[float] = []
        findings: list[float] = []
        for round in range(ROUNDS + 1):
            floor, (first, found) = _empty(empty, env, folder), _dualtrack(ours, env, folder)
            if round:  # the first one fills the bytecode cache
                floors.append(floor)
                initialized.append(first)
                findings.append(found)
        held: list[float] = []
        for items in ITEMS:
            board = Path(temporary) / str(items)
            write_boards(board, board / "peer", items) if items else board.mkdir()
            held.append(_held(ours, board, "ready" if items else "empty"))
    floor, found = statistics.median(floors), statistics.median(findings)
    print(f"{'median of ' + str(ROUNDS):42} {'ms':>6}")
    print(f"{'empty pygls server: initialize answered':42} {floor * 1000:6.0f}")
    print(f"{'dualtrack: initialize answered':42} {statistics.median(initialized) * 1000:6.0f}")
    print(f"{'dualtrack: findings of the open file':42} {found * 1000:6.0f}")
    report = Report("start")
    for items, megabytes in zip(ITEMS, held, strict=True):
        report.row(f"memory at {items:,} items, {QUIET_SECONDS} s after the board", megabytes, "MB")
    report.promise("first findings / empty pygls", found / floor, at_most=PROMISE)
    of_item = (held[-1] - held[0]) / ITEMS[-1] * 1024
    report.promise("KB of memory for each item of 10,000", of_item, at_most=KILOBYTES_OF_AN_ITEM)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
