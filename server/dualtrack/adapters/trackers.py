"""Which trackers the boards name."""

import posixpath
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from dualtrack import limits
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.project.board import Board, is_within
from dualtrack.project.histories import histories
from dualtrack.project.project import Project
from dualtrack.said import said


class NamedTracker(NamedTuple):
    """A tracker by the name that a board gives it, its address, and the board's folder. `stated`: the board says so itself, so
    that it must be there. `histories` are runs and metrics whose best values must be read in addition; `beyond` says that there
    are more than are read."""

    name: str
    uri: str
    folder: str
    stated: bool
    histories: frozenset[tuple[str, str]] = frozenset()
    beyond: str = ""

    @property
    def scheme(self) -> str:
        """How it is reached: `http`, `sqlite` or `file`."""
        return self.uri.partition(":")[0].replace("https", "http")

    @property
    def path(self) -> str:
        """The path of a store, from the board's folder."""
        return self.uri.partition(":")[2].removeprefix("///").partition("?")[0]


def with_histories(project: Project, trackers: Iterable[tuple[str, NamedTracker]]) -> dict[str, NamedTracker]:
    """Trackers with what the board's criteria ask for of the histories of metrics."""
    return {unique: each._replace(histories=histories(project, each.name)) for unique, each in trackers}


_Scheme = Literal["http", "sqlite", "file"]


def named_trackers(project: Project, place: WorkspaceFolder, scheme: _Scheme) -> Iterator[tuple[str, NamedTracker]]:
    """The trackers that are reached in a way, each once, by unique names. A board that states none has the user's own server,
    else the stores that MLflow made below its folder."""
    seen: set[str] = set()
    names: set[str] = set()
    for board in project.boards:
        for found in _trackers_of(project, board, place, scheme):
            same = found.uri if scheme == "http" else f"{found.folder}:{found.uri}"
            if found.scheme == scheme and same not in seen:
                seen.add(same)
                where = board.folder if scheme == "http" else posixpath.dirname(posixpath.join(board.folder, found.path))
                unique = found.name if found.name not in names else f"{found.name} in {where or '.'}"
                names.add(unique)
                yield unique, found


def _trackers_of(project: Project, board: Board, place: WorkspaceFolder, scheme: _Scheme) -> Iterator[NamedTracker]:
    conventions = board.conventions
    if "trackers" in conventions.model_fields_set:
        for name, tracker in conventions.trackers.items():
            yield NamedTracker(name, tracker.uri.rstrip("/"), board.folder, True)
    elif place.access.own_uri:
        yield NamedTracker("mlflow", place.access.own_uri.rstrip("/"), board.folder, False)
    elif scheme != "http":
        start = f"{board.folder}/" if board.folder else ""
        stores, beyond = _made_by_mlflow(project, board, place, scheme), ""
        if (count := len(stores)) > limits.STORES:
            beyond = said("only the nearest {most} of {count} MLflow stores are read", limits.STORES, count)
        for path in stores[: limits.STORES]:
            yield NamedTracker("mlflow", f"{_ADDRESS[scheme]}{path.removeprefix(start)}", board.folder, False, beyond=beyond)


_ADDRESS = {"sqlite": "sqlite:///", "file": "file:"}
_DATABASE, _FOLDER = "mlflow.db", "mlruns"
"""What MLflow makes in the folder in which a script or a notebook runs: the folder of old, the database today."""


def _is_database(name: str) -> bool:
    return name == _DATABASE


def _made_by_mlflow(project: Project, board: Board, place: WorkspaceFolder, scheme: _Scheme) -> list[str]:
    """The stores below a board's folder that are below no other board's, the nearest first."""
    others = [each.folder for each in project.boards if each.folder != board.folder and is_within(each.folder, board.folder)]
    found = place.listing.named("", _is_database) if scheme == "sqlite" else place.listing.folders(_FOLDER)
    below = (path for path in found if is_within(path, board.folder) and not any(is_within(path, each) for each in others))
    return sorted(below, key=lambda path: (path.count("/"), path))


_OWN_READERS = ("", "http", "https", "file")


def client_store(project: Project, place: WorkspaceFolder) -> dict[str, str]:
    """The store in the user's own MLFLOW_TRACKING_URI that only MLflow reads, such as a database server, where a board does not
    name its trackers."""
    uri = place.access.environment.get("MLFLOW_TRACKING_URI", "")
    scheme, rest = uri.partition("://")[0] if "://" in uri else "", uri.partition("///")[2].partition("?")[0]
    in_folder = scheme == "sqlite" and (place.root / rest).resolve().is_relative_to(place.root.resolve())
    unstated = any("trackers" not in board.conventions.model_fields_set for board in project.boards)
    return {"": uri} if unstated and scheme not in _OWN_READERS and not in_folder else {}
