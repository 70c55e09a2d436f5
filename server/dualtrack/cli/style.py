"""Colour and width in a terminal."""

import os
import shutil
import sys

_CODES = {"red": 31, "yellow": 33, "blue": 34, "green": 32, "dim": 2, "bold": 1}
SEVERITY_COLOURS = {"error": "red", "warning": "yellow", "information": "blue", "hint": "dim"}


def coloured(text: str, colour: str) -> str:
    """The text in a colour, where the output is a terminal that wants colours."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if wanted and colour else text


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def shortened(text: str, columns: int) -> str:
    """The text in at most so many columns."""
    return text if len(text) <= columns else f"{text[: max(0, columns - 1)]}…"


def printable(text: str) -> str:
    """The text without control characters: a title must not steer the reader's terminal."""
    return "".join(character if character.isprintable() else "�" for character in text)
