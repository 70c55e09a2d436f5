"""Which trackers the boards name."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from dualtrack.adapters.access import Access
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.model.conventions import Tracker
from dualtrack.project.histories import histories
from dualtrack.project.project import Project


class NamedTracker(NamedTuple):
    """A tracker by the name that a board gives it, its address, and the board's folder. `stated`: the board says so itself, so
    that it must be there. `histories` are runs and metrics whose best values must be read in addition."""

    name: str
    uri: str
    folder: str
    stated: bool
    histories: frozenset[tuple[str, str]] = frozenset()

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


_FILES = {"mlflow": Tracker(uri="file:mlruns")}
"""Where MLflow kept runs before it had a database, looked at where nothing is stated."""


def named_trackers(
    project: Project, access: Access, scheme: Literal["http", "sqlite", "file"]
) -> Iterator[tuple[str, NamedTracker]]:
    """The trackers that are reached in a way, each once, by unique names. A board that states none has the user's own server,
    else the usual stores."""
    seen: set[str] = set()
    names: set[str] = set()
    for board in project.boards:
        conventions = board.conventions
        stated = "trackers" in conventions.model_fields_set
        trackers = conventions.trackers
        if not stated and access.own_uri:
            trackers = {"mlflow": Tracker.model_construct(uri=access.own_uri)}
        elif not stated and scheme == "file":
            trackers = _FILES
        for name, tracker in trackers.items():
            found = NamedTracker(name, tracker.uri.rstrip("/"), board.folder, stated)
            same = found.uri if scheme == "http" else f"{found.folder}:{found.uri}"
            if found.scheme == scheme and same not in seen:
                seen.add(same)
                unique = name if name not in names else f"{name} in {board.folder or '.'}"
                names.add(unique)
                yield unique, found


_OWN_READERS = ("", "http", "https", "file")


def client_store(project: Project, place: WorkspaceFolder) -> dict[str, str]:
    """The store in the user's own MLFLOW_TRACKING_URI that only MLflow reads, such as a database server, where a board does not
    name its trackers."""
    uri = place.access.environment.get("MLFLOW_TRACKING_URI", "")
    scheme, rest = uri.partition("://")[0] if "://" in uri else "", uri.partition("///")[2].partition("?")[0]
    in_folder = scheme == "sqlite" and (place.root / rest).resolve().is_relative_to(place.root.resolve())
    unstated = any("trackers" not in board.conventions.model_fields_set for board in project.boards)
    return {"": uri} if unstated and scheme not in _OWN_READERS and not in_folder else {}
