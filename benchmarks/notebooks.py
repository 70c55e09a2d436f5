"""What reading notebooks costs, beside the parser of the standard library, and how little of it an event loop notices.

npm run bench -- notebooks
"""

import asyncio
import base64
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dualtrack.adapters.notebooks import NotebookFiles
from support.report import Report

MANY = 300
LARGE_BYTES = 100_000_000
ROUNDS = 3
"""Of the longest waits, the shortest counts: other programs on the machine make a loop wait, too."""


def _stream(lines: int) -> dict[str, Any]:
    text = [f"epoch {number} loss {number / 7:.9f} EXP-9\n" for number in range(lines)]
    return {"name": "stdout", "output_type": "stream", "text": text}


def _image(length: int) -> dict[str, Any]:
    drawn = base64.b64encode(os.urandom(length * 3 // 4)).decode()
    return {"output_type": "display_data", "metadata": {}, "data": {"image/png": drawn}}


def _write(path: Path, *outputs: dict[str, Any]) -> None:
    same = {"cell_type": "code", "metadata": {}, "source": ["# as in EXP-1\n", "table.describe()\n"] * 6}
    cells = [{**same, "execution_count": count, "outputs": [output]} for count, output in enumerate(outputs, 1)]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


async def _longest_wait(work: Callable[[], object]) -> float:
    """How long an event loop at most waits for its turn while something is done in a thread."""
    task = asyncio.create_task(asyncio.to_thread(work))
    longest = 0.0
    while not task.done():
        start = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - start - 0.001)
    return longest


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    report = Report("notebooks")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        many = root / "many"
        many.mkdir()
        for number in range(MANY):
            _write(many / f"{number}.ipynb", _image(60_000), _stream(500), _image(20_000))
        files = NotebookFiles(many)
        cold, warm = _seconds(files.read), _seconds(files.read)
        parsed = _seconds(lambda: [json.loads(path.read_bytes()) for path in many.iterdir()])
        size = (many / "0.ipynb").stat().st_size // 1000
        report.row(f"{MANY} notebooks of {size} KB, read for the first time", cold * 1000, "ms")
        report.row("the same, unchanged", warm * 1000, "ms")
        report.row("the same, json.loads", parsed * 1000, "ms")
        for name, output in (("an image", _image(LARGE_BYTES)), ("lines", _stream(LARGE_BYTES // 50))):
            large = root / name
            large.mkdir()
            _write(large / "large.ipynb", output)
            size = (large / "large.ipynb").stat().st_size // 1_000_000
            del output
            report.row(f"{size} MB of outputs ({name})", _seconds(NotebookFiles(large).read) * 1000, "ms")
            os.sync()  # else the disk's work on what was just written is what is measured
            longest = min(asyncio.run(_longest_wait(NotebookFiles(large).read)) for _ in range(ROUNDS))
            report.row("longest wait of an event loop meanwhile", longest * 1000, "ms")
            report.promise(f"longest wait beside {name}, ms", longest * 1000, at_most=100)
            report.promise(f"kilobytes kept of {name}", _kept_kilobytes(large), at_most=5_000)
    return report.close()


def _kept_kilobytes(folder: Path) -> float:
    """How much the peak of a new process's memory grows by reading."""
    reading, writing = os.pipe()
    if not os.fork():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        NotebookFiles(folder).read()
        os.write(writing, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before).encode())
        os._exit(0)
    os.wait()
    return float(os.read(reading, 64))


if __name__ == "__main__":
    sys.exit(main())
