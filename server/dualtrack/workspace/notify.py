"""Tell the services that the user names in the environment what needs somebody, each thing once."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dualtrack.adapters.access import user_access
from dualtrack.adapters.notifier import read_sent, send, sent_file, write_sent
from dualtrack.adapters.source import NotRead
from dualtrack.changes.change import Refusal
from dualtrack.features.notices import SERVICES, Notice, Service, payload


@dataclass(frozen=True)
class Sending:
    """A message to a service: what it tells, its body, and why it could not be sent, empty where it was or was not tried."""

    service: Service
    notices: tuple[Notice, ...]
    body: Mapping[str, Any]
    error: str = ""


def addresses() -> Mapping[Service, str]:
    """The services with an address in the environment: `DUALTRACK_SLACK_URL` and so on."""
    stated: dict[Service, str] = {service: os.environ.get(variable(service), "").strip() for service in SERVICES}
    return {service: address for service, address in stated.items() if address.startswith(("https://", "http://"))}


def variable(service: Service) -> str:
    """The variable of the environment that holds a service's address."""
    return f"DUALTRACK_{service.upper()}_URL"


class Notifier:
    """What is still to be told of the repository at a folder, given the file that remembers it, if another than usual."""

    def __init__(self, root: Path, kept: str | None) -> None:
        found = Path(kept) if kept else sent_file(root)
        if not found:
            raise Refusal("there is no folder to keep what was sent in; --state names a file")
        self._file, self._name, self._sent = found, root.name, read_sent(found)

    def new(self, service: Service, found: Sequence[Notice]) -> Sending:
        """The message of what was not sent to a service yet."""
        before = self._sent.get(service, ())
        new = tuple(notice for notice in found if notice.name not in before)
        return Sending(service, new, payload(service, self._name, new))

    def send(self, found: Sequence[Notice]) -> list[Sending]:
        """Send to each service what is new there; what failed is tried again next time. What is not so any more is forgotten,
        so that it is told when it comes again. Raises Refusal where it cannot be kept what was sent."""
        tried: list[Sending] = []
        access = user_access(trusted=True, network=True)
        for service, address in addresses().items():
            sending = self.new(service, found)
            try:
                if sending.notices:
                    send(address, sending.body, access)
            except NotRead as error:
                sending = replace(sending, error=str(error))
            if sending.notices:
                tried.append(sending)
            now, told = {notice.name for notice in found}, () if sending.error else sending.notices
            names = [*self._sent.get(service, ()), *(notice.name for notice in told)]
            self._sent[service] = [name for name in names if name in now]
        try:
            write_sent(self._file, self._sent)
        except OSError as error:
            raise Refusal(f"{self._file} cannot be written: {error.strerror}") from None
        return tried
