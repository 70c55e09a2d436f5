"""Values as written to what their keys ask for; one that does not fit is left out and becomes a fault."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dualtrack.model.conventions import TRACKS, Conventions
from dualtrack.model.experiment import unquoted
from dualtrack.model.item import Fault, Item, Kind, Route
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical, prefix_of
from dualtrack.model.raw import text_at, unlinked
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import folded
from dualtrack.said import said

_DATA_TYPES = {"data", "collection", "cleaning", "features", "pipeline"}
_TEXTS = ("id", "title", "kind", "track", "type", "status")
_EXPECTED = {
    **dict.fromkeys(
        ("dict_type", "mapping_type", "model_type", "model_attributes_type"),
        said("a mapping such as {{key: value}} is expected"),
    ),
    **dict.fromkeys(("list_type", "tuple_type"), said("a list such as [one, two] is expected")),
    **dict.fromkeys(("bool_type", "bool_parsing"), said("true or false is expected")),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), said("a date such as 2026-11-02 is expected")),
    "finite_number": said("a finite number is expected"),
    "string_type": said("a text is expected"),
}
"""What is asked for instead of a value, by pydantic's name for the fault."""
M = TypeVar("M", bound=BaseModel)
AnItem = TypeVar("AnItem", bound=Item)


def kind_of_prefix(id: str, conventions: Conventions) -> Kind | None:
    """The kind that an id's prefix stands for, where it is a known one."""
    prefix = prefix_of(id)
    return conventions.prefixes.get(prefix) or BUILT_IN_PREFIXES.get(prefix)


def build(
    model: type[AnItem], values: Mapping[str, Any], conventions: Conventions, *, id: str, kind: Kind, **derived: Any
) -> AnItem:
    """The item of the values, by canonical key, and of what is derived; track and status are worked out."""
    values = {
        key: value if isinstance(value, str) and value[:2] != "[[" else unlinked(value)  # of thousands of texts none is a link
        for key, value in values.items()
    }
    item_type = text_at(values, "type") or ("spike" if prefix_of(id) == "SPIKE" else "")
    track_name = _track(values, kind, item_type, id)
    track = conventions.track(track_name)
    written = text_at(values, "status")
    status = track.find(written) if written else track.all[0]
    nested = [key for key in _TEXTS if isinstance(values.get(key), (list, dict))]
    faults = [Fault((key,), said("{key} is a text, not a list or a mapping", key)) for key in nested]
    worked_out_keys = model.DERIVED
    given = {key: value for key, value in values.items() if value is not None and key not in worked_out_keys}
    worked_out = {
        "key": canonical(id) if id else derived["path"],
        "kind": kind,
        "track": track_name,
        "status": status.name if status else written,
        "phase": track.phase(status) if status else None,
        "id": id,
        "type": item_type,
        "calendar": conventions.calendar,
        **derived,
    }
    if model is Item and kind == "task" and track_name == "research":
        model = cast("type[AnItem]", Timeboxed)
    if kind == "experiment" and unquoted(text_at(values, "learnings")):
        worked_out["has_learnings"] = True
    item = validated(model, given, worked_out, faults)
    return item.model_copy(update={"faults": (*derived.get("faults", ()), *faults)}) if faults else item


def validated(model: type[M], values: Mapping[str, Any], derived: Mapping[str, Any], faults: list[Fault]) -> M:
    """The model of the values; a key whose value does not fit is left out and becomes a fault."""
    try:
        return model.model_validate({**values, **derived})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            route: Route = tuple(step for step in detail["loc"])
            if not any(fault.route[:1] == route[:1] for fault in faults):
                faults.append(Fault(route, _in_plain_words(detail)))
        broken = {fault.route[0] for fault in faults}
        return model.model_validate({key: value for key, value in values.items() if key not in broken} | {**derived})


def _in_plain_words(detail: ErrorDetails) -> str:
    written = f'"{detail["input"]}"' if isinstance(detail["input"], str) else said("this")
    match detail["type"]:
        case "literal_error":
            expected = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
            return said("{value} is none of {known}", written, expected)
        case "int_parsing" | "int_type":
            return said("{value} is not a whole number", written)
        case "float_parsing" | "float_type":
            return said("{value} is not a number", written)
        case "value_error" if "ctx" in detail:
            return str(detail["ctx"]["error"])
        case "greater_than_equal":
            return said("{value} is less than {least}", written, detail.get("ctx", {}).get("ge"))
        case "less_than_equal":
            return said("{value} is more than {most}", written, detail.get("ctx", {}).get("le"))
        case "missing":
            return said("{key} is missing", detail["loc"][-1])
        case other:
            return _EXPECTED.get(other, said("another value is expected"))


def _track(values: Mapping[str, Any], kind: Kind, item_type: str, id: str) -> str:
    if written := text_at(values, "track"):
        return next((name for name in TRACKS if folded(name) == folded(written)), written)
    if kind == "experiment":
        return "research"
    return "data" if folded(item_type) in _DATA_TYPES or prefix_of(id) == "DATA" else "production"
