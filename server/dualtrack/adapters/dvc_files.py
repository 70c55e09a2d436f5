"""What DVC's files say: which files a definition names, and the values in those."""

import json
import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded
from dualtrack.adapters.pipelines.leaves import leaves
from dualtrack.adapters.run_values import flat
from dualtrack.model.raw import as_mapping

USUAL_PARAMS = "params.yaml"


class NamedFiles(NamedTuple):
    """The files that definitions name, from the root."""

    metrics: frozenset[str] = frozenset()
    params: frozenset[str] = frozenset()

    @property
    def all(self) -> list[str]:
        """Both kinds."""
        return sorted(self.metrics | self.params)


def files_named(folder: str, text: str) -> NamedFiles:
    """The files of metrics and params that a definition names, in its stages and beside them."""
    read = leaves(text)
    folders = {leaf.route[2]: leaf.value for leaf in read if leaf.route[1:2] == ("stages",) and leaf.route[3:] == ("wdir",)}
    metrics: set[str] = set()
    params: set[str] = set()
    for route, value in read:
        match route[1:]:
            case ("stages", name, "metrics", int(), *inner):
                metrics.add(_path(folder, folders.get(name, ""), str(inner[0]) if inner else value))
            case ("metrics", int(), *inner):
                metrics.add(_path(folder, "", str(inner[0]) if inner else value))
            case ("stages", name, "params", int(), *inner):
                params.add(_path(folder, folders.get(name, ""), str(inner[0]) if inner else USUAL_PARAMS))
            case ("params", int()):
                params.add(_path(folder, "", value))
            case _:
                pass
    return NamedFiles(frozenset(metrics - {""}), frozenset(params - {""}))


def joined(named: list[NamedFiles]) -> NamedFiles:
    """The files of several definitions, as many as are read."""
    kinds = ({path for each in named for path in each[kind]} for kind in (0, 1))
    return NamedFiles(*(frozenset(sorted(paths)[: limits.DVC_FILES]) for paths in kinds))


def values_of(path: str, content: bytes) -> Iterator[tuple[str, Any]]:
    """The values in a file by their names with dots between; raises ValueError or Unreadable."""
    text = decoded(content)
    if isinstance(text, Unreadable):
        raise text
    if path.endswith((".yaml", ".yml")):
        yield from ((".".join(map(str, leaf.route[1:])), leaf.value) for leaf in leaves(text))
    elif path.endswith((".json", ".toml")):
        if path.endswith(".toml"):
            import tomllib as reader
        else:
            reader = json
        yield from flat(as_mapping(reader.loads(text)) or {})


def _path(folder: str, below: str, name: str) -> str:
    """A path from the root; empty for one that is a template, or leads out."""
    path = posixpath.normpath(posixpath.join(folder, below, name))
    return "" if path.startswith(("../", "/")) or path == ".." or "${" in path or not path.isprintable() else path
