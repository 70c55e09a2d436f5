"""Import a Backlog.md folder into the team's own: the texts stay as they are but for what must change."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from posixpath import dirname
from typing import Any

from dualtrack.changes.change import Change, Refusal, edited
from dualtrack.changes.imports.checklists import with_checklists
from dualtrack.changes.imports.moved_links import moved_links
from dualtrack.changes.imports.statuses import likely_status, translations
from dualtrack.changes.next_id import next_id
from dualtrack.files.backlog import TRACK, find_backlog, full_id, is_note, is_task, place_of, read_backlog_conventions
from dualtrack.files.document import Document, parse
from dualtrack.files.edits import append_entry, scalar, set_keys, set_yaml
from dualtrack.files.meant_texts import meant_text
from dualtrack.files.read import read_items
from dualtrack.model.conventions import Conventions, Track
from dualtrack.model.item import Item, Route
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical, leading_id
from dualtrack.model.raw import as_list, text_at
from dualtrack.model.status_words import status_meaning
from dualtrack.model.words import folded
from dualtrack.project.board import CONVENTIONS_FILE
from dualtrack.project.project import Project
from dualtrack.said import plural, said
from dualtrack.text import Edit, Span, apply

_SETTINGS = "Backlog.md settings.md"
_ITEM_FOLDERS = ("tasks", "experiments", "sprints", "models")
_STANDINGS = {"draft": "waiting", "completed": "done"}


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
    settings = _settings(project, folder, theirs, config)
    if CONVENTIONS_FILE not in project.documents:
        ours = ours.model_copy(update={"prefixes": theirs.prefixes})
    ids = _ids(project, folder, documents, next(iter(theirs.prefixes)))
    # What a note is named for counts as well: a reference finds it.
    notes = (_id(path, document) for path, document in documents.items() if path not in ids)
    known = {canonical(id) for id in (*ids.values(), *notes)}
    root = board.items_folder if board else ours.root
    place = _Place(folder, root, documents, config)
    files: dict[str, str] = {}
    statuses: list[tuple[str, str]] = []
    for path, document in documents.items():
        target = place.target(path)
        files[target] = apply(document.text, _edits(document, path, place, ids, known, theirs, ours))
        if path in ids and place_of(path).standing == "open":
            statuses.append((text_at(document.values, "status"), text_at(parse(target, files[target]).values, "status")))
    if config:
        files[place.target(_SETTINGS)] = f"# Backlog.md settings\n\n~~~~yaml\n{config.text.rstrip()}\n~~~~\n"
    if standing := next((path for path in files if path in project.documents), None):
        raise Refusal(said("{standing} is there already", standing))
    files = with_checklists(project, {**files, CONVENTIONS_FILE: apply(_text(project), settings)}, ("active",))
    start = Span(0, 0)
    edits = {CONVENTIONS_FILE: settings} | {
        path: (Edit(start, text),) for path, text in files.items() if path != CONVENTIONS_FILE
    }
    return Change(said("{tasks} imported from {folder}", plural(len(ids), "task"), folder), edits, notes=translations(statuses))


def _config(project: Project, folder: str) -> Document | None:
    found = find_backlog(project.documents)
    own = found.config if found and found.path == folder else None
    return project.documents.get(own or f"{folder}/config.yml")


def _documents(project: Project, folder: str) -> dict[str, Document]:
    """The Markdown files of the folder by their paths in it."""
    start = f"{folder}/"
    paths = [path for path in sorted(project.documents) if path.startswith(start) and path.endswith(".md")]
    if not paths:
        raise Refusal(said("{folder} holds no Markdown files", folder))
    if unreadable := next((path for path in paths if not project.documents[path].readable), None):
        raise Refusal(said("{unreadable} cannot be read, so nothing is imported", unreadable))
    return {path.removeprefix(start): project.documents[path] for path in paths}


class _Place:
    """Where the files of the folder go."""

    def __init__(self, folder: str, root: str, documents: Mapping[str, Document], config: Document | None) -> None:
        self.folder, self.root, self.documents = folder, root, documents
        # Where a folder holds tasks and other files, a link to it leads to the tasks.
        paths = sorted(documents, key=lambda path: is_task(path, documents[path]))
        self.folders = {dirname(documents[path].path): dirname(self.target(path)) for path in paths}
        self.config = config.path if config else None

    def target(self, path: str) -> str:
        """Where a file goes, by its path in the folder: what is no task is kept out of folders whose files are items."""
        *folders, name = path.split("/")
        if path in self.documents and is_task(path, self.documents[path]):
            target = f"tasks/{path.replace('tasks/', '', 1) if path.startswith(('tasks/', 'archive/tasks/')) else path}"
        else:
            renamed = (f"backlog-{folder}" if folder in _ITEM_FOLDERS else folder for folder in folders)
            note = path in self.documents and is_note(path, self.documents[path])
            target = "/".join(["wiki", *(["archive"] if note and folders[0] != "archive" else []), *renamed, name])
        return f"{self.root}/{target}".lstrip("/")

    def moved(self, path: str) -> str:
        """Where a path of the repository is from then on."""
        if path == self.config:
            return self.target(_SETTINGS)
        if path.startswith(f"{self.folder}/") and path.endswith(".md"):
            return self.target(path.removeprefix(f"{self.folder}/"))
        return self.folders.get(path, path)


def _ids(project: Project, folder: str, documents: Mapping[str, Document], prefix: str) -> dict[str, str]:
    """The ids of the tasks by their paths."""
    written = {path: _id(path, document) for path, document in documents.items() if is_task(path, document)}
    existing = {canonical(item.id) for item in project.items.values() if not item.path.startswith(f"{folder}/")}
    if taken := next((id for id in written.values() if canonical(id) in existing), None):
        raise Refusal(said("{taken} is on the board already", taken))
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


def _edits(
    document: Document,
    path: str,
    place: _Place,
    ids: Mapping[str, str],
    known: Collection[str],
    theirs: Conventions,
    ours: Conventions,
) -> tuple[Edit, ...]:
    target = place.target(path)
    values: dict[str, Any] = {}
    if path in ids and canonical(ids[path]) != canonical(_id(path, document)):
        values = {"id": ids[path], "backlog_id": _id(path, document)}
    kind = "task" if path in ids else "page"
    if _read(document, target, values, ours).kind != kind:
        values |= {"kind": kind} | _kept(document, "kind")
    if path in ids:
        track = _read(document, target, values, ours).track
        if track not in ours.tracks:
            values |= {"track": "production"} | _kept(document, "track")
        values |= _status(document, path, theirs.track(TRACK), ours.track(track))
    renamed: dict[str, Any] = {}
    edits = [Edit(span, scalar(meant_text(document.text[span.start : span.end]))) for span in _quotable(document)]
    for route, name in _references(document):
        meant = full_id(name, next(iter(theirs.prefixes)))
        if canonical(name) not in known and canonical(meant) in known:
            edits += set_yaml(document, route, scalar(meant))
            key = str(route[0])
            renamed[key] = _replaced(renamed.get(key, document.values[key]), route, meant)
    edits += set_keys(document, values, ("status", "title", "id"))
    return edited(document, (*edits, *moved_links(document, target, place.moved)), **values, **renamed)


def _read(document: Document, target: str, values: Mapping[str, str], ours: Conventions) -> Item:
    """The item that a file will be with these values."""
    return read_items(parse(target, apply(document.text, set_keys(document, values))), ours)[0]


def _kept(document: Document, key: str) -> dict[str, str]:
    """What a key of the file said that has another value from then on."""
    written = text_at(document.values, key)
    return {f"backlog_{key}": written} if written else {}


def _quotable(document: Document) -> Iterator[Span]:
    """Values such as `@ana`, which Backlog.md takes as they are."""
    return (span for problem in document.problems for span in problem.quotable)


def _status(document: Document, path: str, theirs: Track, ours: Track) -> dict[str, str]:
    written = text_at(document.values, "status")
    standing = place_of(path).standing
    status = theirs.find(written)
    phase = theirs.phase(status) if status else None
    meaning = _STANDINGS.get(standing) or (phase if phase in ("waiting", "done", "dropped") else None)
    if standing == "archived" and meaning != "done":
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


def _settings(project: Project, folder: str, theirs: Conventions, config: Document | None) -> tuple[Edit, ...]:
    """What `dualtrack.yaml` says from then on: that the folder was imported and, where it said nothing before, the prefix and
    the Definition of Done, if the folder's settings have one."""
    imported = f"imported: [{scalar(folder)}]"
    if document := project.documents.get(CONVENTIONS_FILE):
        names = as_list(document.values.get("imported")) or []
        if folder in names:
            return ()
        return edited(document, (append_entry(document, "imported", scalar(folder)),), imported=[*names, folder])
    dod = theirs.definition_of_done
    unknown = theirs.prefixes.items() - BUILT_IN_PREFIXES.items()
    lines = [f"prefixes: {{{prefix}: {kind}}}" for prefix, kind in unknown]
    if config and "definition_of_done" in config.values:
        lines.append("definition_of_done:")
        if dod.items:
            lines += ["  items:", *(f"    {name}: {{text: {scalar(item.text)}}}" for name, item in dod.items.items())]
        lines.append(f"  task: [{', '.join(dod.task)}]")
    return (Edit(Span(0, 0), "\n".join([*lines, imported, ""])),)


def _text(project: Project) -> str:
    return project.documents[CONVENTIONS_FILE].text if CONVENTIONS_FILE in project.documents else ""
