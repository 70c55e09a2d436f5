"""How fast git's history is read: cold beside `git log`, warm, after one new commit, with many branches, and very long.

    npm run bench -- git [--commits 100000] [--long 1000000]

A tenth of the commits mention an item. `--long` also makes a repository of that length and watches a server that reads it:
how long the editor waits for answers meanwhile, and what memory is held.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from dualtrack.lsp.convert import uri_of
from support.conversation import Conversation
from support.items import TODAY, write_boards
from support.report import Report
from support.repositories import write_history

PROCESSES = Path(__file__).with_name("support") / "processes.py"
_FORMAT = "--format=%H%x00%P%x00%at%x00%ct%x00%an%x00%B"
_ITEMS = 1000
_ROUNDS = 5
_BRANCHES = 500
_PAUSE_SECONDS = 0.005


def _floor(folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(["git", "log", "--all", _FORMAT], cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def _measured(name: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, str(PROCESSES), name, str(folder)]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


class Memory(threading.Thread):
    """Watches the most memory, in MB, that a process and any one of its children have held; Linux only."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.own, self.of_children = 0.0, 0.0

    def run(self) -> None:
        while self.own >= 0:
            try:
                self.own = max(self.own, _held(self.process))
                tasks = Path(f"/proc/{self.process}/task").iterdir()
                children = {child for task in tasks for child in (task / "children").read_text().split()}
                self.of_children = max([self.of_children, *(_held(int(child)) for child in children)])
            except OSError:
                if not Path(f"/proc/{self.process}").exists():
                    return
            time.sleep(0.02)


def _held(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)


def _watched(folder: Path, card: str, env: dict[str, str]) -> tuple[float, float, Memory]:
    """Seconds until a hover card shows commits, the longest wait for an answer until then, and memory."""
    talk = Conversation([sys.executable, "-c", "from dualtrack.lsp.main import main; main()"], env)
    memory = Memory(talk.process.pid)
    memory.start()
    talk.initialize(folder)
    talk.until(lambda message: message.get("id") == 1)
    talk.send("initialized", {})
    uri = uri_of(folder, card)
    text = (folder / card).read_text()
    talk.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}})
    talk.until(lambda message: any(row["path"] for row in (message.get("params") or {}).get("rows", ())))
    longest, number, start = 0.0, 2, time.perf_counter()
    while True:
        number += 1
        asked = time.perf_counter()
        talk.send("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 6}}, number)
        while (answer := talk.receive()).get("id") != number:
            pass
        longest = max(longest, time.perf_counter() - asked)
        if "**Commits**" in json.dumps(answer):
            break
        time.sleep(_PAUSE_SECONDS)
    seconds = time.perf_counter() - start
    talk.end()
    return seconds, longest, memory


def _history(report: Report, folder: Path, commits: int) -> None:
    floors: list[float] = []
    first: list[float] = []
    again: list[float] = []
    for round in range(_ROUNDS + 1):
        for file in Path(os.environ["DUALTRACK_CACHE"]).glob("*"):
            file.unlink()
        floor, cold, warm = _floor(folder), _measured("history", folder), _measured("history", folder)
        assert cold["commits"] == warm["commits"] > commits / 20
        if round:
            floors.append(floor)
            first.append(cold["seconds"])
            again.append(warm["seconds"])
    floor, cold, warm = map(statistics.median, (floors, first, again))
    report.row(f"git log --all, {commits} commits, without paths, to nothing", floor, "s")
    report.row("dualtrack: cold, with the paths of commits that link", cold, "s")
    report.row("dualtrack: warm", warm, "s")
    report.promise("cold / git log", cold / floor, at_most=2.2)
    report.promise("warm / cold", warm / cold, at_most=0.25)


def _one_commit(report: Report, folder: Path, what: str) -> None:
    times = _measured("new_commits", folder)["times"]
    report.row(f"one new commit to findings and board, {what}, p50", statistics.median(times) * 1000, "ms")
    report.promise(f"new commit ms, {what}", max(times) * 1000, at_most=150)


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- git")
    parser.add_argument("--commits", type=int, default=100_000, metavar="N", help="commits of the usual repository")
    parser.add_argument("--long", type=int, default=0, metavar="N", help="commits of a very long one")
    options = parser.parse_args()
    report = Report("git")
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["DUALTRACK_CACHE"] = f"{temporary}/cache"
        for name, commits, branches in (("usual", options.commits, 0), ("branches", options.commits, _BRANCHES)):
            folder = Path(temporary) / name
            write_boards(folder, Path(temporary) / f"{name}-peer", _ITEMS)
            write_history(folder, commits, _ITEMS, branches)
            if not branches:
                _history(report, folder, commits)
            else:
                report.row(f"dualtrack: cold, with {branches} branches more", _measured("history", folder)["seconds"], "s")
            _one_commit(report, folder, f"{branches} branches" if branches else f"{_ITEMS} items")
        if options.long:
            folder = Path(temporary) / "long"
            write_boards(folder, Path(temporary) / "long-peer", _ITEMS)
            write_history(folder, options.long, _ITEMS)
            card = next(path for path in (folder / "tracks" / "tasks").iterdir() if path.name.startswith("TASK-2 "))
            env = {**os.environ, "DUALTRACK_TODAY": str(TODAY)}
            seconds, longest, memory = _watched(folder, card.relative_to(folder).as_posix(), env)
            report.row(f"{options.long} commits: until they are known", seconds, "s")
            report.row("git: most memory of one process", memory.of_children, "MB")
            report.promise("longest wait for an answer meanwhile, ms", longest * 1000, at_most=50)
            report.promise("server memory MB", memory.own, at_most=600)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
