"""One file per change: a project and what is asked become edits. A class of requests in such a file is found by itself."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dualtrack.changes.request import Request


@cache
def all_requests() -> "dict[str, type[Request]]":
    """The requests by name, in the order in which menus have them."""
    from dualtrack.changes.request import Menu, Request  # the package is imported by modules that this needs

    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Request) and each.__module__ == module.__name__ and each is not Request
    ]
    last = Menu(100, "")
    found.sort(key=lambda request: ((request.menu or last).order, request.name))
    return {request.name: request for request in found}
