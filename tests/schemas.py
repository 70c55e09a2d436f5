"""JSON schemas of the files, for editors that know YAML: what Dualtrack reads is valid, whatever else is said of it there.

Draft 7, which YAML language servers understand. Every value is a text for Dualtrack, so a number in quotation marks is one too.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from dualtrack.files.keys import canonical_key, spellings
from dualtrack.model.conventions import Conventions
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item, Kind
from dualtrack.model.key_texts import KEY_TEXTS
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.raw import as_mapping
from dualtrack.model.sprint import Sprint
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import folded
from dualtrack.rules import all_rules
from pydantic import BaseModel

SchemaName = Literal["dualtrack.yaml", "sprint", "front-matter"]
Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "#/definitions/"
_DAY = {"type": "string", "pattern": r"^\s*(\d{4}-\d{2}-\d{2}.*)?$"}
_TEXT = {"type": ["string", "number", "boolean"]}
_NOTHING = {"type": "null"}
_PATTERNS = {"integer": r"^\s*[-+]?\d+\s*$", "number": r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"}
_KINDS: tuple[Kind, ...] = ("experiment", "model")
"""Those whose keys are, with the ones that all items have, the keys of a front matter."""


def schema(name: SchemaName) -> Schema:
    """The schema of a `dualtrack.yaml`, of a sprint's file, or of the front matter of an item."""
    definitions: Schema = {}
    match name:
        case "dualtrack.yaml":
            whole = _mapping((Conventions,), definitions, "#", ())
            whole["properties"]["rules"] = _rules(whole["properties"]["rules"])
        case "front-matter":
            names = [spelling for kind in _KINDS for spelling in spellings(kind)]
            whole = _mapping((Item, Timeboxed, Experiment, ModelVersion), definitions, "#", names)
        case "sprint":
            whole = _sprints(definitions)
    said = {
        "dualtrack.yaml": "The team's conventions; every key may be left out.",
        "front-matter": "The keys of a task, an experiment or a model version; every key may be left out.",
        "sprint": "A sprint, or several, each under its name.",
    }
    used = {"definitions": dict(sorted(definitions.items()))} if definitions else {}
    return {"$schema": _DRAFT, "title": f"Dualtrack: {name}", "description": said[name], **whole, **used}


def _rules(written: Schema) -> Schema:
    """The levels with the rules that there are."""
    level: Schema = written["additionalProperties"]
    summaries = {code: rule.page.partition("\n")[0] for code, rule in all_rules().items()}
    return {**written, "properties": {code: {"description": text, **level} for code, text in summaries.items()}}


def _sprints(definitions: Schema) -> Schema:
    """A sprint's keys at the top, or sprints by their names: where every value is a mapping, and no key is a sprint's."""
    inline: Mapping[Kind, tuple[type[Item], ...]] = {"task": (Item, Timeboxed), "experiment": (Item, Timeboxed, Experiment)}
    for kind, models in inline.items():
        base = f"{_DEFINITIONS}{kind}"
        definitions[kind] = _mapping(models, definitions, base, spellings(kind))
    names = [*spellings("sprint"), "product_tasks", "experiments"]
    sprint = _mapping((Item, Sprint), definitions, f"{_DEFINITIONS}sprint", names)
    for key, kind in (("product_tasks", "task"), ("experiments", "experiment")):
        entry = {"anyOf": [_TEXT, {"$ref": f"{_DEFINITIONS}{kind}"}]}
        described = {"description": KEY_TEXTS["Sprint"][key], "type": ["array", "null"], "items": entry}
        sprint["properties"][key.replace("_", "-")] = described  # as people write it, so that it is proposed so
    sprint["patternProperties"] |= _spelled(["product_tasks"], f"{_DEFINITIONS}sprint", "product-tasks")
    definitions["sprint"] = sprint
    known = sorted({*names, *sprint["properties"], *(name.replace("_", "-") for name in names)})
    return {
        "type": ["object", "null"],
        "if": {
            "minProperties": 1,
            "additionalProperties": {"type": "object"},
            "propertyNames": {"not": {"enum": known}},
        },
        "then": {"additionalProperties": {"$ref": f"{_DEFINITIONS}sprint"}},
        "else": {"$ref": f"{_DEFINITIONS}sprint"},
    }


