"""The past of items read in a process of its own: `pasts.py read|new FOLDER` prints JSON."""

import gc
import json
import sys
import time
from pathlib import Path

import git.cmd  # noqa: F401 - the benchmark of the start counts what this takes
from dualtrack.adapters.history.versions import VersionIndex, version_cache_of
from dualtrack.facts.pasts import Pasts
from dualtrack.files.item_states import item_states
from dualtrack.project.board import ITEM_SUFFIXES, USUAL_FOLDERS
from repositories import commit

_NEW_COMMITS = 15


def _read(index: VersionIndex) -> Pasts:
    return index.read(USUAL_FOLDERS, ITEM_SUFFIXES, item_states)


def main() -> None:
    """Measure the first reading, or that after each of some new commits."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    gc.disable()
    index = VersionIndex(folder, version_cache_of(folder))
    start = time.perf_counter()
    found = _read(index)
    times = [time.perf_counter() - start]
    if what == "new":
        times = []
        for path in sorted(folder.rglob("*.md"))[:_NEW_COMMITS]:
            path.write_text(path.read_text().replace("status: ", "status: not "))
            commit(folder, "more", "--all")
            start = time.perf_counter()
            found = _read(index)
            times.append(time.perf_counter() - start)
    print(json.dumps({"times": times, "items": len(found.by_id)}))


if __name__ == "__main__":
    main()
