"""The spellings of keys that mean one key (docs/format.md, "Keys")."""

from functools import lru_cache

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
