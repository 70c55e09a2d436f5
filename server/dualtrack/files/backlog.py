"""A Backlog.md folder as it stands: where it is, what its configuration says, and what a file's place in it means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from dualtrack.files.document import Document
from dualtrack.model.conventions import Conventions, Status, Track
from dualtrack.model.dod_conventions import CustomDodItem, DefinitionOfDone, ExperimentDod
from dualtrack.model.item import Fault
from dualtrack.model.mention import leading_id
from dualtrack.model.raw import as_list, text_at
from dualtrack.model.status_words import meaning_of
from dualtrack.model.words import folded
from dualtrack.said import said

TRACK = "backlog"
"""The name of the one track of such a board."""

ROOT_CONFIG = "backlog.config.yml"
"""Beside the folder, it may name the folder and is then its configuration."""

_FOLDERS = ("backlog", ".backlog")
_CONFIGS = ("config.yml", "config.yaml")
_OWN_KEYS = ("project_name", "projectName", "statuses", "default_status", "task_prefix")
_STATUSES = ("To Do", "In Progress", "Done")
_DONE = ("done", "complete", "completed", "closed", "finished", "shipped", "released")
"""The first of these ends an item, and what follows it gives one up."""
_PREFIX = "TASK"
_PREFIX_FORM = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_NO_WORD = re.compile(r"\W+")
_LONGEST_NAME = 60

ItemOnBranch = Literal["open", "draft", "completed", "archived"]


@dataclass(frozen=True, slots=True)
class BacklogFolder:
    """The folder, relative to the project's, and the path of its configuration, if it has one."""

    path: str
    config: str | None


@dataclass(frozen=True, slots=True)
class BacklogPlace:
    """What a file is by its place.

    A draft waits and a completed task is done, whatever their status says; what is archived is not on the board, and its id may
    have been given again.
    """

    kind: Literal["task", "page"]
    standing: ItemOnBranch


def find_backlog(documents: Mapping[str, Document]) -> BacklogFolder | None:
    """The Backlog.md folder among the files of a project, found as Backlog.md finds it."""
    root = documents.get(ROOT_CONFIG)
    if root and _at(root.values, "project_name", "projectName"):
        named = _inside(_at(root.values, "backlog_directory", "backlogDirectory"))
        folder = named or next((name for name in _FOLDERS if any(path.startswith(f"{name}/") for path in documents)), "")
        return BacklogFolder(folder, ROOT_CONFIG) if folder else None
    for folder in _FOLDERS:
        for path in (f"{folder}/{name}" for name in _CONFIGS):
            if path in documents and any(key in documents[path].values for key in _OWN_KEYS):
                return BacklogFolder(path.rpartition("/")[0], path)
    # A folder of this name may be anything; one without a configuration has to hold tasks in the usual layout.
    for folder in _FOLDERS:
        if any(path.startswith(f"{folder}/tasks/") and leading_id(PurePosixPath(path).name) for path in documents):
            return BacklogFolder(folder, None)
    return None


def read_backlog_conventions(document: Document | None) -> tuple[Conventions, tuple[Fault, ...]]:
    """The conventions in a Backlog.md configuration; values that cannot be read have Backlog.md's defaults and are faults."""
    values = document.values if document else {}
    faults: list[Fault] = []
    names: dict[str, Status] = {}
    for name in _texts(values, "statuses", faults) or _STATUSES:
        names.setdefault(folded(name), Status(name=name))
    done = _done(tuple(status.name for status in names.values()))
    statuses, closed = tuple(names.values())[:done], tuple(names.values())[done:]
    written = _at(values, "task_prefix", "taskPrefix")
    if written and not _PREFIX_FORM.fullmatch(written):
        faults.append(
            Fault(("task_prefix",), said('"{written}" is no prefix of ids; it is a word of letters and digits', written))
        )
    prefix = written.upper() if _PREFIX_FORM.fullmatch(written) else _PREFIX
    items = _dod_items(_texts(values, "definition_of_done", faults))
    needed = tuple(items)
    dod = DefinitionOfDone(items=items, task=needed, deploy=needed, experiment=ExperimentDod(ship=needed, otherwise=needed))
    track = Track(statuses=statuses, closed=closed)
    # A copy, because validation adds the tracks that every other board has.
    conventions = Conventions(root="", prefixes={prefix: "task"}, definition_of_done=dod)
    return conventions.model_copy(update={"tracks": {TRACK: track}}), tuple(faults)


