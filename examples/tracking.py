"""The MLflow store, written below MLflow's own client: the story needs its own ids, times and commits."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from mlflow.entities import Metric, Param, RunStatus, RunTag
from mlflow.entities.model_registry import ModelVersionTag
from mlflow.store.model_registry import sqlalchemy_store as registry_store
from mlflow.store.tracking import sqlalchemy_store as run_store
from repository import Person

# A location without a path of this machine: an MLflow server serves it from wherever it runs.
ARTIFACTS = "mlflow-artifacts:/"
STORY = uuid.UUID("6f0d5d3e-3c1b-5b43-9d3f-6a2f3c8f2d10")


class Tracking:
    def __init__(self, database: Path, today: date) -> None:
        self._uri = f"sqlite:///{database.as_posix()}"
        with clock(datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=56)):
            self._runs = run_store.SqlAlchemyStore(self._uri, ARTIFACTS)
            self._experiment = self._runs.create_experiment("churn")
        self._metrics: dict[str, dict[str, float]] = {}

    def value(self, name: str, key: str) -> str:
        """What a template may ask of a run: its id or a metric, as people write it."""
        return run_id(name) if key == "id" else f"{self._metrics[name][key]:.3f}"

    def metric(self, name: str, key: str) -> float:
        return self._metrics[name][key]

    def run(
        self,
        name: str,
        by: Person,
        start: datetime,
        end: datetime,
        status: str,
        params: dict,
        metrics: dict[str, float],
        tags: dict[str, str],
    ) -> None:
        tags = {"mlflow.user": by.login, "mlflow.source.type": "LOCAL"} | tags
        entities = [RunTag(key, value) for key, value in tags.items()]
        with patch.object(run_store, "uuid", SimpleNamespace(uuid4=lambda: uuid.UUID(run_id(name)))):
            run = self._runs.create_run(self._experiment, by.login, millis(start), entities, name)
        self._runs.log_batch(
            run.info.run_id,
            [Metric(key, value, millis(end) - 2000, 0) for key, value in metrics.items()],
            [Param(key, str(value)) for key, value in params.items()],
            [],
        )
        if status != "RUNNING":
            self._runs.update_run_info(run.info.run_id, RunStatus.from_string(status), millis(end), None)
        self._metrics[name] = metrics

    def register(self, run_name: str, at: datetime, version: str, alias: str) -> None:
        """The run's model as another version of the registered model `churn`, with an alias that moves on to it."""
        registry = registry_store.SqlAlchemyStore(self._uri)
        source = f"{ARTIFACTS}{self._experiment}/{run_id(run_name)}/artifacts/model"
        with clock(at):
            if not registry.search_registered_models():
                registry.create_registered_model("churn")
            made = registry.create_model_version("churn", source, run_id(run_name), [ModelVersionTag("version", version)])
            registry.set_registered_model_alias("churn", alias, made.version)
        registry.engine.dispose()

    def close(self) -> None:
        self._runs.engine.dispose()


def run_id(name: str) -> str:
    return uuid.uuid5(STORY, name).hex


def millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@contextmanager
def clock(moment: datetime) -> Iterator[None]:
    """MLflow's own clock, for what it dates itself."""
    now = {"get_current_time_millis": lambda: millis(moment)}
    with patch.multiple(run_store, **now), patch.multiple(registry_store, **now):
        yield
