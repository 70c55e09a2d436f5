"""How fast and how light a large board is: read cold, edited warm, and beside Backlog.md, the nearest program of its kind.

    npm run bench -- index [--items 1000]

Both read the same items, each in its own layout, from a warm page cache, by turns, in one run; neither folder is a git
repository, and Backlog.md is started as the program that it is, without the Node that usually starts it. What is measured in a
process of its own is in support/processes.py.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.items import TODAY, write_boards
from support.report import Report

COMMAND = str(Path(sys.executable).with_name("dualtrack"))
"""As it is installed."""
PROCESSES = Path(__file__).with_name("support") / "processes.py"
ITEMS = 10_000
FEW_ITEMS = 1_000
LONG_ROUNDS = 5
SHORT_ROUNDS = 15


@dataclass(frozen=True)
class Ended:
    """A process that has ended well: its time from start to end, the most memory it held, and what it printed."""

    seconds: float
    megabytes: float
    output: str


def run(command: list[str], folder: Path) -> Ended:
    """Run a program in a folder to its end."""
    env = {**os.environ, "DUALTRACK_TODAY": str(TODAY)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=output, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        output.seek(0)
        return Ended(seconds, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10), output.read().decode())


def measured(name: str, folder: Path) -> tuple[Ended, dict[str, Any]]:
    """What a function of support/processes.py prints, run in a process of its own."""
    ended = run([sys.executable, str(PROCESSES), name, str(folder)], folder)
    return ended, json.loads(ended.output)


def _whole_board(report: Report, ours: Path, peer: Path, peer_command: list[str], items: int) -> None:
    """Everything read, checked and laid out as a board, beside the least that Python needs and beside Backlog.md."""
    floors: list[float] = []
    inside: list[float] = []
    grown: list[float] = []
    ends: list[Ended] = []
    peers: list[Ended] = []
    for round in range(LONG_ROUNDS + 1):
        floor = measured("floor", ours)[1]["seconds"]
        listed = run(peer_command, peer)
        ended, cold = measured("cold", ours)
        if not round:  # the first one warms the page cache and the bytecode cache
            assert cold["cards"] == items, f"{cold['cards']} cards for {items} items"
            assert listed.output.count("TASK-") >= items, "Backlog.md does not list every item"
            continue
        floors.append(floor)
        inside.append(cold["seconds"])
        grown.append(cold["kilobytes"])
        ends.append(ended)
        peers.append(listed)
    floor, seconds, whole = (statistics.median(each) for each in (floors, inside, [ended.seconds for ended in ends]))
    peer_seconds = statistics.median(ended.seconds for ended in peers)
    memory = statistics.median(ended.megabytes for ended in ends)
    peer_memory = statistics.median(ended.megabytes for ended in peers)
    report.row("every file read, its front matter composed by PyYAML in C", floor, "s")
    report.row("dualtrack: read, parsed, checked, board built, without imports", seconds, "s")
    report.row("dualtrack: the same, whole process", whole, "s")
    report.row("backlog task list --plain", peer_seconds, "s")
    report.row("dualtrack: most memory", memory, "MB")
    report.row("dualtrack: memory for each item", statistics.median(grown) / items, "KB")
    report.row("backlog task list --plain: most memory", peer_memory, "MB")
    report.promise("cold / floor", seconds / floor, at_most=4.0)
    report.promise("backlog / cold", peer_seconds / whole, at_least=3)
    report.promise("memory / backlog", memory / peer_memory, at_most=1)


def _one_edit(report: Report, ours: Path) -> None:
    """From a new text of one file to what is found and the board."""
    found = measured("edits", ours)[1]
    times, floors = sorted(found["ours"]), sorted(found["floors"])
    half, most = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.99))
    floor = floors[len(floors) // 2] * 1000
    report.row("one file's JSON read and its front matter composed, p50", floor, "ms")
    report.row("dualtrack: one edit to findings and board, p50", half, "ms")
    report.row("dualtrack: one edit to findings and board, p99", most, "ms")
    report.row("dualtrack: one edit, p50, beside its floor", half / floor, "times")
    report.promise("edit p50 ms", half, at_most=10)
    report.promise("edit p99 ms", most, at_most=50)


def _small_board(report: Report, ours: Path, peer: Path, peer_command: list[str], items: int) -> None:
    """The command on a board of usual size."""
    check = [COMMAND, "check"]
    pairs = [(run(check, ours).seconds, run(peer_command, peer).seconds) for _ in range(SHORT_ROUNDS + 1)][1:]
    own, others = (statistics.median(times) for times in zip(*pairs, strict=True))
    report.row(f"dualtrack check, {items} items", own * 1000, "ms")
    report.row(f"backlog task list --plain, {items} items", others * 1000, "ms")
    report.promise("backlog / check", others / own, at_least=1.5)


def _version(report: Report, folder: Path) -> None:
    """The command that does nothing."""
    nothing = [sys.executable, "-c", "pass"]
    version = [COMMAND, "--version"]
    pairs = [(run(nothing, folder).seconds, run(version, folder).seconds) for _ in range(SHORT_ROUNDS + 1)][1:]
    floor, own = (statistics.median(times) for times in zip(*pairs, strict=True))
    report.row("python -c pass", floor * 1000, "ms")
    report.row("dualtrack --version", own * 1000, "ms")
    report.promise("version / python", own / floor, at_most=12)


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- index")
    parser.add_argument("--items", type=int, default=ITEMS, metavar="N", help=f"items of the large board (default: {ITEMS})")
    items: int = parser.parse_args().items
    if not os.environ.get("BACKLOG"):
        raise SystemExit("Run this by npm run bench -- index, which installs the Backlog.md to compare with.")
    peer_command = [os.environ["BACKLOG"], "task", "list", "--plain"]
    with tempfile.TemporaryDirectory() as temporary:
        large, small = Path(temporary) / "large", Path(temporary) / "small"
        few = min(items, FEW_ITEMS)
        for folder, count in ((large, items), (small, few)):
            write_boards(folder / "ours", folder / "peer", count)
        report = Report("index")
        print(f"{items} items, medians")
        _whole_board(report, large / "ours", large / "peer", peer_command, items)
        _one_edit(report, large / "ours")
        _small_board(report, small / "ours", small / "peer", peer_command, few)
        _version(report, small)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
