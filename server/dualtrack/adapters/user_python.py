"""Child processes in the user's own Python, which has packages that Dualtrack does not bring."""

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, TypeVar

from dualtrack import limits
from dualtrack.adapters.source import NotRead, WorkspaceFolder
from dualtrack.said import said

T = TypeVar("T")
_PYTHON = "Scripts/python.exe" if os.name == "nt" else "bin/python"
# The end of this process closes the child's standard input.
_ENDS_WITH_US = """
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
"""


def answers(folder: WorkspaceFolder, package: str, program: str, argument: str, read: Callable[[Any], T]) -> Iterator[T]:
    """What `read` makes of each line of JSON that a program prints, which imports a package and finds the argument in
    `sys.argv[1]`; raises NotRead where it fails or takes too long."""
    python = _python(folder)
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [python, "-c", _ENDS_WITH_US + program, argument],
            cwd=python.parent,  # where no module of the repository is imported
            env={**folder.access.environment, "PYTHONWARNINGS": "ignore"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,  # what it starts ends with it
        )
        timer = Timer(limits.SERVER_SECONDS, _end, (child,))
        timer.start()
        try:
            assert child.stdout
            while line := child.stdout.readline(limits.STORE_VALUE_BYTES):
                yield read(json.loads(line))
            child.wait()
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise NotRead(said("{package} in {python} answers what cannot be read", package, python)) from error
        finally:
            timed_out = not timer.is_alive()
            timer.cancel()
            timer.join()
            _end(child)
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - 2_000))
        why = errors.read().decode(errors="replace").strip().rpartition("\n")[2]
    if timed_out:
        count = round(limits.SERVER_SECONDS)
        raise NotRead(said("{package} in {python} did not answer within {count} seconds", package, python, count))
    if why.startswith(f"ModuleNotFoundError: No module named '{package}'"):
        raise NotRead(said("{package} is not installed in {python}", package, python))
    if child.returncode:
        raise NotRead(said("{package} in {python} failed: {why}", package, python, folder.access.masked(why)))


def _python(folder: WorkspaceFolder) -> Path:
    """The interpreter of the active environment, else that of `.venv`. One in the folder may be the repository's own, which a
    command runs only where it is told to trust it, as it does its hosts."""
    root, access = folder.root, folder.access
    named = (access.environment.get(name, "") for name in ("VIRTUAL_ENV", "CONDA_PREFIX"))
    for environment in (*(Path(each) for each in named if each), root / ".venv"):
        python = environment.resolve() / _PYTHON  # itself a link, by which an interpreter knows its environment
        if python.is_file() and (access.network or not python.is_relative_to(root.resolve())):
            return python
    raise NotRead(said("no Python environment is active that may be used"))


def _end(child: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        child.kill() if os.name == "nt" else os.killpg(child.pid, signal.SIGKILL)
    child.wait()
