"""Values as a file holds them: texts, lists and mappings of them."""

import re
from collections.abc import Mapping
from typing import Any, cast

_WIKI_LINK = re.compile(r"\[\[([^\[\]|#]+)(?:[|#][^\[\]]*)?\]\]")


def as_mapping(value: object) -> Mapping[str, Any] | None:
    """The value, if it is a mapping."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else None


def as_list(value: object) -> list[Any] | None:
    """The value, if it is a list."""
    return cast("list[Any]", value) if isinstance(value, list) else None


def snake_cased(value: object) -> object:
    """A mapping with `_` for every `-` in its keys; anything else as it is."""
    written = as_mapping(value)
    return value if written is None else {key.replace("-", "_"): each for key, each in written.items()}


def text_at(values: Mapping[str, Any], key: str) -> str:
    """A value as a text, empty where it is absent or no text."""
    value = values.get(key)
    return value if isinstance(value, str) else ""


def unlinked(value: Any) -> Any:
    """A value with the name for every link such as `"[[TASK-1]]"`, which without quotation marks is a list in a list."""
    if isinstance(value, str):
        found = _WIKI_LINK.fullmatch(value) if value.startswith("[[") else None
        return found[1].strip() if found else value
    if (entries := as_mapping(value)) is not None:
        return {key: unlinked(entry) for key, entry in entries.items()}
    entries = as_list(value) or ()
    for each in entries:
        if isinstance(each, list) or (isinstance(each, str) and each[:2] == "[["):
            break
    else:
        return value
    match entries:
        case [[str() as name]] if re.match(r"[^\W\d]|[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", name):
            return name
        case _:
            return [unlinked(entry) for entry in entries]