def _done(names: Sequence[str]) -> int:
    """Which of the statuses ends an item: one that says no more than that, else the last that says so, else the last that does
    not give an item up."""
    plain = [_NO_WORD.sub(" ", name).strip().casefold() for name in names]
    if (done := next((at for at, name in enumerate(plain) if at and name in _DONE), None)) is not None:
        return done
    meanings = [meaning_of(name) for name in names]
    likely = [at for at, meaning in enumerate(meanings) if at and meaning == "done"]
    return (likely or [at for at, meaning in enumerate(meanings) if meaning != "dropped"] or [len(names) - 1])[-1]


def place_of(path: str) -> BacklogPlace:
    """What a file is, by its path inside the folder."""
    *folders, name = PurePosixPath(path).parts
    archived = folders[:1] == ["archive"]
    section = next(iter(folders[1:] if archived else folders), "")
    # What Backlog.md does not name after an id it does not show as a task: readme.md, plans of epics.
    is_task = section in ("tasks", "drafts", "completed") and name.endswith(".md") and bool(leading_id(name))
    by_section: dict[str, ItemOnBranch] = {"drafts": "draft", "completed": "completed"}
    return BacklogPlace("task" if is_task else "page", "archived" if archived else by_section.get(section, "open"))


def is_task(path: str, document: Document) -> bool:
    """Whether a file is a task, by its path inside the folder."""
    return place_of(path).kind == "task" and not is_note(path, document)


def is_note(path: str, document: Document) -> bool:
    """Whether a file among the tasks bears an id in its name, but has no front matter: Backlog.md shows it nowhere."""
    return place_of(path).kind == "task" and document.is_bare


def full_id(written: str, prefix: str) -> str:
    """The id that a task's `dependencies` or `parent_task_id` mean: a bare number has the folder's prefix, and so has `task-7`
    in a folder whose prefix was changed, unless a task there has that id still."""
    number = written.strip().lower().removeprefix(f"{_PREFIX.lower()}-")
    return f"{prefix}-{number}" if _NUMBER.fullmatch(number) else written.strip()


def _at(values: Mapping[str, Any], *spellings: str) -> str:
    return next((text.strip() for key in spellings if (text := text_at(values, key))), "")


def _inside(folder: str) -> str:
    """A folder inside the project's, else nothing."""
    parts = [part for part in folder.replace("\\", "/").split("/") if part not in ("", ".")]
    return "" if folder.startswith(("/", "\\", "~")) or ".." in parts or ":" in folder else "/".join(parts)


def _texts(values: Mapping[str, Any], key: str, faults: list[Fault]) -> list[str]:
    """A list of texts; empty, with a fault, where it is something else."""
    value = values.get(key)
    entries = as_list(value)
    if value is not None and (entries is None or not all(isinstance(entry, str) for entry in entries)):
        faults.append(Fault((key,), said("a list of texts is expected")))
        return []
    return [entry.strip() for entry in entries or [] if entry.strip()]


def _dod_items(texts: list[str]) -> dict[str, CustomDodItem]:
    """The texts by names made of their words."""
    items: dict[str, CustomDodItem] = {}
    for number, text in enumerate(dict.fromkeys(texts), 1):
        name = _NO_WORD.sub("-", text.casefold())[:_LONGEST_NAME].strip("-_") or f"item-{number}"
        items[name if name not in items else f"{name}-{number}"] = CustomDodItem(text=text)
    return items
