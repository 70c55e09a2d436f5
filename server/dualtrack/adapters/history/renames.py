"""In which file of a commit one that it ends goes on, whatever the ids of the items in them."""

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from dualtrack.adapters.history.log import FileCommit
from dualtrack.model.mention import leading_id
from dualtrack.table import Table, grouped

_NO_WORD = re.compile(r"[\W_]+")

FileContent = tuple[str, str]
"""A file's path and content."""


class Renames(NamedTuple):
    """By path of a file that a commit begins those that it ends and that may go on there, and the other way round."""

    formers: Table[str, tuple[FileContent, ...]] = Table()
    laters: Table[str, tuple[FileContent, ...]] = Table()


def renames_in(commit: FileCommit, titled: Callable[[FileContent], str]) -> Renames:
    """By what files are called behind their ids, of namesakes the one that lies most like it; else by what git takes for
    renamed, unless the two have different titles, in their texts (`titled`) or behind their ids: many an item is written as
    another one was."""
    ended = {path: (path, before) for path, before, after in commit.files if not after}
    begun = {path: (path, after) for path, before, after in commit.files if not before}
    if not ended or not begun:
        return Renames()
    names, laters = (grouped((name, path) for path in paths if (name := name_behind_id(path))) for paths in (ended, begun))
    alike = ((path, continued(path, paths, names.get(name, ()))) for name, paths in laters.items() for path in paths)
    named = ((path, formers[0]) for path, formers in alike if len(formers) == 1)
    moved = ((path, former) for path, former in commit.renamed if path in begun and former in ended)
    pairs = {*named, *(pair for pair in moved if _may_be_same(begun[pair[0]], ended[pair[1]], titled))}
    return Renames(
        grouped((path, ended[former]) for path, former in sorted(pairs)),
        grouped((former, begun[path]) for path, former in sorted(pairs)),
    )


def name_behind_id(path: str) -> str:
    """What a file is called behind its id, without case and signs; empty where there is no more."""
    return _behind_id(path.rpartition("/")[2].rpartition(".")[0])


def likeness(path: str, other: str) -> tuple[int, int]:
    """How much alike two files lie: how many of the folders right above them are called the same, and how many there are."""
    folders, others = (each.split("/")[-2::-1] for each in (path, other))
    same = next((n for n, (own, its) in enumerate(zip(folders, others, strict=False)) if own != its), None)
    return min(len(folders), len(others)) if same is None else same, -abs(len(folders) - len(others))


def continued(path: str, begun: Collection[str], ended: Collection[str]) -> list[str]:
    """The files that a new one continues, of those that ended as it began: each goes on in the one that lies most like it."""
    own = [was for was in ended if max(begun, key=lambda each: likeness(each, was)) == path]
    return own or list(ended)


def _behind_id(text: str) -> str:
    return _NO_WORD.sub("", text.removeprefix(leading_id(text)).casefold())


def _may_be_same(place: FileContent, former: FileContent, titled: Callable[[FileContent], str]) -> bool:
    """Whether neither the titles in two texts differ nor, where they have none, what the files are called behind their ids."""
    title, before = _behind_id(titled(place)), _behind_id(titled(former))
    if title and before:
        return title == before
    return not all(name_behind_id(path) and leading_id(path.rpartition("/")[2]) for path, _ in (place, former))
