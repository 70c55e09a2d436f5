"""Import a Backlog.md folder into the team's own: the texts stay as they are but for what must change."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from dualtrack.changes.change import Change, Refusal, edited
from dualtrack.changes.imports.statuses import likely_status, meaning_of, status_meaning, translations
from dualtrack.changes.next_id import next_id
from dualtrack.files.backlog import TRACK, find_backlog, full_id, place_of, read_backlog_conventions
from dualtrack.files.document import Document, parse
from dualtrack.files.edits import scalar, set_keys, set_yaml
from dualtrack.files.read import read_items
from dualtrack.model.conventions import Conventions, Track
from dualtrack.model.item import Route
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical, leading_id
from dualtrack.model.raw import as_list, text_at
from dualtrack.model.words import folded, plural
from dualtrack.project.board import CONVENTIONS_FILE
from dualtrack.project.project import Project
from dualtrack.text import Edit, Span, apply

_SETTINGS = "wiki/Backlog.md settings.md"
_ITEM_FOLDERS = ("tasks", "experiments", "sprints", "models")
_STANDINGS = {"draft": "waiting", "completed": "done", "archived": "dropped"}


def import_backlog(project: Project, folder: str) -> Change:
    """New files with what the Markdown of a Backlog.md folder holds: its tasks, and everything else, settings too, in the wiki.

    A status becomes one of ours, and stands under `backlog_status` where ours does not say the same; the id of an archived task
    that was given again is replaced, and stands under `backlog_id`. Raises Refusal where an id is on the board already.
    """
    config = _config(project, folder)
    documents = _documents(project, folder)
    theirs, _ = read_backlog_conventions(config)
    board = next((board for board in project.boards if not board.folder), None)
    ours = board.conventions if board else Conventions()
    files: dict[str, str] = {}
    if CONVENTIONS_FILE not in project.documents:
        files = _new_conventions(theirs, config)
        ours = ours.model_copy(update={"prefixes": theirs.prefixes})
    ids = _ids(project, folder, documents, next(iter(theirs.prefixes)))
    root = board.items_folder if board else ours.root
    statuses: list[tuple[str, str]] = []
    for path, document in documents.items():
        target = f"{root}/{_target(path)}".lstrip("/")
        changed = _task(document, path, target, ids, theirs, ours) if path in ids else _page(document, target, ours)
        files[target] = apply(document.text, changed)
        if path in ids and place_of(path).standing == "open":
            statuses.append((text_at(document.values, "status"), text_at(parse(target, files[target]).values, "status")))
    if config:
        files[f"{root}/{_SETTINGS}".lstrip("/")] = f"# Backlog.md settings\n\n~~~~yaml\n{config.text.rstrip()}\n~~~~\n"
    if standing := next((path for path in files if path in project.documents), None):
        raise Refusal(f"{standing} is there already")
    start = Span(0, 0)
    edits = {path: (Edit(start, text),) for path, text in files.items()}
    return Change(f"{plural(len(ids), 'task')} imported from {folder}", edits, notes=translations(statuses))


def _config(project: Project, folder: str) -> Document | None:
    found = find_backlog(project.documents)
    own = found.config if found and found.path == folder else None
    return project.documents.get(own or f"{folder}/config.yml")


def _documents(project: Project, folder: str) -> dict[str, Document]:
    """The Markdown files of the folder by their paths in it."""
    start = f"{folder}/"
    paths = [path for path in sorted(project.documents) if path.startswith(start) and path.endswith(".md")]
    if not paths:
        raise Refusal(f"{folder} holds no Markdown files")
    if unreadable := next((path for path in paths if not project.documents[path].readable), None):
        raise Refusal(f"{unreadable} cannot be read, so nothing is imported")
    return {path.removeprefix(start): project.documents[path] for path in paths}


def _target(path: str) -> str:
    """Where a file goes, by its path in the folder: what is no task is kept out of folders whose files are items."""
    if place_of(path).kind == "task":
        return f"tasks/{path.replace('tasks/', '', 1) if path.startswith(('tasks/', 'archive/tasks/')) else path}"
    *folders, name = path.split("/")
    return "/".join(["wiki", *(f"backlog-{folder}" if folder in _ITEM_FOLDERS else folder for folder in folders), name])


def _ids(project: Project, folder: str, documents: Mapping[str, Document], prefix: str) -> dict[str, str]:
    """The ids of the tasks by their paths."""
    written = {path: _id(path, document) for path, document in documents.items() if place_of(path).kind == "task"}
    existing = {canonical(item.id) for item in project.items.values() if not item.path.startswith(f"{folder}/")}
    if taken := next((id for id in written.values() if canonical(id) in existing), None):
        raise Refusal(f"{taken} is on the board already")
    archived = [path for path in written if place_of(path).standing == "archived"]
    given = {canonical(id) for path, id in written.items() if path not in archived}
    ids = dict(written)
    for path in archived:
        if canonical(ids[path]) in given:
            ids[path] = next_id(project, prefix, [*ids.values()])
        given.add(canonical(ids[path]))
    return ids


def _id(path: str, document: Document) -> str:
    return text_at(document.values, "id") or leading_id(PurePosixPath(path).name)


def _task(
    document: Document, path: str, target: str, ids: Mapping[str, str], theirs: Conventions, ours: Conventions
) -> tuple[Edit, ...]:
    values: dict[str, Any] = {}
    if canonical(ids[path]) != canonical(_id(path, document)):
        values = {"id": ids[path], "backlog_id": _id(path, document)}
    (read, *_) = read_items(parse(target, document.text), ours)
    values |= _status(document, path, theirs.track(TRACK), ours.track(read.track))
    known = {canonical(id) for id in ids.values()}
    renamed: dict[str, Any] = {}
    edits = [Edit(span, scalar(document.text[span.start : span.end])) for span in _quotable(document)]
    for route, name in _references(document):
        meant = full_id(name, next(iter(theirs.prefixes)))
        if canonical(name) not in known and canonical(meant) in known:
            edits += set_yaml(document, route, scalar(meant))
            key = str(route[0])
            renamed[key] = _replaced(renamed.get(key, document.values[key]), route, meant)
    edits += set_keys(document, values, ("status", "title", "id"))
    return edited(document, edits, **values, **renamed)


def _page(document: Document, target: str, ours: Conventions) -> tuple[Edit, ...]:
    """Notes on a task may be named after it; that does not make them a task."""
    (read, *_) = read_items(parse(target, document.text), ours)
    values = {} if read.kind == "page" else {"kind": "page"}
    edits = [Edit(span, scalar(document.text[span.start : span.end])) for span in _quotable(document)]
    return edited(document, (*edits, *set_keys(document, values, ("title", "id"))), **values)


def _quotable(document: Document) -> Iterator[Span]:
    """Values such as `@ana`, which Backlog.md takes as they are."""
    return (span for problem in document.problems for span in problem.quotable)


def _status(document: Document, path: str, theirs: Track, ours: Track) -> dict[str, str]:
    written = text_at(document.values, "status")
    standing = place_of(path).standing
    status = theirs.find(written)
    phase = theirs.phase(status) if status else None
    meaning = _STANDINGS.get(standing) or (phase if phase in ("waiting", "done") else None)
    if phase == "done" and standing == "archived":
        meaning = "done"  # what is put away was not given up
    elif phase == "dropped" and standing == "open" and not meaning_of(written):
        meaning = "dropped"
    if not written and not meaning:
        return {}
    meant = status_meaning(ours, meaning) if meaning else likely_status(ours, written)
    said = {} if folded(meant.name) == folded(written) else {"status": meant.name}
    lost = said and written and not (meaning and phase == meaning)
    return said | ({"backlog_status": written} if lost else {})


def _references(document: Document) -> Iterator[tuple[Route, str]]:
    for key in ("depends_on", "parent", "parent_task_id"):
        value = document.values.get(key)
        if isinstance(value, str):
            yield (key,), value
        for index, name in enumerate(as_list(value) or []):
            if isinstance(name, str):
                yield (key, index), name


def _replaced(value: Any, route: Route, name: str) -> Any:
    entries = as_list(value)
    return name if entries is None else [name if (route[0], at) == route else entry for at, entry in enumerate(entries)]


def _new_conventions(theirs: Conventions, config: Document | None) -> dict[str, str]:
    """A `dualtrack.yaml` with the prefix and, where the settings have one, the Definition of Done."""
    dod = theirs.definition_of_done
    lines = [f"prefixes: {{{prefix}: {kind}}}" for prefix, kind in theirs.prefixes.items() if prefix not in BUILT_IN_PREFIXES]
    if config and "definition_of_done" in config.values:
        lines.append("definition_of_done:")
        if dod.items:
            lines += ["  items:", *(f"    {name}: {{text: {scalar(item.text)}}}" for name, item in dod.items.items())]
        lines.append(f"  task: [{', '.join(dod.task)}]")
    return {CONVENTIONS_FILE: "\n".join([*lines, ""])} if lines else {}
