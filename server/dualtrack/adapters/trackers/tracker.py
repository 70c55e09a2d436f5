"""What every tracker can do, and which trackers a board has."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dualtrack.model.conventions import Conventions, Tracker
from dualtrack.model.facts import Run


class TrackerError(Exception):
    """The tracker cannot be read; the message says why, in a few words."""


class Reader(Protocol):
    """Reads one tracker. `read` gives all its runs; it is called again and again and may remember what it read."""

    @property
    def name(self) -> str:
        """The tracker's name."""
        ...

    def read(self) -> tuple[Run, ...]:
        """The runs; raises TrackerError."""
        ...


@dataclass(frozen=True)
class Access:
    """What readers may do: `network` allows to contact every host that a board names. The server in the
    user's own MLFLOW_TRACKING_URI may be contacted always, and is the only one that ever gets the user's credentials."""

    network: bool
    environment: Mapping[str, str]

    @property
    def own_uri(self) -> str:
        """The user's own tracking server, empty if none is set."""
        uri = self.environment.get("MLFLOW_TRACKING_URI", "")
        return uri.rstrip("/") if uri.startswith(("http://", "https://")) else ""

    def allows(self, uri: str) -> bool:
        """Whether the host of an address may be contacted."""
        return self.network or self.is_own(uri)

    def is_own(self, uri: str) -> bool:
        """Whether an address is that of the user's own tracking server, to the letter."""
        return bool(self.own_uri) and uri == self.own_uri


def user_access(network: bool) -> Access:
    """Access with the environment of this process."""
    return Access(network, dict(os.environ))


def readers(root: Path, boards: Mapping[str, Conventions], access: Access) -> list[Reader]:
    """The readers of all boards, each tracker once; `boards` gives the conventions by the boards' folders."""
    found: dict[str, Reader] = {}
    for folder, conventions in boards.items():
        stated = "trackers" in conventions.model_fields_set
        trackers = conventions.trackers
        if not stated and access.own_uri:
            trackers = {"mlflow": Tracker.model_construct(uri=access.own_uri)}
        for name, tracker in trackers.items():
            uri = tracker.uri.rstrip("/")
            if uri.startswith(("http://", "https://")):
                from dualtrack.adapters.trackers.mlflow_server import MlflowServer  # with TLS and what else HTTP needs

                found.setdefault(uri, MlflowServer(name, uri, access))
            else:
                from dualtrack.adapters.trackers.mlflow_store import MlflowStore

                found.setdefault(f"{folder}:{uri}", MlflowStore(name, uri, root, folder, required=stated))
    return list(found.values())
