"""The files that items name as model cards and proofs, and those that the team names as evidence."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from itertools import islice

from dualtrack import limits
from dualtrack.adapters.disk import is_there, read_text
from dualtrack.adapters.source import NotRead, Source, WorkspaceFolder
from dualtrack.facts.named_files import FileSection, NamedFile, NamedFiles
from dualtrack.files.document import parse
from dualtrack.files.figures import figures
from dualtrack.files.read_body import has_own_words
from dualtrack.project.named_files import named_paths
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.table import Table

_IGNORES = ".gitignore"
_LEAD = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?\*\*([^*\n]{1,80})\*\*[.:]?[ \t]*(.*)$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"(?i)[^\w.…]*+(?:todo|tbd|fixme|n/?a|\.\.\.|…|more information needed)(?:\W*|:.*)")


class WorkTreeNamedFiles(Source[frozenset[str], NamedFiles]):
    """Which of them are there, and which sections and numbers those have that are Markdown."""

    fact = NamedFiles
    title = said("named files")
    safe = True

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, frozenset[str]]:
        """The paths where they may be."""
        return {"": paths} if (paths := named_paths(project)) else {}

    def is_about(self, path: str, needs: frozenset[str]) -> bool:
        """Whether it is one that is named, or tells that a folder is there."""
        return path in needs or path.removesuffix(".dvc") in needs or path.rpartition("/")[2] == _IGNORES

    def read(self, needs: frozenset[str], before: NamedFiles | None) -> NamedFiles:
        """What is known of each. Of one that is not there and that git leaves out nothing is known: another clone may have it,
        as it may what DVC keeps in its cache."""
        if len(needs) > limits.CITED_PROOFS:
            raise NotRead(said("{count} are named; up to {most} are looked for", len(needs), limits.CITED_PROOFS))
        found = {path: self._file(path) for path in sorted(needs)}
        ignored = cache(self._ignored)
        return NamedFiles(Table({path: file for path, file in found.items() if file or not _is_ignored(path, ignored)}))

    def _ignored(self, folder: str) -> tuple[str, ...]:
        """What git is told to leave out in a folder: lines with names or patterns."""
        text = read_text(self.folder.root, f"{folder}/{_IGNORES}" if folder else _IGNORES)
        lines = [line.strip() for line in text.splitlines()] if isinstance(text, str) else []
        if len(lines) > limits.IGNORE_LINES:
            return ("*",)  # the others may name any
        return tuple(line for line in lines if line and line[0] not in "#!")

    def _file(self, path: str) -> NamedFile | None:
        """What is known of one; DVC may keep it elsewhere."""
        text = read_text(self.folder.root, path) if path.endswith(".md") else None
        if isinstance(text, str):
            return _read(path, text)
        if text:
            return NamedFile(why_not=str(text))
        return NamedFile() if any(is_there(self.folder.root, each) for each in (path, f"{path}.dvc")) else None


def _is_ignored(path: str, ignored: Callable[[str], tuple[str, ...]]) -> bool:
    """Whether git may leave a file out, or a folder that it is in."""
    parts = path.split("/")
    return any(_matches(parts[depth:], line) for depth in range(len(parts)) for line in ignored("/".join(parts[:depth])))


def _matches(parts: Sequence[str], line: str) -> bool:
    pattern = line.strip("/")
    if "/" in line.rstrip("/"):
        return any(fnmatchcase("/".join(parts[:end]), pattern) for end in range(1, len(parts) + 1))
    return any(fnmatchcase(part, pattern) for part in parts)


def _read(path: str, text: str) -> NamedFile:
    sections = tuple(_sections(path, text))
    many = len(sections) > limits.SECTIONS
    why_not = said("it has more than {most} sections", limits.SECTIONS) if many else ""
    return NamedFile(sections[: limits.SECTIONS], tuple(_figures(text)), why_not)


def _sections(path: str, text: str) -> Iterator[FileSection]:
    """The sections, and the paragraphs that begin with a title in bold, of each one more than are read; what holds only a
    placeholder is empty."""
    for heading in islice(parse(path, text).body.headings, limits.SECTIONS + 1):
        below = text[heading.section.start : heading.section.end].strip()
        filled = not _PLACEHOLDER.fullmatch(below) and has_own_words(text, heading.section)
        yield FileSection(heading.text, filled)
    for lead in islice(_LEAD.finditer(text), limits.SECTIONS + 1):
        yield FileSection(lead[1].rstrip(".: "), bool(lead[2].strip()) and not _PLACEHOLDER.fullmatch(lead[2].strip()))


def _figures(text: str) -> Iterator[tuple[str, str]]:
    return ((each.name, each.number) for each in islice(figures(text), limits.FIGURES))
