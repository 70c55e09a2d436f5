"""A run as MLflow tells it, whichever way it is read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from dualtrack import limits
from dualtrack.adapters.source import NotRead
from dualtrack.model.mention import canonical
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.model.run import NOTHING, Dataset, Run
from dualtrack.model.words import data_size
from dualtrack.said import said

ITEM_TAG = "dualtrack.item"
RUNNING = "RUNNING"
"""The status of a run that goes on."""
DATASET_ROLE_TAG = "mlflow.data.context"
_MODELS_TAG = "mlflow.log-model.history"
"""What MLflow 2 logged as models; MLflow 3 keeps them apart."""
_DIRTY_TAG, _OTHER_DIRTY_TAG = "mlflow.source.git.dirty", "mlflow.git.dirty"
READ_TAGS = (
    *("mlflow.source.git.commit", "mlflow.source.git.branch", "mlflow.parentRunId", "mlflow.source.name"),
    *(_MODELS_TAG, _DIRTY_TAG, _OTHER_DIRTY_TAG),
)
"""The tags of MLflow's own that are read; the user's are kept as they are."""
_READ = frozenset(READ_TAGS)
_LONGEST_VALUE = 400


def is_read(tag: str) -> bool:
    """Whether a tag of this name is kept."""
    return tag in _READ or not tag.startswith("mlflow.")


class Group(NamedTuple):
    """An MLflow experiment: its name, and the item that its tag names."""

    name: str = ""
    item: str = ""


class Texts(dict[str, str]):
    """Texts that come again and again, each kept once and no more of them than people write; a long one is cut, and ends with a
    digest of the whole."""

    def __init__(self) -> None:
        super().__init__()
        self._left = limits.STORE_BYTES

    def counted(self, text: str) -> str:
        """A text that is kept for itself."""
        self._left -= len(text)
        if self._left < 0:
            raise NotRead(said("it holds more than {most} of names and values", data_size(limits.STORE_BYTES)))
        return text

    def __missing__(self, text: str) -> str:
        if len(text) > _LONGEST_VALUE or self._left < len(text):
            self.counted(text)
            return f"{text[:_LONGEST_VALUE]}… {sha256(text.encode(errors='replace')).hexdigest()[:16]}"
        self._left -= len(text)
        self[text] = text
        return text


class JsonTexts(Mapping[str, str]):
    """Texts by their keys, kept as the JSON that SQLite makes of them: most runs are never asked for their params."""

    __slots__ = ("_json", "_read")

    def __init__(self, text: str) -> None:
        self._json = text
        self._read: dict[str, str] | None = None

    def __getitem__(self, key: str) -> str:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return self._json == other._json if isinstance(other, JsonTexts) else dict(self) == other

    __hash__ = None  # pyright: ignore[reportAssignmentType] - as of every mapping

    @property
    def _values(self) -> dict[str, str]:
        if self._read is None:
            self._read = json.loads(self._json)
        return self._read or {}


def mlflow_run(
    tracker: str,
    id: str,
    name: str,
    status: str,
    times: tuple[Any, Any],
    metrics: Mapping[str, float],
    params: Mapping[str, str],
    tags: Mapping[str, str],
    group: Group,
    datasets: Iterable[Dataset] = (),
    models: Iterable[str] = (),
    url: str = "",
    best: Mapping[str, tuple[float, float]] = NOTHING,
    last_logged: Any = None,
) -> Run:
    """The run. `status` is MLflow's word, all times are in milliseconds; `tags` are READ_TAGS and the user's own."""
    dirty = tags.get(_DIRTY_TAG) or tags.get(_OTHER_DIRTY_TAG)
    started, ended = times
    return Run(  # without names of arguments, which would take longer than all else here
        tracker,
        id,
        name,
        status == "FINISHED",
        status.lower(),
        moment(started) if started else None,
        moment(ended) if ended else None,
        metrics,
        tags.get("mlflow.source.git.commit", ""),
        _item(tags[ITEM_TAG]) if ITEM_TAG in tags else "",
        url,
        tags.get("mlflow.source.git.branch", ""),
        tags.get("mlflow.parentRunId", ""),
        group.name,
        _item(group.item) if group.item else "",
        params,
        NOTHING if tags.keys() <= _READ else {key: value for key, value in tags.items() if key not in _READ},
        tuple(datasets),
        tags.get("mlflow.source.name", ""),
        None if dirty is None else dirty.lower() == "true",
        tuple(models) or (_models(tags[_MODELS_TAG]) if _MODELS_TAG in tags else ()),
        best,
        moment(last_logged) if last_logged and status == RUNNING else None,
    )


def moment(milliseconds: Any) -> datetime:
    """A time as MLflow writes it."""
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


def _item(tag: str) -> str:
    return canonical(tag.strip())


def _models(history: str) -> tuple[str, ...]:
    try:
        logged = as_list(json.loads(history))
    except (ValueError, RecursionError):
        return ()
    paths = (model.get("artifact_path") for each in logged or () if (model := as_mapping(each)))
    return tuple(path for path in paths if isinstance(path, str))
