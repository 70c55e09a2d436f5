"""What the user allows sources to do."""

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

_SECRET = re.compile(r"TOKEN|PASSW|SECRET|KEY|URI\Z|URL\Z|DSN", re.IGNORECASE)
_SHORTEST_SECRET = 4
_USER_IN_ADDRESS = re.compile(r"//[^\s/@]{1,500}@")


@dataclass(frozen=True)
class Access:
    """`trusted`: programs and stores of the folder may be used. `network`: every host that a board names may be contacted; the
    servers in the user's own MLFLOW_TRACKING_URI and ALERTMANAGER_URL may be contacted always, and are the only ones that ever
    get the user's credentials, each its own. `clones` are the folders outside of this one that may be read, None for any."""

    trusted: bool
    network: bool
    environment: Mapping[str, str]
    clones: Collection[Path] | None = ()

    @property
    def own_uri(self) -> str:
        """The user's own tracking server, empty if none is set."""
        return self._own("MLFLOW_TRACKING_URI")

    @property
    def alertmanager(self) -> str:
        """The user's own Alertmanager, empty if none is set."""
        return self._own("ALERTMANAGER_URL")

    def _own(self, variable: str) -> str:
        uri = self.environment.get(variable, "")
        return uri.rstrip("/") if uri.startswith(("http://", "https://")) else ""

    def allows(self, uri: str) -> bool:
        """Whether the host of an address may be contacted."""
        return self.network or bool(self.credentials_of(uri))

    def credentials_of(self, uri: str) -> str:
        """How the variables with the credentials for an address begin, if it is one of the user's own, to the letter."""
        own = {self.alertmanager: "ALERTMANAGER", self.own_uri: "MLFLOW_TRACKING"}
        return own.get(uri, "") if uri else ""

    def masked(self, text: str) -> str:
        """A text that another program wrote, without the user's credentials."""
        for name, value in sorted(self.environment.items(), key=lambda entry: len(entry[1]), reverse=True):
            if len(value) >= _SHORTEST_SECRET and _SECRET.search(name):
                text = text.replace(value, f"${name}")
        return _USER_IN_ADDRESS.sub("//…@", text)

    def allows_clone(self, folder: Path) -> bool:
        """Whether a folder outside of this one may be read."""
        return self.clones is None or folder in self.clones


def user_access(trusted: bool, network: bool, clones: Collection[Path] | None = ()) -> Access:
    """Access with the environment of this process."""
    return Access(trusted, network, dict(os.environ), clones)
