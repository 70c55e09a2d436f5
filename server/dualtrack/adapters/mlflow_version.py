"""A registered version of a model as MLflow tells it, whichever way it is read."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from dualtrack.adapters.mlflow_run import ITEM_TAG, moment
from dualtrack.facts.registry import RegisteredVersion
from dualtrack.model.mention import canonical

RELEASE_TAG = "version"
_DELETED = "Deleted_Internal"


def registered_versions(
    tracker: str, rows: Iterable[tuple[Any, ...]], aliases: Iterable[tuple[Any, ...]], tags: Iterable[tuple[Any, ...]]
) -> Iterator[RegisteredVersion]:
    """The versions that are not deleted. `rows` are name, version, run, stage and time, `aliases` name, version and alias,
    `tags` name, version, key and value."""
    by_version: dict[tuple[str, int], list[str]] = {}
    for model, version, alias in aliases:
        with suppress(ValueError):
            by_version.setdefault((model, int(version)), []).append(str(alias))
    tag_of = {(model, str(version), key): str(value).strip() for model, version, key, value in tags if value}
    for model, version, run, stage, created in rows:
        if stage == _DELETED or not str(version).isdecimal():
            continue
        yield RegisteredVersion(
            tracker,
            str(model),
            int(version),
            "" if run == "null" else str(run or ""),
            tuple(sorted(by_version.get((model, int(version)), ()))),
            "" if stage == "None" else str(stage),
            canonical(tag_of.get((model, str(version), ITEM_TAG), "")),
            tag_of.get((model, str(version), RELEASE_TAG), ""),
            moment(created) if created else None,
        )
