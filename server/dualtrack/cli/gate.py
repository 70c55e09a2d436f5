"""`dualtrack check --gate`: the findings handed back to a coding agent that is about to stop.

Claude Code, Codex and VS Code show the agent what a stop hook writes to standard error if its exit code is 2; Cursor takes a
`followup_message` on standard output. Each tells the hook on standard input whether it was held back already.
"""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Thread

from dualtrack.cli.terminal import say
from dualtrack.features.finding_rows import FindingRow
from dualtrack.features.item_digest import finding_words
from dualtrack.model.raw import as_mapping
from dualtrack.said import plural

_SHOWN = 20
_SECONDS = 1.0


def hand_back(rows: Sequence[FindingRow]) -> int:
    """Hand the findings back, once for each time that the agent wants to stop; the exit code."""
    told = _told()
    if not rows or told.get("stop_hook_active") or told.get("loop_count"):
        return 0
    more = [f"and {len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    lines = [
        f"dualtrack: {plural(len(rows), 'finding')} to mend before you stop (dualtrack explain CODE says why; if one cannot be"
        " mended, leave it and say so)",
        *map(finding_words, rows[:_SHOWN]),
        *more,
    ]
    if "loop_count" in told:
        print(json.dumps({"followup_message": "\n".join(lines)}))
        return 0
    say(*lines, to=sys.stderr)
    return 2


def _told() -> Mapping[str, object]:
    """What the agent says of itself; nothing on a terminal. Who leaves the pipe open is not waited for."""
    read: list[bytes] = []
    try:
        if sys.stdin is None or sys.stdin.isatty():  # pyright: ignore
            return {}
        reader = Thread(target=_read, args=(sys.stdin.fileno(), read), daemon=True)
        reader.start()
        reader.join(_SECONDS)
        return as_mapping(json.loads(b"".join(read))) or {}
    except ValueError:
        return {}


def _read(descriptor: int, into: list[bytes]) -> None:
    with suppress(OSError):  # what cannot be read says nothing
        while piece := os.read(descriptor, 1 << 16):
            into.append(piece)
