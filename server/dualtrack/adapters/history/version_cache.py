"""What is known of the versions of items, as plain data and in a file of the user's cache folder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias, cast

from dualtrack.adapters.history.cache_file import IN_A_LINE, NOT_AS_WRITTEN, read_lines, write_lines
from dualtrack.adapters.history.version_log import FileCommit
from dualtrack.facts.pasts import ItemState

States: TypeAlias = tuple[ItemState, ...] | None
"""The items of a content; None of one that cannot be read."""


@dataclass
class KnownVersions:
    """What was read when HEAD was at a commit, `cut` as in `Refs`, and these folders held items.

    `commits` are those that changed an item, with the files in which they did; `tree` are the contents at HEAD by path;
    `states` are the items by path and content.
    """

    head: str = ""
    cut: str = ""
    folders: tuple[str, ...] = ()
    commits: dict[str, FileCommit] = field(default_factory=dict[str, FileCommit])
    tree: dict[str, str] = field(default_factory=dict[str, str])
    states: dict[tuple[str, str], States] = field(default_factory=dict[tuple[str, str], States])

    def states_of(self, path: str, content: str) -> States:
        """The items of a content at a path; none of no file."""
        return self.states[path, content] if content else ()


def load(cache: Path) -> KnownVersions | None:
    """What the file holds; None if there is no such file, or it is not as it was written."""
    try:
        lines = read_lines(cache)
        head = next(lines)
        known = KnownVersions(head["head"], head["cut"], tuple(head["folders"]))
        same: dict[States, States] = {}
        for line in lines:
            known.tree.update(line.get("tree", ()))
            for path, content, written in line.get("states", ()):
                states = None if written is None else tuple(ItemState(*map(_frozen, each)) for each in written)
                known.states[path, content] = same.setdefault(states, states)
            for hash, committed, author, seconds, subject, reason, is_merge, files in line.get("commits", ()):
                when = datetime.fromtimestamp(seconds, UTC)
                changes = tuple((path, before, after) for path, before, after in files)
                known.commits[hash] = FileCommit(hash, committed, author, when, subject, reason, is_merge, changes)
    except NOT_AS_WRITTEN:
        return None
    return known


def save(cache: Path, known: KnownVersions) -> None:
    """Write it, but for states that nothing refers to any more."""
    used = {*known.tree.items()}
    for commit in known.commits.values():
        used.update((path, content) for path, *contents in commit.files for content in contents if content)
    states = {place: known.states[place] for place in used}
    write_lines(cache, _written(known, states))


def _written(known: KnownVersions, states: Mapping[tuple[str, str], States]) -> Iterator[dict[str, Any]]:
    yield {"head": known.head, "cut": known.cut, "folders": known.folders}
    yield from _in_lines("tree", known.tree.items())
    yield from _in_lines("states", ((*place, found) for place, found in states.items()))
    yield from _in_lines("commits", map(_as_list, known.commits.values()))


def _as_list(commit: FileCommit) -> list[Any]:
    said = (commit.subject, commit.reason, commit.is_merge)
    return [commit.hash, commit.committed, commit.author, int(commit.when.timestamp()), *said, commit.files]


def _in_lines(name: str, entries: Iterable[Any]) -> Iterator[dict[str, Any]]:
    left = iter(entries)
    while part := list(islice(left, IN_A_LINE)):
        yield {name: part}


def _frozen(value: Any) -> Any:
    """Lists as the tuples that they were."""
    return tuple(map(_frozen, cast("Sequence[Any]", value))) if isinstance(value, list) else value
