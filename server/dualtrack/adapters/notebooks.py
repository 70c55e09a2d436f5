"""Notebooks: the ids that their source cells mention, and how they were run. What they printed is passed over."""

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, NamedTuple

from dualtrack import limits
from dualtrack.adapters.disk import LFS_POINTER, Files, Stamp, Unreadable, open_file, stamp_of, walk
from dualtrack.adapters.notebook_json import Condenser, TooLong
from dualtrack.facts.notebooks import TEXT_SUFFIXES, Notebook
from dualtrack.model.mention import candidates
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.model.words import data_size
from dualtrack.said import said

_BLOCK = 3 * 512 * 1024
"""How much is read at once. A thread that reads gives way for an instant that others miss, and they are given their turn only
where it works on for longer than Python's switch interval."""
_PIECE = 64 * 1024
"""How much is looked at in one step, during which no other thread gets its turn."""
_HEAD = 4096
_TEXT_SAYS = re.compile(
    rb"jupytext:|kernelspec:|^# ?%%|^# In\[|Databricks notebook source|^```\{(?:code-cell|python|r|julia)\b", re.MULTILINE
)
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"([ \t]*:)?)?')
_LONGEST_LINE = 64 * 1024
_IN_DVC = ".ipynb.dvc"
_IN_ANNEX = (b"/annex/objects/", ".git/annex/objects/")
"""How a pointer of git-annex begins, and what the target of its link holds."""


class NotebookFiles:
    """The notebooks in one folder; those that have not changed since they were last asked for are not read again."""

    def __init__(self, root: Path, files: Files | None = None) -> None:
        self._root = root
        self._files = files or partial(walk, root)
        self._known: dict[str, tuple[Stamp | None, Notebook | None]] = {}

    def read(self, named: Collection[str] = ()) -> tuple[Notebook, ...]:
        """All notebooks of the folder, by path; and the texts that stand for those `named` (`look` of look.ipynb) which are not
        there, as where jupytext keeps a pair and only the text is committed."""
        known, inside = self._known, dict[str, bool]()
        self._known = {}
        found = set(self._files("", lambda name: name.endswith((".ipynb", _IN_DVC))))
        # One that DVC keeps is there, though not on this machine.
        paths = {path.removesuffix(".dvc") for path in found}
        wanted = {*named} - {_stem(path) for path in paths}
        if wanted:
            paths.update(self._files("", lambda name: name.endswith(TEXT_SUFFIXES) and _stem(name) in wanted))
        for path in sorted(paths):
            stamp = stamp_of(f"{self._root}/{path}")
            before = known.get(path)
            unchanged = before and stamp and before[0] == stamp
            if path.endswith(".ipynb") and path not in found:
                self._known[path] = (None, Notebook(path))
            else:
                self._known[path] = before if before and unchanged else (stamp, _read(self._root, path, inside))
        return tuple(found for _, found in self._known.values() if found)


class _Cell(NamedTuple):
    """What counts of a cell: its kind, source, tags, when it ran, and the errors in its outputs."""

    kind: str
    source: str
    ran: int | None
    tags: tuple[str, ...]
    errors: tuple[str, ...]


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _read(root: Path, path: str, inside: dict[str, bool]) -> Notebook | None:
    return _notebook(root, path, inside) if path.endswith(".ipynb") else _text_notebook(root, path, inside)


def _text_notebook(root: Path, path: str, inside: dict[str, bool]) -> Notebook | None:
    """A notebook that is kept as text; None where the text is something else."""
    try:
        file, _ = open_file(root, path, inside)
        with os.fdopen(file, "rb") as opened:
            head = opened.read(_HEAD)
            if not _TEXT_SAYS.search(head):
                return None
            text = head + opened.read(limits.NOTEBOOK_BYTES)
    except (OSError, Unreadable):
        return None
    return Notebook(path, _ids([text.decode(errors="replace")]))


