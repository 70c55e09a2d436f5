"""When notebooks that work in progress names were last worked on, by the commits that touched them on any branch."""

import os
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from dualtrack.adapters.git import streamed
from dualtrack.adapters.history.log import moment
from dualtrack.adapters.history.refs import read_refs

_HOW = ("--no-renames", "--relative", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-color")


class NotebookWork:
    """Of the notebooks in one folder; git is asked again where a ref has moved or other ones are wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._asked: object = None
        self._found: dict[str, datetime] = {}

    def read(self, paths: Collection[str], since: date) -> dict[str, datetime]:
        """When each of these was last touched, of those that were since a day; raises GitError."""
        tips = read_refs(self._folder).tips if paths else frozenset[str]()
        if (tips, paths, since) != self._asked:
            self._found = self._read(tips, paths, since) if tips else {}
            self._asked = (tips, paths, since)
        return self._found

    def _read(self, tips: Collection[str], paths: Collection[str], since: date) -> dict[str, datetime]:
        mark = os.urandom(8).hex()  # a path may hold anything that could be agreed on before
        what = ("--stdin", "-z", "--name-only", f"--since={since}T00:00:00", f"--format={mark}%at", *_HOW, "--", *paths)
        asked = "".join(f"{tip}\n" for tip in tips)
        output = b"".join(streamed(self._folder, "--literal-pathspecs", "log", *what, stdin=asked))
        found: dict[str, datetime] = {}
        for record in output.split(mark.encode())[1:]:
            seconds, *names = (part.strip(b"\n") for part in record.split(b"\0"))
            if when := moment(seconds):
                for name in filter(None, names):
                    path = name.decode("utf-8", errors="surrogateescape")
                    found[path] = max(when, found.get(path, when))
        return found
