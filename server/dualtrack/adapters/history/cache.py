"""What is known of a history, in one file of the user's cache folder, so that the next start need not read it again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dualtrack.adapters.history.cache_file import IN_A_LINE, NOT_AS_WRITTEN, cache_file, read_lines, write_lines
from dualtrack.adapters.history.commit_store import CommitStore
from dualtrack.adapters.history.refs import Refs
from dualtrack.facts.history import Commit


def cache_of(folder: Path) -> Path | None:
    """The file for the repository that a folder lies in, shared by all its work trees; None where there is no repository."""
    return cache_file(folder, "")


def load(cache: Path) -> CommitStore | None:
    """What the file holds; None if there is no such file, or it is not as it was written."""
    try:
        lines = read_lines(cache)
        head = next(lines)
        known = CommitStore(Refs(head["refs"], head["trunk"], head["cut"], head["remote"]))
        for line in lines:
            for written in line["commits"]:
                _add(known, *written)
    except NOT_AS_WRITTEN:
        return None
    return known


def save(cache: Path, known: CommitStore) -> None:
    """Write it; a folder or disk that does not take it is no reason to fail."""
    write_lines(cache, _written(known))


def _written(known: CommitStore) -> Iterator[dict[str, Any]]:
    refs = known.refs
    yield {"refs": dict(refs.commits), "trunk": refs.trunk, "cut": refs.cut, "remote": refs.remote}
    commits = list(known.commits.values())
    for start in range(0, len(commits), IN_A_LINE):
        yield {"commits": [_as_list(known, commit) for commit in commits[start : start + IN_A_LINE]]}


def _as_list(known: CommitStore, commit: Commit) -> list[Any]:
    paths = None if commit.hash in known.pathless else commit.paths
    flags = commit.is_revert | commit.is_merge << 1
    said = [commit.subject, commit.ids, commit.closes, commit.moves]
    return [
        commit.hash,
        commit.author,
        int(commit.when.timestamp()),
        commit.committed,
        *said,
        flags,
        paths,
        known.loose.get(commit.hash),
        commit.undoes,
    ]


def _add(
    known: CommitStore,
    hash: str,
    author: str,
    seconds: int,
    committed: int,
    subject: str,
    ids: list[str],
    closes: list[str],
    moves: list[list[str]],
    flags: int,
    paths: list[str] | None,
    parents: list[str] | None,
    undoes: str,
) -> None:
    when = datetime.fromtimestamp(seconds, UTC)
    pairs = tuple((id, word) for id, word in moves)
    revert, merge, landed = bool(flags & 1), bool(flags & 2), parents is None
    said = (subject, tuple(ids), tuple(closes), pairs)
    known.commits[hash] = Commit(hash, author, when, *said, revert, merge, landed, tuple(paths or ()), "", committed, undoes)
    if undoes:
        known.reverts[hash] = undoes
    if parents is not None:
        known.loose[hash] = tuple(parents)
    if paths is None:
        known.pathless.add(hash)
