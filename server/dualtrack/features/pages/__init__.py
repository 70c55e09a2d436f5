"""One file per page of the tab: its parts, and the function of the file's name that makes them. A new file is a new page."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dualtrack.features.page import Page


@cache
def all_pages() -> dict[str, Page]:
    """The pages by name."""
    names = [module.name for module in iter_modules(__path__)]
    return {name: getattr(import_module(f"{__name__}.{name}"), name) for name in names}