def _notebook(root: Path, path: str, inside: dict[str, bool]) -> Notebook:
    try:
        file, _ = open_file(root, path, inside)
        with os.fdopen(file, "rb") as opened:
            if opened.read(len(LFS_POINTER)).startswith((LFS_POINTER, _IN_ANNEX[0])):
                return Notebook(path)  # what stands in it is not on this machine
            opened.seek(0)
            condenser = Condenser()
            content = condenser.read(_pieces(opened))
            cells = None if condenser.conflict else _cells(content)
            if cells is None:
                opened.seek(0)
                fault = (
                    said("holds an unresolved merge conflict")
                    if condenser.conflict
                    else said("is no notebook that can be read")
                )
                return Notebook(path, _ids(_loose_sources(iter(lambda: opened.readline(_LONGEST_LINE), b""))), fault=fault)
    except OSError as error:
        return Notebook(path, fault=said("cannot be read: {why}", error.strerror))
    except Unreadable as reason:
        if _leads_into_annex(root / path):
            return Notebook(path)
        return Notebook(path, fault=said("cannot be read: {why}", reason))
    except TooLong:
        most = data_size(limits.NOTEBOOK_BYTES)
        return Notebook(path, fault=said("holds more than {most} besides its outputs, and is not read", most))
    last = max((cell for cell in cells if cell.ran is not None), key=lambda cell: cell.ran or 0, default=None)
    error = last.errors[-1] if last and last.errors and "raises-exception" not in last.tags else ""
    return Notebook(path, _ids(cell.source for cell in cells), _in_order(cells), error, _digest(cells))


def _leads_into_annex(path: Path) -> bool:
    """Whether it is a link of git-annex, whose content is not on this machine."""
    try:
        return _IN_ANNEX[1] in str(path.readlink()) and not path.exists()
    except OSError:
        return False


def _pieces(opened: IO[bytes]) -> Iterator[bytes]:
    while block := opened.read(_BLOCK):
        yield from (block[at : at + _PIECE] for at in range(0, len(block), _PIECE))


def digest_of_sources(pieces: Iterator[bytes]) -> str:
    """What `Notebook.sources` would be of a notebook that comes in pieces; empty where it cannot be read."""
    condenser = Condenser()
    try:
        content = condenser.read(pieces)
    except TooLong:
        return ""
    cells = None if condenser.conflict else _cells(content)
    return "" if cells is None else _digest(cells)


def _digest(cells: Iterable[_Cell]) -> str:
    said = "\0".join(f"{cell.kind}\0{cell.source}" for cell in cells).encode("utf-8", "replace")
    return blake2b(said, digest_size=8).hexdigest()


def _ids(sources: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.id for source in sources for mention in candidates(source)))


def _in_order(cells: Iterable[_Cell]) -> bool | None:
    """Whether every code cell ran after the one above it; None where none has run, as where outputs are not committed."""
    counts = [cell.ran for cell in cells if cell.kind == "code" and cell.source.strip() and "skip-execution" not in cell.tags]
    if all(count is None for count in counts):
        return None
    return all(one is not None and other is not None and one < other for one, other in pairwise([0, *counts]))


def _cells(content: bytes) -> list[_Cell] | None:
    """The cells, of the older format too, in which they stand in worksheets; None where it is no notebook."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return []
    try:
        read = as_mapping(json.loads(content.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")))
    except (ValueError, RecursionError):
        return None
    if read is None:
        return None
    sheets = (read, *_mappings(read.get("worksheets")))
    return [_cell(cell) for sheet in sheets for cell in _mappings(sheet.get("cells"))]


def _cell(cell: Mapping[str, Any]) -> _Cell:
    source = cell.get("source", cell.get("input", ""))
    ran = cell.get("execution_count", cell.get("prompt_number"))
    return _Cell(
        kind=str(cell.get("cell_type", "")),
        source=source if isinstance(source, str) else "".join(map(str, as_list(source) or ())),
        ran=ran if isinstance(ran, int) and ran > 0 else None,  # Databricks writes 0 in every cell
        tags=tuple(map(str, as_list(cell.get("metadata")) or ())),
        errors=tuple(map(str, as_list(cell.get("outputs")) or ())),
    )


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [mapping for entry in as_list(value) or () if (mapping := as_mapping(entry)) is not None]


def _loose_sources(lines: Iterable[bytes]) -> Iterator[str]:
    """The texts that stand behind the keys of sources in what is not JSON as a whole, such as both sides of a conflict."""
    key = ""
    for line in lines:
        for found in _STRING.finditer(line.decode(errors="replace")):
            if found[2]:
                key = found[1]
            elif key in ("source", "input"):
                yield found[1].replace("\\n", "\n").replace("\\t", "\t")
