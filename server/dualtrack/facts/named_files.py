"""The files that items name as model cards and proofs, and those that the team names as evidence."""

from dataclasses import dataclass, field
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.table import Table


class FileSection(NamedTuple):
    """A section of a file: its heading, and whether people wrote something below it."""

    title: str
    filled: bool


class NamedFile(NamedTuple):
    """What is known of a file that is there: the sections of a Markdown file, and the numbers that it gives for a name, such as
    `val_f1: 0.731`, as they are written; and why not all of a Markdown file can be read, as the end of a sentence."""

    sections: tuple[FileSection, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    why_not: str = ""


@dataclass(frozen=True)
class NamedFiles(Fact):
    """What was looked for, by path: None where nothing is there. A folder is there as well."""

    by_path: Table[str, NamedFile | None] = field(default_factory=Table[str, NamedFile | None])
