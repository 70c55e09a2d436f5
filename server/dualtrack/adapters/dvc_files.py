"""What DVC's files say: which files a definition names, the values in those, and the digests of data."""

import json
import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import chain
from pathlib import PureWindowsPath
from typing import Any, NamedTuple, TypeAlias

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded
from dualtrack.adapters.git_files import is_inside
from dualtrack.adapters.pipelines.leaves import Leaf, read_leaves
from dualtrack.adapters.run_values import flat
from dualtrack.model.raw import as_mapping
from dualtrack.said import said

USUAL_PARAMS, USUAL_METRICS = "params.yaml", "metrics.json"
LOCK = "dvc.lock"
_DIGESTS = ("md5", "etag", "checksum", "version_id")


StageId: TypeAlias = tuple[str, str]
"""The folder of a stage's definition, and its name."""


class Stage(NamedTuple):
    """A stage: the folder of its definition, the one below that from which its paths count, and files from the root."""

    definition: str
    name: str
    folder: str
    metrics: frozenset[str]
    params: frozenset[str]

    @property
    def id(self) -> StageId:
        return self.definition, self.name


class Lock(NamedTuple):
    """The digests in a lock file by path from the root: of what stages took in and none put out, and of what they put out.
    Beside them, by stage, a digest of all that it says of it, which is another one when it has run on something else, and the
    paths that it put out."""

    taken: Mapping[str, str]
    made: Mapping[str, str]
    runs: Mapping[StageId, str]
    outs: Mapping[StageId, frozenset[str]]


class DvcFiles(NamedTuple):
    """The files that definitions name, from the root; `folders` are those of the definitions."""

    metrics: frozenset[str] = frozenset()
    params: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    stages: frozenset[Stage] = frozenset()

    @property
    def all(self) -> list[str]:
        """Both kinds."""
        return sorted(self.metrics | self.params)

    @property
    def locks(self) -> list[str]:
        """The files in which DVC keeps the digests of what its stages took in and put out."""
        return sorted(posixpath.join(folder, LOCK) for folder in self.folders)

    def lock_of(self, path: str, text: str) -> Lock:
        """What the lock file at a path says; raises Unreadable."""
        folder = posixpath.dirname(path)
        folders = {stage.name: stage.folder for stage in self.stages if stage.definition == folder}
        entries: dict[tuple[str, str, int], dict[str, str]] = {}
        runs = defaultdict[StageId, Any](sha256)
        for route, value in _all_leaves(text):
            if route[1:2] == ("stages",) and route[2:]:
                runs[folder, _stage(str(route[2]))].update(repr((route, value)).encode())
            match route[1:]:
                case ("stages", str(name), ("deps" | "outs") as kind, int(number), str(key)):
                    entries.setdefault((name, kind, number), {})[key] = value
                case _:
                    pass
        taken: dict[str, str] = {}
        made: dict[str, str] = {}
        outs = defaultdict[StageId, set[str]](set)
        for (name, kind, _), entry in entries.items():
            written = entry.get("path", "")
            below = folders.get(_stage(name), "")
            place = posixpath.normpath(posixpath.join(folder, below, written))
            if "://" in written or PureWindowsPath(written).drive or not is_inside(place):
                place = written
            digest = next((entry[key] for key in _DIGESTS if key in entry), "")
            if written and place.isprintable() and digest:
                (made if kind == "outs" else taken).setdefault(place, digest)
                if kind == "outs":
                    outs[folder, _stage(name)].add(place)
        unmade = {path: digest for path, digest in taken.items() if path not in made}
        digests = {stage: digest.hexdigest() for stage, digest in runs.items()}
        return Lock(unmade, made, digests, {stage: frozenset(paths) for stage, paths in outs.items()})


def files_named(folder: str, text: str) -> tuple[DvcFiles, str]:
    """The files of metrics and params that a definition names, in its stages and beside them; and why it may name more."""
    read, why_not = read_leaves(text)
    folders = {leaf.route[2]: leaf.value for leaf in read if leaf.route[1:2] == ("stages",) and leaf.route[3:] == ("wdir",)}
    metrics, params = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    """By stage; beside the stages by no name."""
    for route, value in read:
        match route[1:]:
            case ("stages", name, "metrics", int(), *inner):
                metrics[str(name)].add(_path(folder, folders.get(name, ""), str(inner[0]) if inner else value))
            case ("metrics", int(), *inner):
                metrics[""].add(_path(folder, "", str(inner[0]) if inner else value))
            case ("stages", name, "params", int(), *inner):
                params[str(name)].add(_path(folder, folders.get(name, ""), str(inner[0]) if inner else USUAL_PARAMS))
            case ("params", int()):
                params[""].add(_path(folder, "", value))
            case _:
                pass
    stages = frozenset(
        Stage(folder, name, folders.get(name, ""), frozenset(metrics[name] - {""}), frozenset(params[name] - {""}))
        for name in {*map(str, folders), *metrics, *params} - {""}
    )
    all_metrics, all_params = (frozenset(chain.from_iterable(each.values())) - {""} for each in (metrics, params))
    return DvcFiles(all_metrics, all_params, frozenset([folder]), stages), why_not


def all_named(named: list[DvcFiles]) -> tuple[DvcFiles, str]:
    """The files of several definitions, as many as are read; and why these are not all."""
    stages = frozenset(stage for each in named for stage in each.stages)
    all = [
        sorted(set(chain.from_iterable(paths)))
        for paths in ((each.metrics for each in named), (each.params for each in named), (each.folders for each in named))
    ]
    metrics, params, folders = (frozenset(paths[: limits.DVC_FILES]) for paths in all)
    is_too_many = any(len(paths) > limits.DVC_FILES for paths in all)
    why_not = said("only {most} of the files that dvc.yaml names are read", limits.DVC_FILES) if is_too_many else ""
    return DvcFiles(metrics, params, folders, stages), why_not


def values_of(path: str, content: bytes) -> Iterator[tuple[str, Any]]:
    """The values in a file by their names with dots between; raises ValueError or Unreadable."""
    text = decoded(content)
    if isinstance(text, Unreadable):
        raise text
    if path.endswith(".py"):
        raise Unreadable(said("params in Python are not read"))
    if path.endswith((".json", ".toml")):
        if path.endswith(".toml"):
            import tomllib as reader
        else:
            reader = json
        yield from flat(as_mapping(reader.loads(text)) or {})
    else:  # as DVC takes it, whatever it is called
        yield from ((".".join(map(str, leaf.route[1:])), leaf.value) for leaf in _all_leaves(text) if leaf.route[1:])


def _all_leaves(text: str) -> list[Leaf]:
    """The values of a YAML file; raises Unreadable where these are not all."""
    found, why_not = read_leaves(text)
    if why_not:
        raise Unreadable(why_not)
    return found


def _path(folder: str, below: str, name: str) -> str:
    """A path from the root; empty for one that is a template, or leads out."""
    path = posixpath.normpath(posixpath.join(folder, below, name))
    return path if is_inside(path) and path.isprintable() and "${" not in path else ""


def _stage(entry: str) -> str:
    """The name of the stage that an entry of a lock file is of, which has one for each item of `foreach`."""
    return entry.partition("@")[0]
