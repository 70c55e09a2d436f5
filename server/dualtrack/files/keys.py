"""The spellings of keys that mean one key (docs/format.md, "Keys")."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import get_args

from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item, Kind
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.sprint import Sprint, SprintList

_ALIASES = {
    "created_date": "created",
    "due_date": "due",
    "dueDate": "due",
    "assigned": "assignee",
    "owner": "assignee",
    "dependencies": "depends_on",
    "blockedBy": "depends_on",
    "parent_task_id": "parent",
    "completed_date": "closed",
    "tags": "labels",
}


@lru_cache(maxsize=4096)
def canonical_key(written: str) -> str:
    """The key that a spelling means: `-` is read as `_`, and aliases as their first form."""
    key = written.replace("-", "_")
    return _ALIASES.get(key, key)


_CLASSES: Mapping[Kind, type[Item]] = {"experiment": Experiment, "sprint": Sprint, "model": ModelVersion}


@cache
def known_keys(kind: Kind) -> frozenset[str]:
    """The keys that mean something in an item of a kind, in their canonical form."""
    model = _CLASSES.get(kind, Item)
    fields = (field.alias or name for name, field in model.model_fields.items() if name not in model.DERIVED)
    return frozenset({*fields, *(get_args(SprintList) if kind == "sprint" else ())})


@cache
def spellings(kind: Kind) -> tuple[str, ...]:
    """The known keys of a kind in every spelling that is read, but for `-`."""
    known = known_keys(kind)
    return (*sorted(known), *(alias for alias, key in _ALIASES.items() if key in known))
