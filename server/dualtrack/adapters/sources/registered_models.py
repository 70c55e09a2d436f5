"""The model registry of MLflow, wherever a tracker keeps it: in its database, in its files, or on its server."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import basename
from typing import Any
from urllib.parse import urlencode

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable
from dualtrack.adapters.http import Http
from dualtrack.adapters.mlflow_run import ITEM_TAG
from dualtrack.adapters.mlflow_version import RELEASE_TAG, registered_versions
from dualtrack.adapters.pipelines.leaves import read_leaves
from dualtrack.adapters.plain_files import modified, plain_files, plain_folders
from dualtrack.adapters.read_files import ReadFiles, not_read, reason_of
from dualtrack.adapters.source import NotRead, Source, WorkspaceFolder
from dualtrack.adapters.sqlite import STORED, beside, fault_of, opened, state_of
from dualtrack.adapters.trackers import NamedTracker, named_trackers
from dualtrack.facts.registry import Registry
from dualtrack.model.raw import as_mapping, text_at
from dualtrack.project.project import Project
from dualtrack.said import joined, said

_TABLES = {"model_versions", "registered_model_aliases", "model_version_tags"}
_VERSIONS = """
SELECT name, version, coalesce(run_id, ''), coalesce(current_stage, ''), creation_time
FROM model_versions ORDER BY creation_time DESC LIMIT ?
"""
_ALIASES = "SELECT name, version, alias FROM registered_model_aliases ORDER BY alias"
_TAGS = f"SELECT name, version, key, value FROM model_version_tags WHERE key IN ('{ITEM_TAG}', '{RELEASE_TAG}')"
_PAGE = 1000
_WHOLE_SECONDS = 300.0
_ByVersion = dict[tuple[str, int], Any]


class RegisteredModels(Source[NamedTracker, Registry]):
    """The versions of the models of each tracker, with aliases and stages."""

    fact = Registry
    title = said("the model registry")
    globs = ("**/*.db", "**/*.db-wal", "**/mlruns/models/**/*")
    seconds = 30.0

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._files = ReadFiles(folder.root, _values, limits.STORE_VALUE_BYTES)
        self._known: Any = None
        self._whole_at = 0.0

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, NamedTracker]:
        """The trackers, however they are reached."""
        found: dict[str, NamedTracker] = {}
        for scheme in ("http", "sqlite", "file"):
            for name, tracker in named_trackers(project, folder, scheme):
                found[name if name not in found else f"{tracker.name} in {tracker.place}"] = tracker
        return found

    def is_about(self, path: str, needs: NamedTracker) -> bool:
        """Whether the database, or a file of the registry, has changed."""
        store = needs.place
        return path in (store, f"{store}-wal") or path.startswith(f"{store}/models/")

    def read(self, needs: NamedTracker, before: Registry | None) -> Registry:
        """The versions; asked for only where something has changed."""
        if needs.scheme == "http":
            return self._of_server(needs, before)
        path = (self.folder.root / needs.folder / needs.path).resolve()
        if not path.is_relative_to(self.folder.root.resolve()) or not path.exists():
            return Registry.of((), needs.left_out)  # where it must be there, that is said of its runs
        try:
            return self._of_store(path, needs, before) if needs.scheme == "sqlite" else self._of_files(path, needs)
        except (OSError, ValueError, TypeError) as error:
            raise NotRead(fault_of(path, error, needs.seconds)) from error

    def _of_store(self, path: Path, needs: NamedTracker, before: Registry | None) -> Registry:
        state = (needs, state_of(path), state_of(beside(path, "-wal")))
        if before and state == self._known:
            return before
        with opened(path, needs.seconds) as connection:
            if not {name for (name,) in connection.execute(STORED)} >= _TABLES:
                return Registry()
            connection.execute("BEGIN")
            versions = connection.execute(_VERSIONS, (limits.REGISTERED_VERSIONS + 1,)).fetchall()
            aliases, tags = (list(connection.execute(query)) for query in (_ALIASES, _TAGS))
        most, beyond = limits.REGISTERED_VERSIONS, ""
        if len(versions) > most:
            beyond = said("only the latest {most} registered versions are read", most)
        found = Registry.of(
            registered_versions(needs.name, versions[:most], aliases, tags),
            needs.left_out,
            beyond,
            distance=needs.distance,
        )
        self._known = state
        return before if before and before == found else found

    def _of_files(self, path: Path, needs: NamedTracker) -> Registry:
        root, store = self.folder.root.resolve(), f"{path.relative_to(self.folder.root.resolve()).as_posix()}/models"
        faults: dict[str, str] = {}
        folders: list[str] = []
        aliases: list[tuple[str, str, str]] = []
        for model in (each for each in plain_folders(f"{root}/{store}") if modified(f"{each}/meta.yaml")):
            name = basename(model)
            try:
                folders += (f"{store}/{name}/{each}" for each in map(basename, plain_folders(model)) if "version-" in each)
                for alias, content in plain_files(f"{model}/aliases"):
                    aliases.append((name, content.decode(errors="replace").strip(), alias))
                    if not aliases[-1][1].isdecimal():
                        faults[f"{store}/{name}/aliases/{alias}"] = said("it does not say which version it is")
            except OSError as error:
                faults[f"{store}/{name}"] = reason_of(error)
        names = ("meta.yaml", *(f"tags/{tag}" for tag in (ITEM_TAG, RELEASE_TAG)))
        told = self._files.of(f"{folder}/{name}" for folder in folders for name in names)
        faults |= self._files.unread
        rows: list[tuple[Any, ...]] = []
        tags: list[tuple[Any, ...]] = []
        for folder in folders:
            name, about = folder.split("/")[-2], told.get(f"{folder}/meta.yaml", {})
            version, created = about.get("version", ""), about.get("creation_timestamp", "")
            if not version.isdecimal():
                faults.setdefault(f"{folder}/meta.yaml", said("it does not say which version it is"))
            rows.append((name, version, about.get("run_id", ""), about.get("current_stage", ""), created))
            tags += ((name, version, tag, told.get(f"{folder}/tags/{tag}", {}).get("")) for tag in (ITEM_TAG, RELEASE_TAG))
        partly = (fault.removeprefix(f"{store}/").partition("/")[0] for fault in faults)
        unread = joined("; ", filter(None, (not_read(faults), needs.left_out)))
        versions = registered_versions(needs.name, rows, aliases, tags)
        return Registry.of(versions, unread, partly=partly, distance=needs.distance)

    def _of_server(self, needs: NamedTracker, before: Registry | None) -> Registry:
        """Versions are asked for where the list of models, which has their aliases, is another one, and now and then."""
        http = Http(needs.uri, self.folder.access)
        models = list(_pages(http, "registered-models/search", "registered_models"))
        if before and models == self._known and time.monotonic() - self._whole_at < _WHOLE_SECONDS:
            return before
        versions = list(_pages(http, "model-versions/search", "model_versions")) if models else []
        keys = ("name", "version", "run_id", "current_stage", "creation_timestamp")
        rows = [tuple(each.get(key, "") for key in keys) for each in versions]
        aliases = [(each["name"], alias["version"], alias["alias"]) for each in models for alias in each.get("aliases", [])]
        tags = [
            (each["name"], each["version"], tag.get("key"), tag.get("value", ""))
            for each in versions
            for tag in each.get("tags", [])
        ]
        found = Registry.of(registered_versions(needs.name, rows, aliases, tags))
        self._known, self._whole_at = models, time.monotonic()
        return before if before and before == found else found


def _values(path: str, text: str) -> Mapping[str, str]:
    """The values of a `meta.yaml`; of a tag its text, under no name. Raises Unreadable where these are not all."""
    if basename(path) != "meta.yaml":
        return {"": text}
    found, why_not = read_leaves(text)
    if why_not:
        raise Unreadable(why_not)
    return {str(route[-1]): value for route, value in found if len(route) == 2}


def _pages(http: Http, method: str, key: str) -> Iterator[Mapping[str, Any]]:
    token, until = "", time.monotonic() + limits.SERVER_SECONDS
    for _ in range(limits.SERVER_PAGES):
        if time.monotonic() > until:
            raise NotRead(said("it did not answer within {count} seconds", round(limits.SERVER_SECONDS)))
        asked = {"max_results": _PAGE, "page_token": token} if token else {"max_results": _PAGE}
        answer = as_mapping(http.get(f"/api/2.0/mlflow/{method}?{urlencode(asked)}"))
        if answer is None:
            raise NotRead(said("{uri} does not answer as {program} does", http.uri, "MLflow"))
        yield from answer.get(key, ())
        token = text_at(answer, "next_page_token")
        if not token:
            return
    raise NotRead(said("it answered with more than {most} pages", limits.SERVER_PAGES))
