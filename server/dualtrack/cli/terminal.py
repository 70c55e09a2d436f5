"""What is printed: colours, widths, and texts that cannot steer the reader's terminal."""

import json
import math
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dualtrack.features.finding_rows import FindingRow
from dualtrack.features.unknown import unknown_lines
from dualtrack.model.item import Item
from dualtrack.project.project import Project

_BARS = "·▁▂▃▄▅▆▇█"
_CODES = {"red": 31, "yellow": 33, "blue": 34, "green": 32, "dim": 2, "bold": 1}
_SEVERITIES = {"error": "red", "warning": "yellow", "information": "blue", "hint": "dim"}


def coloured(text: str, colour: str) -> str:
    """The text in a colour, where the output is a terminal that wants colours."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if wanted and colour else text


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def printable(text: str) -> str:
    """The text without control characters: a title must not steer the reader's terminal."""
    return "".join(character if character.isprintable() else "�" for character in text)


def sparkline(numbers: Sequence[float], most: float = 0) -> str:
    """Numbers as a line of bars, the highest for the largest or for `most`; nothing is a dot on the line."""
    top = max((most, *numbers), default=0) or 1
    return "".join(_BARS[math.ceil(number * (len(_BARS) - 1) / top)] if number > 0 else _BARS[0] for number in numbers)


def bar(number: float, most: float, columns: int = 20) -> str:
    """A number as a bar beside the largest one."""
    filled = round(columns * number / most) if most else 0
    return f"{'█' * filled}{' ' * (columns - filled)}"


def say(*lines: str, to: Any = None) -> None:
    """Print lines without control characters."""
    for line in lines:
        print(printable(line), file=to)


def say_unknown(project: Project, item: Item | None = None) -> None:
    """Say why not everything is known, or not all of an item, beside the answer, so that silence is not taken for none."""
    say(*(f"dualtrack: {line}" for line in unknown_lines(project, item)), to=sys.stderr)


def finding_line(row: FindingRow) -> str:
    """A finding as compilers write them."""
    severity = coloured(row.severity, _SEVERITIES[row.severity])
    return f"{printable(row.path)}:{row.line}:{row.column}: {severity}: {printable(row.message)} [{row.code}]"


def as_json(value: Any) -> str:
    """JSON that cannot steer a terminal: what is no printable character is escaped. Values may be data classes."""
    lines = json.dumps(value, indent=2, ensure_ascii=False, default=asdict).split("\n")
    return "\n".join(line if line.isprintable() else "".join(map(_escaped, line)) for line in lines)


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
