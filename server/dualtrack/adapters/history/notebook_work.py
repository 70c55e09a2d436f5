"""When notebooks that work in progress names were last worked on, by the commits that touched them on any branch."""

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from dualtrack.adapters.git import name_of
from dualtrack.adapters.history.log import moment
from dualtrack.adapters.history.records import range_of, read_records
from dualtrack.adapters.history.refs import read_refs


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
        what = ("--name-only", f"--since={since}T00:00:00", "--no-renames", "--relative")
        found: dict[str, datetime] = {}
        for seconds, *names in read_records(self._folder, range_of(tips), ("%at",), *what, below=paths):
            if when := moment(seconds):
                for path in map(name_of, names):
                    found[path] = max(when, found.get(path, when))
        return found
