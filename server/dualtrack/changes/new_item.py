"""A new file from a template."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from dualtrack.changes.change import Change, Cursor, Refusal
from dualtrack.changes.imports.file_text import file_name
from dualtrack.changes.next_id import next_id
from dualtrack.files.edits import scalar
from dualtrack.files.read import DOD_HEADING
from dualtrack.files.values import kind_of_prefix
from dualtrack.model.mention import prefix_of
from dualtrack.model.sprint import Sprint
from dualtrack.project.board import Board
from dualtrack.project.project import Project
from dualtrack.project.required_items import required_items
from dualtrack.said import joined, said
from dualtrack.text import Edit, Span

NewKind = Literal["experiment", "spike", "task", "data", "sprint", "model", "bug", "ops", "deploy", "page"]
"""What can be made."""

_CURSOR = "\0"
"""Where the person types next, in a template."""

_MODEL = re.compile(r"([^\s@](?:[^@]*[^\s@])?)(?:\s*@|\s+v?)(\d[\w.]*)")
_SPRINT_DAYS = 14
_QUESTION = f'hypothesis: "{_CURSOR}"'
_RESULTS = ("baseline: {}", 'success_criteria: ""')
_TEMPLATES: dict[NewKind, tuple[str, str, tuple[str, ...]]] = {
    "experiment": ("EXP", "experiments", (_QUESTION, "timebox_days: 10", *_RESULTS)),
    "spike": ("SPIKE", "experiments", (_QUESTION, 'data: ""', 'compute: ""', "timebox_days: 5", *_RESULTS)),
    "task": ("TASK", "tasks", ("type: feature",)),
    "data": ("DATA", "tasks", ("type: collection",)),
    "bug": ("BUG", "tasks", ("type: bug",)),
    "ops": ("OPS", "tasks", ("type: infra",)),
    "deploy": ("OPS", "tasks", ("type: deploy", f'model: "{_CURSOR}"')),
}
"""The prefix of the ids of a kind, its folder, and the lines of its own keys."""


FOLDERS: Mapping[NewKind, str] = {
    **{kind: folder for kind, (_, folder, _) in _TEMPLATES.items()},
    "sprint": "sprints",
    "model": "models",
    "page": "wiki",
}
"""Where a new item of each kind is put."""


def prefix_of_new(kind: NewKind) -> str:
    """The prefix of the ids of new items of a kind; empty where they have none."""
    return _TEMPLATES[kind][0] if kind in _TEMPLATES else ""


@dataclass(frozen=True)
class NewItem(Change):
    """The change that makes an item, with its id."""

    id: str = ""


def new_item(
    project: Project, board_folder: str, kind: NewKind, title: str, *, sprint: str = "", assignee: str = "", into: str = ""
) -> NewItem:
    """A file with what the kind needs, in the board of a folder, with the cursor where one types next.

    A model's title is its name and version (`fraud@1.3`), a sprint's its goal, which may be empty. `into` is the path of an
    empty file that gets the text, and with it its id, if its name has one. Raises Refusal for a title that is none, a sprint
    that does not exist, and where the file is there already.
    """
    board = next((board for board in project.boards if board.folder == board_folder), None)
    if not board:
        raise Refusal(said("there is no board in {folder}", board_folder or said("this folder")))
    if board.layout.made_by:
        raise Refusal(
            said(
                "{folder} is a Backlog.md folder; new tasks are made there with: {made_by}", board.folder, board.layout.made_by
            )
        )
    if kind not in get_args(NewKind):
        raise Refusal(said("{kind} is none of {known}", kind, joined(", ", get_args(NewKind))))
    title = " ".join(title.split())
    if sprint and kind == "sprint":
        raise Refusal(said("a sprint is in no sprint"))
    named = project.sprint(sprint) if sprint else None
    if sprint and not named:
        raise Refusal(said("{sprint} does not exist", sprint))
    keys = {"assignee": assignee.strip().removeprefix("@"), "sprint": named.id if named else ""}
    match kind:
        case "sprint":
            id, path, text = _sprint(project, board, title, keys)
        case "model":
            id, path, text = _model(project, board, title, keys, into)
        case "page" if not title:
            raise Refusal(said("a title is needed"))
        case "page" if any(keys.values()):
            raise Refusal(said("a page has no sprint and no assignee"))
        case "page":
            id, (path, text) = title, new_page(project, board, title, f"# {title}\n\n{_CURSOR}\n")
        case _:
            id, path, text = _work(project, board, kind, title, keys, into)
    cursor = Cursor(path, text.index(_CURSOR))
    return NewItem(said("{id} added", id), {path: (Edit(Span(0, 0), text.replace(_CURSOR, "")),)}, cursor, id=id)


def _work(project: Project, board: Board, new: NewKind, title: str, keys: dict[str, str], into: str) -> tuple[str, str, str]:
    """An experiment or a task."""
    if not title:
        raise Refusal(said("a title is needed"))
    prefix, folder, own_lines = _TEMPLATES[new]
    empty = next((item for item in project.items_in(into) if prefix_of(item.id)), None)
    id = empty.id if empty else next_id(project, prefix)
    path = into or _new_path(project, board, folder, file_name(id, title))
    kind = "experiment" if folder == "experiments" else "task"
    # A team may have made the prefix one of another kind.
    stated = [] if kind_of_prefix(id, board.conventions) == kind else [f"kind: {kind}"]
    head = [f"id: {id}", f"title: {scalar(title)}", *stated]
    draft = project.with_file(path, _front([*head, *own_lines]).replace(_CURSOR, ""))
    (item,) = draft.items_in(path)
    track = board.conventions.track(item.track)
    lines = [*head, f"status: {scalar(track.all[0].name)}", *_given(keys), f"created: {_today(project, board)}"]
    text = _front([*lines, *own_lines])
    if _CURSOR not in text:
        text += _CURSOR
    agreed = board.conventions.definition_of_done.texts
    names = required_items(draft, item.model_copy(update={"phase": "active", "has_dod": True}))
    if names:
        text += "\n".join(["", f"## {DOD_HEADING}", "", *(f"- [ ] {agreed[name]}" for name in names), ""])
    return id, path, text


def _sprint(project: Project, board: Board, goal: str, keys: dict[str, str]) -> tuple[str, str, str]:
    """The next sprint, which begins after the last one and lasts as long."""
    id = next_id(project, "sprint").lower()
    number = int(id.rpartition("-")[2])
    today = date.fromisoformat(_today(project, board))
    last = project.find(f"sprint-{number - 1}")
    start, days = today, timedelta(days=_SPRINT_DAYS - 1)
    if isinstance(last, Sprint) and last.start and last.end and last.end >= last.start:
        start, days = max(today, last.end + timedelta(days=1)), last.end - last.start
    lines = [
        f"goal: {scalar(goal)}{_CURSOR}" if goal else f'goal: "{_CURSOR}"',
        *_given(keys),
        f"start: {start}",
        f"end: {start + days}",
        "product-tasks: []",
        "experiments: []",
        "",
    ]
    return id, _new_path(project, board, FOLDERS["sprint"], f"{id}.yaml"), "\n".join(lines)


def _model(project: Project, board: Board, title: str, keys: dict[str, str], into: str) -> tuple[str, str, str]:
    """A version of a model."""
    found = _MODEL.fullmatch(title)
    if not found:
        raise Refusal(said('"{title}" is no name and version of a model such as fraud@1.3', title))
    name, version = found[1], found[2]
    id = f"{name}@{version}"
    if (known := project.find(id)) and known.path != into:
        raise Refusal(said("{id} is on the board already", id))
    lines = [f"id: {scalar(id)}", f"title: {scalar(f'{name} {version}')}", "stage: research", *_given(keys)]
    lines += [f"created: {_today(project, board)}", f'change: "{_CURSOR}"']
    return (
        id,
        into or _new_path(project, board, FOLDERS["model"], file_name(f"{name}-{version}".replace("/", "-"), "")),
        _front(lines),
    )


def new_page(project: Project, board: Board, title: str, text: str) -> tuple[str, str]:
    """The path and the text of a new page of a board's wiki. One that is named after a task is none: it says so."""
    path = _new_path(project, board, FOLDERS["page"], file_name("", title))
    (read,) = project.with_file(path, text.replace(_CURSOR, "")).items_in(path)
    return path, text if read.kind == "page" else f"{_front(['kind: page'])}\n{text}"


def _new_path(project: Project, board: Board, folder: str, name: str) -> str:
    path = board.path(folder, name)
    if path in project.documents:
        raise Refusal(said("{path} is there already", path))
    return path


def _given(keys: dict[str, str]) -> list[str]:
    return [f"{key}: {scalar(value)}" for key, value in keys.items() if value]


def _front(lines: list[str]) -> str:
    return "\n".join(["---", *lines, "---", ""])


def _today(project: Project, board: Board) -> str:
    return project.facts.today(board.conventions.timezone).isoformat()
