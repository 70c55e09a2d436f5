"""What the key `registry` of a model version names."""

import re
from typing import NamedTuple

_URI = re.compile(r"models:/{1,3}(?P<model>[^/@\s][^/@]*)(?:/(?P<version>[^/@]+)|@(?P<alias>[^/@]+))?")
_PAGE = re.compile(r"/models/(?P<model>[^/?#]+)/versions/(?P<version>[0-9]+)")


class RegistryName(NamedTuple):
    """A registered model, and the version, alias or stage of it, of which at most one is given."""

    model: str
    version: int | None = None
    alias: str = ""
    stage: str = ""


def registry_name(text: str) -> RegistryName | None:
    """What `models:/fraud/3`, `models:/fraud@champion`, `models:/fraud/Production` or the address of MLflow's page names."""
    if text.startswith(("http://", "https://")) and (page := _PAGE.search(text)):
        return RegistryName(page["model"], _number(page["version"]))
    found = _URI.fullmatch(text)
    if not found:
        return None
    version = found["version"] or ""
    number = _number(version)
    return RegistryName(found["model"], number, found["alias"] or "", "" if number is not None else version)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
