"""Texts found by their words: a full-text index that SQLite keeps in memory, with the stems of English words."""

import re
from collections.abc import Mapping
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

_WORD = re.compile(r"[^\W_]{2,40}")
_MOST_WORDS = 40
_COMMON = re.compile(
    "an|and|are|as|at|be|better|by|can|do|does|for|from|has|have|if|in|into|is|it|its|more|no|not|of|on|or|our|so|than|that|the"
    "|their|then|there|this|to|was|we|were|what|when|where|which|will|with"
)
_FEW = 50
_LEAST_WEIGHT = 0.3
"""How much of the weight of all words two texts share that are close: rare words weigh more."""


class Match(NamedTuple):
    """A text by its key, and the words that it shares with what was asked."""

    key: str
    words: tuple[str, ...]


class WordIndex:
    """Texts by key. It may be used in any thread, but in one at a time."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._keys: dict[int, str] = {}
        self._next = 1

    @cached_property
    def _database(self) -> "sqlite3.Connection":
        import sqlite3  # the server starts without it

        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'porter unicode61')")
        return database

    def change(self, texts: Mapping[str, str | None]) -> None:
        """Add or replace texts, and take away those that are None."""
        gone = [(row,) for key in texts if (row := self._rows.pop(key, None))]
        for (row,) in gone:
            del self._keys[row]
        new = {key: text for key, text in texts.items() if text is not None}
        rows = dict(zip(new, range(self._next, self._next + len(new)), strict=True))
        self._next += len(new)
        self._rows |= rows
        self._keys |= {row: key for key, row in rows.items()}
        self._database.executemany("DELETE FROM texts WHERE rowid = ?", gone)
        self._database.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", ((rows[key], new[key]) for key in new))

    def closest(self, text: str, most: int, but: str = "", least: int = 2) -> list[Match]:
        """The texts that share enough with a text, at least so many words, by BM25, the closest first; not the
        one of the key `but`."""
        asked = dict.fromkeys(word for word in _WORD.findall(text.casefold()) if not _COMMON.fullmatch(word))
        total = max(_FEW, len(self._keys))  # of a few texts, each word that one of them has would seem common
        many = max(_FEW, total // 20)
        shared: dict[int, list[str]] = {}
        weights: dict[str, float] = {}
        for word in list(asked)[:_MOST_WORDS]:
            found = self._database.execute(
                "SELECT rowid FROM texts WHERE texts MATCH ? LIMIT ?", (f'"{word}"', many + 1)
            ).fetchall()
            if len(found) <= many:  # what stands in more tells nothing
                weights[word] = log(1 + (total - len(found) + 0.5) / (len(found) + 0.5))
                for (row,) in found:
                    shared.setdefault(row, []).append(word)
        lightest = _LEAST_WEIGHT * sum(weights.values())
        weighed = {row: sum(weights[word] for word in words) for row, words in shared.items() if len(words) >= least}
        weighed.pop(self._rows.get(but, 0), None)
        close = sorted((row for row, weight in weighed.items() if weight >= lightest), key=lambda row: -weighed[row])[:_FEW]
        sql = f"SELECT rowid FROM texts WHERE texts MATCH ? AND rowid IN ({','.join(map(str, close))}) ORDER BY rank LIMIT ?"
        ranked = self._database.execute(sql, (" OR ".join(f'"{word}"' for word in weights), most)) if close else ()
        return [Match(self._keys[row], tuple(shared[row])) for (row,) in ranked]
