"""The model registry of MLflow, wherever a tracker keeps it: in its database, in its files, or on its server."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import basename, join, normpath
from typing import Any
from urllib.parse import urlencode

from dualtrack import limits
from dualtrack.adapters.http import Http
from dualtrack.adapters.mlflow_run import ITEM_TAG
from dualtrack.adapters.mlflow_version import RELEASE_TAG, registered_versions
from dualtrack.adapters.pipelines.leaves import leaves
from dualtrack.adapters.plain_files import modified, plain_files, plain_folders
from dualtrack.adapters.read_files import ReadFiles, not_read
from dualtrack.adapters.source import NotRead, Source, WorkspaceFolder
from dualtrack.adapters.sqlite import STORED, beside, fault_of, opened, state_of
from dualtrack.adapters.trackers import NamedTracker, named_trackers
from dualtrack.facts.registry import Registry
from dualtrack.model.raw import as_mapping, text_at
from dualtrack.project.project import Project
from dualtrack.said import said

_TABLES = {"model_versions", "registered_model_aliases", "model_version_tags"}
_VERSIONS = f"""
SELECT name, version, coalesce(run_id, ''), coalesce(current_stage, ''), creation_time
FROM model_versions LIMIT {limits.REGISTERED_VERSIONS}
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

    def __init__(self, place: WorkspaceFolder, name: str) -> None:
        super().__init__(place, name)
        self._files = ReadFiles(place.root, lambda _, text: text, limits.STORE_VALUE_BYTES)
        self._known: Any = None
        self._whole_at = 0.0

    @classmethod
    def needs(cls, project: Project, place: WorkspaceFolder) -> Mapping[str, NamedTracker]:
        """The trackers, however they are reached."""
        found: dict[str, NamedTracker] = {}
        for scheme in ("http", "sqlite", "file"):
            for name, tracker in named_trackers(project, place, scheme):
                found[name if name not in found else f"{name} in {tracker.path}"] = tracker
        return found

    def is_about(self, path: str, needs: NamedTracker) -> bool:
        """Whether the database, or a file of the registry, has changed."""
        store = normpath(join(needs.folder, needs.path))
        return path in (store, f"{store}-wal") or path.startswith(f"{store}/models/")

    def read(self, needs: NamedTracker, before: Registry | None) -> Registry:
        """The versions; asked for only where something has changed."""
        if needs.scheme == "http":
            return self._of_server(needs, before)
        path = (self.place.root / needs.folder / needs.path).resolve()
        if not path.is_relative_to(self.place.root.resolve()) or not path.exists():
            return Registry()  # which is said of its runs
        try:
            return self._of_store(path, needs.name, before) if needs.scheme == "sqlite" else self._of_files(path, needs.name)
        except (OSError, ValueError, TypeError) as error:
            raise NotRead(fault_of(path, error)) from error

    def _of_store(self, path: Path, tracker: str, before: Registry | None) -> Registry:
        state = (path, state_of(path), state_of(beside(path, "-wal")))
        if before and state == self._known:
            return before
        with opened(path) as connection:
            if not {name for (name,) in connection.execute(STORED)} >= _TABLES:
                return Registry()
            connection.execute("BEGIN")
            versions = connection.execute(_VERSIONS).fetchall()
            aliases, tags = (list(connection.execute(query)) for query in (_ALIASES, _TAGS))
        found = Registry.of(registered_versions(tracker, versions, aliases, tags))
        self._known = state
        return before if before and before == found else found

    def _of_files(self, path: Path, tracker: str) -> Registry:
        above = f"{self.place.root.resolve().as_posix()}/"
        models = [each for each in plain_folders(f"{path.as_posix()}/models") if modified(f"{each}/meta.yaml")]
        folders = [(model, each) for model in models for each in plain_folders(model) if "version-" in basename(each)]
        names = ("meta.yaml", *(f"tags/{tag}" for tag in (ITEM_TAG, RELEASE_TAG)))
        said = self._files.of(f"{each}/{name}".removeprefix(above) for _, each in folders for name in names)

        if unread := not_read(self._files.unread):
            raise NotRead(unread)

        def text(file: str) -> str:
            return said.get(file.removeprefix(above), "")

        rows: list[tuple[Any, ...]] = []
        tags: list[tuple[Any, ...]] = []
        for model, folder in folders:
            name = basename(model)
            about = {str(route[-1]): value for route, value in leaves(text(f"{folder}/meta.yaml")) if len(route) == 2}
            version, created = about.get("version", ""), about.get("creation_timestamp", "")
            rows.append((name, version, about.get("run_id", ""), about.get("current_stage", ""), created))
            tags += ((name, version, tag, text(f"{folder}/tags/{tag}")) for tag in (ITEM_TAG, RELEASE_TAG))
        aliases = [
            (basename(model), version.decode(errors="replace"), alias)
            for model in models
            for alias, version in plain_files(f"{model}/aliases")
        ]
        return Registry.of(registered_versions(tracker, rows, aliases, tags))

    def _of_server(self, needs: NamedTracker, before: Registry | None) -> Registry:
        """Versions are asked for where the list of models, which has their aliases, is another one, and now and then."""
        http = Http(needs.uri, self.place.access)
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
