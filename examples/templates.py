"""The example's files as they end (`churn/`, `branches/<name>/`), and how they were earlier.

The templates are a readable project of their own, written for one day; the build moves its dates and fills in what the
training gave, `{{run-name.metric}}` and `{{run-name.id}}`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

WRITTEN_FOR = date(2026, 11, 16)


@dataclass(frozen=True)
class File:
    """A file as it ends; what else is said here takes it back to what it was."""

    name: str  # a path, or an item's id
    folder: str = "churn"
    keys: Mapping[str, str] = field(default_factory=dict)  # front matter that had another value
    without: tuple[str, ...] = ()  # front matter that was not there yet
    cut: tuple[str, ...] = ()  # sections and functions that were not there yet, by the start of their first line
    unticked: bool = False  # nothing was ticked in a checklist yet
    replace: Mapping[str, str] = field(default_factory=dict)  # final text → earlier text


def planned(name: str, *without: str) -> File:
    """An item that nobody has begun."""
    first = "proposed" if name.startswith(("EXP", "SPIKE")) else "backlog"
    return working(name, first, "started", "notebooks", *without)


def working(name: str, status: str, *without: str) -> File:
    """An item that somebody is at: nothing found, ticked or decided."""
    later = ("closed", "decision", "reason", "runs", "blocked", *without)
    return File(name, keys={"status": status}, without=later, cut=("## Findings", "## Learnings"), unticked=True)


class Templates:
    def __init__(self, folder: Path, today: date, value: Callable[[str, str], str]) -> None:
        self._folder = folder
        self._shift = today - WRITTEN_FOR
        self._value = value

    def path(self, file: File) -> str:
        """Where the file is in the repository."""
        if not re.fullmatch(r"[A-Z]+-\d+", file.name):
            return file.name
        root = self._folder / "churn"
        (found,) = (root / "tracks").glob(f"*/{file.name} *.md")
        return found.relative_to(root).as_posix()

    def text(self, file: File) -> str:
        text = (self._folder / file.folder / self.path(file)).read_text(encoding="utf-8")
        text = earlier(text, file)
        text = re.sub(r"\{\{([\w.-]+)\.(\w+)\}\}", lambda found: self._value(*found.groups()), text)
        return re.sub(r"\b2026-\d\d-\d\d\b", lambda found: self._move(found[0]), text)

    def _move(self, day: str) -> str:
        return (date.fromisoformat(day) + self._shift).isoformat()


def earlier(text: str, file: File) -> str:
    """Every change must find its place: a template that moved on must not silently change the story."""
    for final, before in file.replace.items():
        if final not in text:
            raise ValueError(f"{file.name}: no {final!r}")
        text = text.replace(final, before)
    for key, value in file.keys.items():
        text, found = re.subn(rf"^{key}: .*$", f"{key}: {value}", text, count=1, flags=re.MULTILINE)
        if not found:
            raise ValueError(f"{file.name}: no {key}")
    for key in file.without:
        text = re.sub(rf"^{key}: .*\n", "", text, count=1, flags=re.MULTILINE)
    for start in file.cut:
        text = cut_section(text, start) if start.startswith("#") else cut_function(text, start)
    if file.unticked:
        text = re.sub(r"^- \[x\] (.*?)( — .*)?$", r"- [ ] \1", text, flags=re.MULTILINE)
    return text


def cut_section(markdown: str, start: str) -> str:
    return re.sub(rf"\n{re.escape(start)}\n.*?(?=\n## |\Z)", "", markdown, flags=re.DOTALL)


def cut_function(code: str, start: str) -> str:
    """A function with its decorators: what stands between two pairs of blank lines."""
    blocks = code.rstrip("\n").split("\n\n\n")
    kept = [block for block in blocks if not re.search(rf"^{re.escape(start)}\b", block, flags=re.MULTILINE)]
    if kept == blocks:
        raise ValueError(f"no {start!r} to cut")
    return "\n\n\n".join(kept) + "\n"
