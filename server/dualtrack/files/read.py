"""Document and conventions to items: what kind of file it is, and whose id and title it bears."""

import re
from typing import Any

from dualtrack.files.body import comparable_title
from dualtrack.files.document import Document
from dualtrack.files.read_body import has_own_words
from dualtrack.files.read_sprint import read_sprints
from dualtrack.files.values import build, kind_of_prefix, validated
from dualtrack.model.conventions import Conventions
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Fault, Item, Kind
from dualtrack.model.mention import leading_id
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.raw import text_at
from dualtrack.model.words import folded

DOD_HEADING = "Definition of Done"
LEARNINGS_HEADING = "Learnings"
FINDINGS_HEADING = "Findings"

_FOLDERS: dict[str, Kind] = {
    "tasks": "task",
    "experiments": "experiment",
    "sprints": "sprint",
    "models": "model",
    "wiki": "page",
}
_PUT_AWAY = {"/archive/": "archived", "/completed/": "filed"}
_KINDS: dict[str, Kind] = {kind: kind for kind in _FOLDERS.values()}
_SECTIONS = frozenset(map(comparable_title, (DOD_HEADING, LEARNINGS_HEADING, "Findings")))
_MODEL_NAME = re.compile(r"(.+)-v?(\d[\w.]*)")
_MODELS: dict[Kind, type[Item]] = {"experiment": Experiment, "model": ModelVersion}


def read_items(document: Document, conventions: Conventions) -> tuple[Item, ...]:
    """The item that a file of a board is, and, for a sprint, those that stand in it; values that cannot be read are faults."""
    values = document.values
    name = document.path.rpartition("/")[2].rpartition(".")[0]
    id = text_at(values, "id") or leading_id(name)
    kind = _kind(document.path, values, kind_of_prefix(id, conventions))
    if kind == "sprint":
        return tuple(read_sprints(document, conventions, name))
    if kind == "model":
        found = _MODEL_NAME.fullmatch(name)
        id = text_at(values, "id") or (f"{found[1]}@{found[2]}" if found else name)
    elif kind == "page":
        id = text_at(values, "id")
        id = "" if kind_of_prefix(id, conventions) else id
    heading = document.body.heading(LEARNINGS_HEADING) if kind == "experiment" else None
    learned = heading is not None and has_own_words(document.text, heading.section)
    dod = conventions.definition_of_done.agreed(document.body.checks_under(DOD_HEADING))
    item = build(
        _MODELS.get(kind, Item),
        values,
        conventions,
        path=document.path,
        kind=kind,
        id=id,
        title=title_of(document, name, id),
        dod=dod,
        parsed=document.front.plain is None or bool(document.problems),
        has_dod=bool(dod) or document.body.heading(DOD_HEADING) is not None,
        **({"has_learnings": learned} if kind == "experiment" else {}),
    )
    ends = item.is_closed or kind == "page"
    put_away = {key: True for folder, key in _PUT_AWAY.items() if folder in item.path and (ends or key == "archived")}
    return (item.model_copy(update=put_away) if put_away else item,)


def read_conventions(document: Document) -> tuple[Conventions, tuple[Fault, ...]]:
    """The conventions in a `dualtrack.yaml`; values that cannot be read have their defaults and are faults."""
    faults: list[Fault] = []
    given = {key: value for key, value in document.values.items() if value is not None}
    return validated(Conventions, given, {}, faults), tuple(faults)


def _kind(path: str, values: dict[str, Any], by_prefix: str | None) -> Kind:
    if stated := _KINDS.get(folded(text_at(values, "kind"))):
        return stated
    if by_prefix:
        return "experiment" if by_prefix == "experiment" else "task"
    folders = [part for part in path.split("/")[:-1] if part in _FOLDERS]
    return _FOLDERS[folders[-1]] if folders else "page"


def title_of(document: Document, name: str, id: str) -> str:
    """The title: as stated, else the first heading, else the file's name without the id."""
    if stated := text_at(document.values, "title"):
        return stated
    headings = (
        heading.text for heading in document.body.headings if heading.text and comparable_title(heading.text) not in _SECTIONS
    )
    if first := next(headings, ""):
        return first
    leading = leading_id(name)
    rest = name.removeprefix(leading).strip(" -_")
    if leading and " " not in rest:  # `TASK-12-add-foo`
        rest = rest.replace("-", " ").replace("_", " ")
    return rest or id or name
