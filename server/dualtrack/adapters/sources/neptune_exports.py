"""Tables exported from Neptune before its service ended: CSV files with `neptune` in their names and a column `sys/id`."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded
from dualtrack.adapters.run_files import RunFile, RunFiles, WholeFile
from dualtrack.adapters.run_values import ITEM_TAG, item_of, limited, moment_in, number_in, params_of
from dualtrack.model.run import Run
from dualtrack.said import said

_ID = "sys/id"
_OWN = ("sys/", "monitoring/", "source_code/")
_PARAMS = ("parameters/", "params/", "hyperparameters/", "config/")


class NeptuneExport(WholeFile):
    """One table: a run a row, under the names of its fields."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.rows: list[Mapping[str, str]] = []

    def take(self, content: bytes) -> None:
        """Read the rows; a table without ids of runs has none."""
        text = decoded(content)
        if isinstance(text, Unreadable):
            raise text
        rows = csv.DictReader(io.StringIO(text), restval="", restkey="")
        if _ID in limited(dict.fromkeys(rows.fieldnames or (), "")):
            self.rows = [row for row in rows if row[_ID]]
        if len(self.rows) > limits.RUN_FILES:
            raise Unreadable(said("it has more than {most} rows", limits.RUN_FILES))


class NeptuneExports(RunFiles):
    """The runs in exported tables."""

    title = "neptune"
    globs = ("**/*neptune*.csv",)

    @staticmethod
    def wanted(name: str) -> bool:
        """Whether it may be such a table."""
        return name.endswith(".csv") and "neptune" in name

    def file(self, path: str) -> NeptuneExport:
        """A table that is still to be read."""
        return NeptuneExport(path)

    def runs(self, group: str, files: Sequence[RunFile]) -> Iterable[Run]:
        """The runs of a table."""
        return [_run(row) for file in files if isinstance(file, NeptuneExport) for row in file.rows]


def _run(row: Mapping[str, str]) -> Run:
    fields = {name: value for name, value in row.items() if value and name}
    failed = fields.get("sys/failed", "").lower() == "true"
    params = {name.removeprefix(start): value for start in _PARAMS for name, value in fields.items() if name.startswith(start)}
    others = {name: value for name, value in fields.items() if not name.startswith((*_OWN, *_PARAMS))}
    tag = next((value for name, value in fields.items() if name.rpartition("/")[2] == ITEM_TAG), "")
    return Run(
        "neptune",
        fields[_ID],
        fields.get("sys/name", ""),
        not failed,
        "failed" if failed else "finished",
        moment_in(fields.get("sys/creation_time", "")),
        moment_in(fields.get("sys/modification_time", "")),
        {name: number for name, value in others.items() if (number := number_in(value)) is not None},
        item=item_of(tag),
        params=params_of({name: value for name, value in params.items() if name != ITEM_TAG}),
    )
