"""The spellings of keys that mean one key (docs/format.md, "Keys")."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import get_args

from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item, Kind
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.sprint import Sprint, SprintList
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import folded, is_slip

_ALIASES = {
    "created_date": "created",
    "createdDate": "created",
    "due_date": "due",
    "dueDate": "due",
    "assigned": "assignee",
    "owner": "assignee",
    "dependencies": "depends_on",
    "blocked_by": "depends_on",
    "blockedBy": "depends_on",
    "parent_task_id": "parent",
    "parentTaskId": "parent",
    "completed_date": "closed",
    "completedDate": "closed",
    "tags": "labels",
}


@lru_cache(maxsize=4096)
def canonical_key(written: str) -> str:
    """The key that a spelling means: `-` is read as `_`, and aliases as their first form."""
    key = written.replace("-", "_")
    return _ALIASES.get(key, key)


@lru_cache(maxsize=4096)
def canonical_keys(written: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that the spellings of a file mean; most files of a board have the same ones."""
    return tuple(map(canonical_key, written))


_MISTAKEN = {
    "criteria": "success_criteria",
    "criterion": "success_criteria",
    "success_criterion": "success_criteria",
    "stop_criterion": "stop_criteria",
    "tasks": "product_tasks",
}
"""What people write for a key and what is not read for it."""

_CLASSES: Mapping[Kind, type[Item]] = {"task": Timeboxed, "experiment": Experiment, "sprint": Sprint, "model": ModelVersion}


def class_of(kind: Kind) -> type[Item]:
    """The class that reads the keys of a kind."""
    return _CLASSES.get(kind, Item)


@cache
def known_keys(kind: Kind) -> frozenset[str]:
    """The keys that mean something in an item of a kind, in their canonical form."""
    model = class_of(kind)
    fields = (field.alias or name for name, field in model.model_fields.items() if name not in model.DERIVED)
    return frozenset({*fields, *(get_args(SprintList) if kind == "sprint" else ())})


@cache
def spellings(kind: Kind) -> tuple[str, ...]:
    """The known keys of a kind in every spelling that is read, but for `-`."""
    known = known_keys(kind)
    return (*sorted(known), *(alias for alias, key in _ALIASES.items() if key in known))


@lru_cache(maxsize=4096)
def meant_key(kind: Kind, written: str) -> str | None:
    """The spelling that is meant by a key that an item of a kind does not have, where it is one but for a slip."""
    name = canonical_key(written)
    if name in known_keys(kind):
        return None
    likely = [known for known in spellings(kind) if is_slip(name, known)]
    same = next((known for known in likely if folded(known) == folded(name)), None)
    mistaken = _MISTAKEN.get(name.lower())
    return same or (mistaken if mistaken in known_keys(kind) else None) or next(iter(likely), None)