def _mapping(models: Iterable[type[BaseModel]], definitions: Schema, base: str, names: Iterable[str]) -> Schema:
    """The keys of models, each in the spelling that is proposed; the other spellings by patterns, which are not proposed."""
    properties: Schema = {}
    for model in models:
        made = model.model_json_schema(mode="validation", ref_template=_DEFINITIONS + "{model}")
        inner: Schema = made.get("$defs", {})
        derived: frozenset[str] = getattr(model, "DERIVED", frozenset())
        own = {key: value for key, value in made["properties"].items() if key not in derived and key not in properties}
        for key, value in own.items():
            properties[key] = _or_nothing({**_said(model.__name__, key), **_read_as_text(key, value)})
        for name in _referred(own, inner):
            definitions.setdefault(name, _definition(name, inner[name]))
    spelled: Schema = {}
    for key in properties:
        others = {other for name in (key, *names) if canonical_key(name) == key for other in (name, name.replace("_", "-"))}
        spelled |= _spelled(sorted(others - {key}), base, key)
    return {"type": ["object", "null"], "properties": properties, "patternProperties": spelled}


def _spelled(others: list[str], base: str, key: str) -> Schema:
    return {f"^({'|'.join(others)})$": {"$ref": f"{base}/properties/{key}"}} if others else {}


def _said(model: str, key: str) -> Schema:
    """What a key means; those that all items share are described once."""
    return {"description": KEY_TEXTS.get(model, {}).get(key) or KEY_TEXTS["Item"][key]}


def _definition(name: str, made: Schema) -> Schema:
    properties = {key: {**_said(name, key), **_read_as_text(key, value)} for key, value in made["properties"].items()}
    required = {"required": made["required"]} if "required" in made else {}
    return {"type": "object", "properties": properties, **required}


def _referred(value: Any, known: Mapping[str, Schema]) -> set[str]:
    """The definitions that a schema needs, and those that these need."""
    found: set[str] = set()
    pending = [value]
    while pending:
        for reference in re.findall(rf"'\$ref': '{_DEFINITIONS}(\w+)'", str(pending.pop())):
            if reference not in found:
                found.add(reference)
                pending.append(known[reference])
    return found


def _read_as_text(key: str, made: Schema) -> Schema:
    """A schema as pydantic makes it, as YAML is read: names and useless defaults left out, and every spelling of a value."""
    kept: Schema = {name: value for name, value in made.items() if name not in ("title", "default", "description")}
    if made.get("default") and isinstance(made["default"], str | int | float):
        kept["default"] = made["default"]
    if "enum" in kept and key in _WORDS:
        return {"anyOf": [{"enum": kept["enum"]}, {"type": "string", "pattern": _WORDS[key](kept["enum"])}]}
    if kept.get("format") == "date":
        return _DAY
    if kept.get("type") in _PATTERNS:
        return {**kept, "type": [kept["type"], "string"], "pattern": _PATTERNS[kept["type"]]}
    if kept == {"type": "string"}:
        return _TEXT
    for name in ("items", "additionalProperties"):
        if as_mapping(kept.get(name)):
            kept[name] = _read_as_text(key, kept[name])
    if "anyOf" in kept:
        kept["anyOf"] = _without_twins([_read_as_text(key, each) for each in kept["anyOf"]])
    return kept


def _without_twins(alternatives: list[Schema]) -> list[Schema]:
    """Alternatives without those that are a text as well."""
    if _TEXT not in alternatives:
        return alternatives
    others = [each for each in alternatives if each != _TEXT and each.get("type") != "boolean" and "pattern" not in each]
    return [_TEXT, *others]


def _or_nothing(made: Schema) -> Schema:
    """A schema that an empty value fits too: a key without a value is as if it were left out."""
    kinds = made.get("type")
    if kinds and "enum" not in made:
        return {**made, "type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}
    said = {name: made[name] for name in ("description", "default") if name in made}
    rest = {name: value for name, value in made.items() if name not in said}
    alternatives: list[Schema] = [each for each in rest.get("anyOf", [rest]) if each != _NOTHING]
    if len(alternatives) == 1 and "type" in alternatives[0] and "enum" not in alternatives[0]:
        return _or_nothing({**said, **alternatives[0]})
    return {**said, "anyOf": [*alternatives, _NOTHING]}


def _in_any_spelling(words: Iterable[str]) -> str:
    """Words as they are compared: without case, spaces, `-` and `_`."""
    between = r"[\s_-]*"
    spelled = (between.join(f"[{sign.upper()}{sign}]" for sign in folded(word)) for word in words)
    return f"^{between}({'|'.join(spelled)}){between}$"


_WORDS: Mapping[str, Callable[[Iterable[str]], str]] = dict.fromkeys(("kind", "decision", "stage"), _in_any_spelling)
"""The keys whose words are compared in this way; those of `dualtrack.yaml` are not."""
