"""Document and conventions to item: kind, track and status are worked out, and values become what their keys ask for."""

import re
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dualtrack.files.body import own_words
from dualtrack.files.document import Document
from dualtrack.model.conventions import TRACKS, Conventions
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Fault, Item, Kind, Route
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical, leading_id, prefix_of
from dualtrack.model.raw import text_at
from dualtrack.model.words import folded

DOD_HEADING = "Definition of Done"
LEARNINGS_HEADING = "Learnings"

_FOLDERS: dict[str, Kind] = {
    "tasks": "task",
    "experiments": "experiment",
    "sprints": "sprint",
    "models": "model",
    "wiki": "page",
}
_SECTIONS = {DOD_HEADING.casefold(), LEARNINGS_HEADING.casefold(), "findings"}
_DATA_TYPES = {"collection", "cleaning", "features", "pipeline"}
_MODEL_NAME = re.compile(r"(.+)-v?(\d[\w.]*)")
M = TypeVar("M", bound=BaseModel)

_ERROR_PREFIX = "Value error, "


def read_item(document: Document, conventions: Conventions) -> Item:
    """The item that a file of a board is; values that cannot be read become its faults."""
    values = document.values
    name = PurePosixPath(document.path).stem
    id = text_at(values, "id") or leading_id(name)
    prefixes = {**BUILT_IN_PREFIXES, **conventions.prefixes}
    kind = _kind(document.path, values, prefixes.get(prefix_of(id)))
    faults = [
        Fault((key,), f"{key} is a text, not a list or a mapping")
        for key in ("id", "title", "kind", "track", "type", "status")
        if isinstance(values.get(key), (list, dict))
    ]
    if kind == "model":
        found = _MODEL_NAME.fullmatch(name)
        id = text_at(values, "id") or (f"{found[1]}@{found[2]}" if found else name)
    elif kind == "sprint":
        id = text_at(values, "id") or name
    elif kind == "page":
        id = ""
    item_type = text_at(values, "type") or ("spike" if prefix_of(id) == "SPIKE" else "")
    track_name = _track(values, kind, item_type, id)
    track = conventions.track(track_name)
    written = text_at(values, "status")
    status = track.find(written) if written else track.all[0]
    heading = document.body.heading(LEARNINGS_HEADING)
    derived = {
        "path": document.path,
        "key": canonical(id) if id else document.path,
        "kind": kind,
        "track": track_name,
        "status": status.name if status else written,
        "phase": track.phase(status) if status else None,
        "id": id,
        "type": item_type,
        "title": text_at(values, "title") or _title(document, name, id),
        "calendar": conventions.calendar,
        "dod": document.body.checks_under(DOD_HEADING),
        "has_dod": document.body.heading(DOD_HEADING) is not None,
        "has_learnings": bool(heading and own_words(document.text, heading.section)),
    }
    model = Experiment if kind == "experiment" else Item
    given = {key: value for key, value in values.items() if value is not None}
    item = _validated(model, given, {**derived, "faults": ()}, faults)
    return item.model_copy(update={"faults": tuple(faults)}) if faults else item


def read_conventions(document: Document) -> tuple[Conventions, tuple[Fault, ...]]:
    """The conventions in a `dualtrack.yaml`; values that cannot be read have their defaults and are faults."""
    faults: list[Fault] = []
    given = {key: value for key, value in document.values.items() if value is not None}
    return _validated(Conventions, given, {}, faults), tuple(faults)


def _validated(model: type[M], values: dict[str, Any], derived: dict[str, Any], faults: list[Fault]) -> M:
    """The model of the values; a key whose value does not fit is left out and becomes a fault."""
    try:
        return model.model_validate({**values, **derived})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            route: Route = tuple(step for step in detail["loc"])
            if not any(fault.route[:1] == route[:1] for fault in faults):
                faults.append(Fault(route, _in_plain_words(detail)))
        broken = {fault.route[0] for fault in faults}
        return model.model_validate({key: value for key, value in values.items() if key not in broken} | derived)


def _in_plain_words(detail: ErrorDetails) -> str:
    written = f'"{detail["input"]}"' if isinstance(detail["input"], str) else "this"
    match detail["type"]:
        case "literal_error":
            expected = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
            return f"{written} is none of {expected}"
        case "int_parsing" | "int_type":
            return f"{written} is not a whole number"
        case "float_parsing" | "float_type":
            return f"{written} is not a number"
        case _:
            return detail["msg"].removeprefix(_ERROR_PREFIX).replace("Input should be", "expected is")


def _kind(path: str, values: dict[str, Any], by_prefix: str | None) -> Kind:
    kinds: dict[str, Kind] = {kind: kind for kind in _FOLDERS.values()}
    if stated := kinds.get(folded(text_at(values, "kind"))):
        return stated
    if by_prefix:
        return "experiment" if by_prefix == "experiment" else "task"
    folders = [part for part in PurePosixPath(path).parts[:-1] if part in _FOLDERS]
    return _FOLDERS[folders[-1]] if folders else "page"


def _track(values: dict[str, Any], kind: Kind, item_type: str, id: str) -> str:
    if written := text_at(values, "track"):
        return next((name for name in TRACKS if folded(name) == folded(written)), written)
    if kind == "experiment":
        return "research"
    return "data" if folded(item_type) in _DATA_TYPES or prefix_of(id) == "DATA" else "production"


def _title(document: Document, name: str, id: str) -> str:
    headings = (heading.text for heading in document.body.headings if heading.text.casefold() not in _SECTIONS)
    if first := next(headings, ""):
        return first
    return name.removeprefix(leading_id(name)).strip(" -_") or id or name
