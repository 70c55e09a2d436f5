"""Plugins of pydantic: there are none here."""

import sys
from types import ModuleType


def without_plugins() -> None:
    """Have pydantic look for no plugins: it would read the metadata of every installed package."""
    loader = ModuleType("pydantic.plugin._loader")
    vars(loader)["get_plugins"] = tuple
    sys.modules[loader.__name__] = loader
