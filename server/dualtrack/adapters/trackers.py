"""Which trackers the boards name, and what MLflow's tags say of a run."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dualtrack.adapters.access import Access
from dualtrack.model.conventions import Tracker
from dualtrack.model.mention import canonical
from dualtrack.project.project import Project

TAGS = ("dualtrack.item", "mlflow.source.git.commit", "mlflow.source.git.branch", "mlflow.parentRunId")


class NamedTracker(NamedTuple):
    """A tracker by the name that a board gives it, its address, and the board's folder. `stated`: the board says so itself, so
    that it must be there."""

    name: str
    uri: str
    folder: str
    stated: bool

    @property
    def is_server(self) -> bool:
        """Whether it is contacted over HTTP."""
        return self.uri.startswith(("http://", "https://"))


def named_trackers(project: Project, access: Access, type: str) -> Iterator[tuple[str, NamedTracker]]:
    """The trackers of a type, each once, by unique names. A board that states none has the user's own server, else the usual
    store."""
    seen: set[str] = set()
    names: set[str] = set()
    for board in project.boards:
        conventions = board.conventions
        stated = "trackers" in conventions.model_fields_set
        trackers = conventions.trackers
        if not stated and access.own_uri:
            trackers = {"mlflow": Tracker.model_construct(uri=access.own_uri)}
        for name, tracker in trackers.items():
            found = NamedTracker(name, tracker.uri.rstrip("/"), board.folder, stated)
            same = found.uri if found.is_server else f"{found.folder}:{found.uri}"
            if tracker.type == type and same not in seen:
                seen.add(same)
                unique = name if name not in names else f"{name} in {board.folder or '.'}"
                names.add(unique)
                yield unique, found


def tagged(tags: Mapping[str, str]) -> dict[str, str]:
    """The fields of a run that its tags tell."""
    item, commit, branch, parent = (tags.get(tag, "") for tag in TAGS)
    return {"item": canonical(item) if item else "", "commit": commit, "branch": branch, "parent": parent}
