"""What the user allows sources to do."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Access:
    """`trusted`: programs and stores of the folder may be used. `network`: every host that a board names may be contacted; the
    server in the user's own MLFLOW_TRACKING_URI may be contacted always, and is the only one that ever gets the user's
    credentials. `clones` are the folders outside of this one that may be read, None for any."""

    trusted: bool
    network: bool
    environment: Mapping[str, str]
    clones: Collection[Path] | None = ()

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

    def allows_clone(self, folder: Path) -> bool:
        """Whether a folder outside of this one may be read."""
        return self.clones is None or folder in self.clones


def user_access(trusted: bool, network: bool, clones: Collection[Path] | None = ()) -> Access:
    """Access with the environment of this process."""
    return Access(trusted, network, dict(os.environ), clones)
