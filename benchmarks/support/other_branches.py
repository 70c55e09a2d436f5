"""The items of other branches, read in a process of its own: `other_branches.py FOLDER` prints JSON."""

import json
import sys
import time
import tracemalloc
from pathlib import Path

import git.cmd  # noqa: F401 - what this takes is not what is measured
from dualtrack.adapters.disk import DiskFiles
from dualtrack.adapters.history.other_branches import OtherBranchReader
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES
from dualtrack.project.branches import branch_query
from dualtrack.project.project import Project
from dualtrack.project.refresh import refreshed
from repositories import git as run

_COLD, _NEW_COMMITS = 5, 10


def measure(folder: Path) -> dict[str, object]:
    """Seconds of new starts and after single commits on a branch and here, and the memory that is held."""
    wanted = branch_query(refreshed(Project(), DiskFiles(folder, SETTINGS_FILES, ITEM_SUFFIXES).changed, {}, whole=True))

    def timed(reading: OtherBranchReader) -> float:
        start = time.perf_counter()
        reading.read(wanted)
        return time.perf_counter() - start

    cold = [timed(OtherBranchReader(folder)) for _ in range(_COLD)]
    kept = OtherBranchReader(folder)
    kept.read(wanted)
    times: dict[str, list[float]] = {"task-7": [], "main": []}
    for number in range(_NEW_COMMITS):
        for branch, taken in times.items():
            _drop_item(folder, branch, number + 2)
            taken.append(timed(kept))
    tracemalloc.start()
    again = OtherBranchReader(folder)
    found = again.read(wanted)
    return {"cold": cold, "times": times, "bytes": tracemalloc.get_traced_memory()[0], "ids": len(found.ids)}


def _drop_item(folder: Path, branch: str, number: int) -> None:
    """One more commit on a branch, without a checkout."""
    path, text = f"tracks/tasks/TASK-{number} Item {number}.md", f"---\nstatus: dropped\n---\n{branch}\n"
    head = [f"commit refs/heads/{branch}", "committer A <a@example.org> 1700000000 +0000", "data 1", "x"]
    change = [f"from refs/heads/{branch}^0", f"M 100644 inline {path}", f"data {len(text)}", text, ""]
    run(folder, "fast-import", "--quiet", "--force", stdin="\n".join([*head, *change]).encode())


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
