"""One file per source. A new file is a new source; there is no list to edit."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dualtrack.adapters.source import AnySource, Source


@cache
def all_sources() -> tuple[type[AnySource], ...]:
    """The sources in the order in which they are asked."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found: list[type[AnySource]] = [
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Source) and each.__module__ == module.__name__
    ]
    return tuple(sorted(found, key=lambda source: (source.rank, source.__module__)))
