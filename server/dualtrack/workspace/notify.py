"""Tell the services that the user names in the environment what needs somebody, each thing once."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dualtrack.adapters.access import user_access
from dualtrack.adapters.notifier import read_sent, send, sent_file, write_sent
from dualtrack.adapters.source import NotRead
from dualtrack.changes.change import Refusal
from dualtrack.features.notices import SERVICES, Notice, Service, payload
from dualtrack.said import plural


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

    def new(self, service: Service, found: Sequence[Notice]) -> list[Notice]:
        """What was not sent to a service yet."""
        before = self._sent.get(service, ())
        return [notice for notice in found if notice.name not in before]

    def send(self, found: Sequence[Notice]) -> Iterator[str]:
        """Send to each service what is new there, and say so; what failed is tried again next time, and raises Refusal at the
        end. What is not so any more is forgotten, so that it is told when it comes again."""
        failed: list[str] = []
        access = user_access(trusted=True, network=True)
        for service, address in addresses().items():
            told = self.new(service, found)
            try:
                if told:
                    send(address, payload(service, self._name, told), access)
                    yield f"{service}: {plural(len(told), 'notice')} sent"
            except NotRead as error:
                failed.append(f"{service}: {error}")
                told = []
            now = {notice.name for notice in found}
            names = [*self._sent.get(service, ()), *(notice.name for notice in told)]
            self._sent[service] = [name for name in names if name in now]
        try:
            write_sent(self._file, self._sent)
        except OSError as error:
            failed.append(f"{self._file} cannot be written: {error.strerror}")
        if failed:
            raise Refusal("; ".join(failed))
