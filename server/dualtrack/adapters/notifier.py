"""Messages to the services that the user names in the environment, and what was sent there before."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.history.cache import cache_of
from dualtrack.adapters.http import Http, split_address
from dualtrack.adapters.plain_files import read_plain

Sent = dict[str, list[str]]
"""The names of what was sent to each service and still is so."""


def send(address: str, body: Mapping[str, Any], access: Access) -> None:
    """Post a message; raises NotRead, whose message does not hold the address: its path is a secret."""
    parts = split_address(address)
    door = Http(f"{parts.scheme}://{parts.netloc}", replace(access, network=True))
    door.send(f"{parts.path}?{parts.query}" if parts.query else parts.path, dict(body))


def sent_file(folder: Path) -> Path | None:
    """Where it is kept what was sent about the repository that a folder lies in; None where there is no place for it."""
    cache = cache_of(folder)
    return cache.with_name(cache.name.replace("history-", "notified-")).with_suffix(".json") if cache else None


def read_sent(file: Path) -> Sent:
    """What was sent before; nothing where the file is missing or is no such file."""
    with contextlib.suppress(OSError, ValueError):
        return TypeAdapter(Sent).validate_json(read_plain(file, most=limits.FILE_BYTES))
    return {}


def write_sent(file: Path, sent: Sent) -> None:
    """Keep what was sent; raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f"{file.name}.new")
    temporary.write_text(json.dumps(sent, indent=1), encoding="utf-8")
    temporary.replace(file)
