"""Which trackers are read: those that boards name, else the user's own, else the stores that MLflow made."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from dualtrack import limits
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.project.board import Board
from dualtrack.project.histories import histories
from dualtrack.project.project import Project
from dualtrack.said import said


class NamedTracker(NamedTuple):
    """A tracker by the name that a board gives it, its address, and the board's folder. `stated`: the board says so itself, so
    that it must be there. `histories` are runs and metrics whose best values must be read in addition. `store` is the path of
    one that was found below the board's folder, from there; `left_out` says that there are more than are read."""

    name: str
    uri: str
    folder: str
    stated: bool
    histories: frozenset[tuple[str, str]] = frozenset()
    store: str = ""
    left_out: str = ""

    @property
    def scheme(self) -> str:
        """How it is reached: `http`, `sqlite` or `file`."""
        return self.uri.partition(":")[0].replace("https", "http")

    @property
    def path(self) -> str:
        """The path of a store, from the board's folder."""
        return self.store or self.uri.partition(":")[2].removeprefix("///").partition("?")[0]

    @property
    def place(self) -> str:
        """The path of a store, from the workspace's folder."""
        return posixpath.normpath(posixpath.join(self.folder, self.path))

    @property
    def seconds(self) -> float:
        """How long it may take to read a database."""
        return limits.FOUND_STORE_SECONDS if self.store else limits.STORE_SECONDS

    @property
    def distance(self) -> int:
        """How far a store is from what the board means: it is 0 for what is stated, and a database is nearer than a folder."""
        return 0 if self.stated or self.scheme == "http" else 2 * self.path.count("/") + (self.scheme == "file")


def with_histories(project: Project, trackers: Iterable[tuple[str, NamedTracker]]) -> dict[str, NamedTracker]:
    """Trackers with what the board's criteria ask for of the histories of metrics."""
    return {unique: each._replace(histories=histories(project, each.name)) for unique, each in trackers}


_Scheme = Literal["http", "sqlite", "file"]


def named_trackers(project: Project, folder: WorkspaceFolder, scheme: _Scheme) -> Iterator[tuple[str, NamedTracker]]:
    """The trackers that are reached in a way, each once, by unique names. A board that states none has the user's own server,
    else the stores that MLflow made below its folder."""
    seen: set[str] = set()
    names: set[str] = set()
    made, own = _made_by_mlflow(project, folder, scheme), folder.access.own_uri or _own_store(folder)
    for board in project.boards:
        for found in _trackers_of(board, own, scheme, made.get(board.folder, [])):
            same = found.uri if scheme == "http" else f"{found.folder}:{found.path}"
            if found.scheme == scheme and same not in seen:
                seen.add(same)
                where = (posixpath.dirname(found.place) if found.store else board.folder) or "."
                ways = (found.name, f"{found.name} in {where}", f"{found.name} in {found.place}")
                unique = next((name for name in ways if name not in names), f"{found.name} of {found.uri} in {board.folder}")
                names.add(unique)
                yield unique, found


_START = {"sqlite": "sqlite:///", "file": "file:"}
_USUAL = {"sqlite": "mlflow.db", "file": "mlruns"}
"""What MLflow makes in the folder in which a script or a notebook runs: the folder of old, the database today."""


def _own_store(folder: WorkspaceFolder) -> str:
    """The address, from the workspace's folder, of a store in it that the user's own MLFLOW_TRACKING_URI names; else empty."""
    uri = folder.access.environment.get("MLFLOW_TRACKING_URI", "")
    scheme, path = uri.partition(":")[::2] if ":" in uri else ("file", uri)
    if not path or scheme not in ("sqlite", "file"):
        return ""
    path = path.removeprefix("///").partition("?")[0] if scheme == "sqlite" else path.removeprefix("//")
    root, store = folder.root.resolve(), (folder.root / path).resolve()
    return f"{_START[scheme]}{store.relative_to(root).as_posix()}" if store != root and store.is_relative_to(root) else ""


def _trackers_of(board: Board, own: str, scheme: _Scheme, below: list[str]) -> Iterator[NamedTracker]:
    """The trackers of a board; `below` are the stores that MLflow made below its folder."""
    conventions = board.conventions
    if "trackers" in conventions.model_fields_set:
        for name, tracker in conventions.trackers.items():
            yield NamedTracker(name, tracker.uri.rstrip("/"), board.folder, True)
    elif own:
        yield NamedTracker("mlflow", own, "" if own.startswith(tuple(_START.values())) else board.folder, False)
    elif scheme != "http":
        uri = f"{_START[scheme]}{(usual := _USUAL[scheme])}"
        paths = [path for path in below if path != usual]
        left_out = ""
        if len(paths) > limits.STORES:
            left_out = said(
                "of {count} places with {name} below the board's folder the nearest {most} are read",
                len(paths),
                usual,
                limits.STORES,
            )
        yield NamedTracker("mlflow", uri, board.folder, False, left_out=left_out)
        for path in paths[: limits.STORES]:
            yield NamedTracker("mlflow", uri, board.folder, False, store=path)


def _is_database(name: str) -> bool:
    return name == _USUAL["sqlite"]


def _made_by_mlflow(project: Project, folder: WorkspaceFolder, scheme: _Scheme) -> dict[str, list[str]]:
    """The stores of each board by its folder, from there, the nearest first: a store is that of the nearest board above it."""
    if scheme == "http":
        return {}
    boards = {board.folder for board in project.boards}
    found: dict[str, list[str]] = defaultdict(list)
    for path in folder.listing.named("", _is_database) if scheme == "sqlite" else folder.listing.folders(_USUAL["file"]):
        above = posixpath.dirname(path)
        while above and above not in boards:
            above = posixpath.dirname(above)
        found[above].append(path.removeprefix(f"{above}/"))
    return {folder: sorted(paths, key=lambda path: (path.count("/"), path)) for folder, paths in found.items()}


_OWN_READERS = ("", "http", "https", "file")


def client_store(project: Project, folder: WorkspaceFolder) -> dict[str, str]:
    """The store in the user's own MLFLOW_TRACKING_URI that only MLflow reads, such as a database server, where a board does not
    name its trackers."""
    uri = folder.access.environment.get("MLFLOW_TRACKING_URI", "")
    scheme = uri.partition("://")[0] if "://" in uri else ""
    unstated = any("trackers" not in board.conventions.model_fields_set for board in project.boards)
    return {"": uri} if unstated and scheme not in _OWN_READERS and not _own_store(folder) else {}
