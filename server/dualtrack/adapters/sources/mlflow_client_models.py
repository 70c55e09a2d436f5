"""The model registry of a store that only MLflow reads: by `mlflow` in the user's own Python, a child process."""

from collections.abc import Mapping
from typing import Any

from dualtrack.adapters.mlflow_run import ITEM_TAG
from dualtrack.adapters.mlflow_version import RELEASE_TAG, registered_versions
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.adapters.trackers import client_store
from dualtrack.adapters.user_python import answers
from dualtrack.facts.registry import Registry
from dualtrack.project.project import Project
from dualtrack.said import said

_PROGRAM = """
import json, os, sys
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
from mlflow.tracking import MlflowClient
client = MlflowClient(registry_uri=os.environ.get("MLFLOW_REGISTRY_URI") or sys.argv[1])
def pages(search):
    token = None
    while True:
        page = search(page_token=token)
        yield from page
        token = page.token
        if not token:
            return
aliases = {model.name: dict(model.aliases) for model in pages(client.search_registered_models)}
for v in pages(client.search_model_versions) if aliases else ():
    print(json.dumps([v.name, v.version, v.run_id, v.current_stage, v.creation_timestamp, v.tags, aliases.get(v.name, {})]))
"""
"""A line for each version, with the aliases of its model."""
_Row = tuple[Any, ...]


class MlflowClientModels(Source[str, Registry]):
    """The versions in the store of the user's own MLFLOW_TRACKING_URI, or in their MLFLOW_REGISTRY_URI."""

    fact = Registry
    title = said("the model registry")
    seconds = 300.0

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, str]:
        """The store, where a board does not name its trackers."""
        return client_store(project, folder)

    def read(self, needs: str, before: Registry | None) -> Registry:
        """All versions."""
        told = list(answers(self.folder, "mlflow", _PROGRAM, needs, _version))
        rows = [row for row, _, _ in told]
        aliases = sorted({alias for _, named, _ in told for alias in named})
        found = Registry.of(registered_versions("mlflow", rows, aliases, [tag for *_, tags in told for tag in tags]))
        return before if before and before == found else found


def _version(line: Any) -> tuple[_Row, list[_Row], list[_Row]]:
    """A version, the aliases of its model, and its tags."""
    model, version, run, stage, created, tags, aliases = line
    named = [(str(model), str(number), str(alias)) for alias, number in aliases.items()]
    return (
        (model, version, run, stage, created),
        named,
        [(model, version, tag, tags.get(tag)) for tag in (ITEM_TAG, RELEASE_TAG)],
    )
