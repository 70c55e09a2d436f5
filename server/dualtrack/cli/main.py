"""The command `dualtrack`."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from dualtrack.cli.parser import read_arguments
from dualtrack.plugins import without_plugins

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 1 for errors among the findings, 2 for a call that cannot be followed."""
    for name in ("stdout", "stderr"):
        if not getattr(sys, name):  # whoever called has closed it
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="replace")  # a pipe on Windows takes no ✓
    options = read_arguments(arguments)
    start_light()
    try:
        code = _refused(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, as `head` does, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def run() -> NoReturn:
    """The command as a process. What it has read is left to the system: taking it apart would take as long as a rule check."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def start_light() -> None:
    """Prepare a process for one short command: without garbage collection, and without plugins of pydantic."""
    gc.disable()
    without_plugins()


def _refused(options: argparse.Namespace) -> int:
    """Run a command; where it cannot be followed, say why."""
    from dualtrack.changes.change import Refusal
    from dualtrack.cli.terminal import say

    try:
        return int(options.run(options))
    except Refusal as error:
        say(f"dualtrack: {error}", to=sys.stderr)
        return 2


if __name__ == "__main__":
    run()
