"""Import what another tool exports as CSV: every row becomes a file, and every cell is found in it."""

from collections.abc import Iterator, Mapping
from itertools import count

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.imports.checklists import with_checklists
from dualtrack.changes.imports.dates import is_ambiguous
from dualtrack.changes.imports.file_text import file_name, file_text
from dualtrack.changes.imports.imported import Imported, read_rows, without_links
from dualtrack.changes.imports.statuses import likely_status, meaning_of, translations
from dualtrack.changes.imports.table import read_table
from dualtrack.changes.next_id import next_id
from dualtrack.files.document import parse
from dualtrack.files.edits import scalar
from dualtrack.files.read import read_items
from dualtrack.model.conventions import Conventions, Status
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical, is_id, prefix_of
from dualtrack.model.words import folded
from dualtrack.project.board import CONVENTIONS_FILE
from dualtrack.project.project import Project
from dualtrack.said import counted, joined, plural, said
from dualtrack.text import Edit, Span

_ORDER = ("type", "priority", "assignee", "labels", "created", "started", "due", "closed", "sprint", "points")
_LISTS = ("assignee", "labels")
_NAMED = 5


def import_csv(project: Project, name: str, text: str, source: str | None = None) -> Change:
    """New files with what a table of Jira, Linear, GitHub Projects, Asana, Monday or Notion says; `source` says which, else the
    header does.

    Rows that are on the board already, by their id or, without one, by their title, are left out. Raises Refusal where the
    table is none of these.
    """
    if "\0" in text:
        raise Refusal(said("{name} is binary", name))
    tool, rows = read_table(name, text, source)
    items = read_rows(tool, rows)
    if not items:
        raise Refusal(said("{name} holds no rows below its header", name))
    titles = {item.title for item in project.items.values()}
    rows_there = [item for item in items if (project.find(item.id) if is_id(item.id) else item.title in titles)]
    items = _without(items, rows_there)
    ids = _ids(project, items)
    references = _references(project, items, ids)
    folder, conventions = _board(project)
    files = _new_conventions(project, ids)
    statuses: list[tuple[str, str]] = []
    for item, id, refers in zip(items, ids, references, strict=True):
        item.title = item.title or id
        path = f"{folder}/{'experiments' if item.is_experiment else 'tasks'}/{file_name(id, item.title)}".lstrip("/")
        if path in project.documents:
            raise Refusal(said("{path} is there already", path))
        files[path], status = _text(item, id, refers, path, conventions)
        ending = f" ({item.outcome})" if meaning_of(item.outcome) == "dropped" else ""
        statuses.append((item.status and item.status + ending, status))
    files = with_checklists(project, files, ("waiting", "active"))
    for sprint in dict.fromkeys(sprint for item in items for sprint in item.values.get("sprint", ())):
        path = f"{folder}/sprints/{file_name(sprint, '').removesuffix('.md')}.yaml".lstrip("/")
        if not project.find(sprint) and path not in project.documents:
            files[path] = f"id: {scalar(sprint)}\n"
    start = Span(0, 0)
    edits = {path: (Edit(start, text),) for path, text in files.items()}
    notes = (*translations(statuses), *_unread(items), *_left_out(rows_there))
    return Change(
        said("{items} imported from {name} ({tool})", plural(len(items), "item"), name, tool.name), edits, notes=notes
    )


def _unread(items: list[Imported]) -> Iterator[str]:
    """The dates that stand under `imported:` only, by why they were not read."""
    unread = dict.fromkeys(date for item in items for date in item.unread)
    for why, ambiguous in (
        (said("begins with its day or with its month"), True),
        (said("is written in a way that is not known"), False),
    ):
        named = [f"{text} ({column})" for column, text in unread if is_ambiguous(text) is ambiguous]
        if named:
            yield said("not read, as it {why}: {dates}", why, _some(named))


def _some(names: list[str]) -> str:
    more = said(" and {count} more", len(names) - _NAMED) if len(names) > _NAMED else ""
    return joined(", ", names[:_NAMED]) + more


def _left_out(rows: list[Imported]) -> Iterator[str]:
    """How many rows are on the board already, and which are only known by their titles."""
    if rows:
        named = [item.title for item in rows if not is_id(item.id)]
        by_title = said(", by title: {some}", _some(named)) if named else ""
        yield counted(len(rows), "{count} row is on the board already", "{count} rows are on the board already") + by_title


def _without(items: list[Imported], rows_there: list[Imported]) -> list[Imported]:
    """The rows but for some, with the new places of their parents; None for a parent that is left out."""
    gone = set(map(id, rows_there))
    kept = [item for item in items if id(item) not in gone]
    places = {id(item): at for at, item in enumerate(kept)}
    for item in kept:
        item.parent = None if item.parent is None else places.get(id(items[item.parent]))
    return kept


def _board(project: Project) -> tuple[str, Conventions]:
    """Where new items go, and what holds there."""
    board = next((board for board in project.boards if not board.folder), None)
    return (board.items_folder, board.conventions) if board else (Conventions().root, Conventions())


def _ids(project: Project, items: list[Imported]) -> list[str]:
    """The id of each row: the tool's own, if it is of our form, else the next one."""
    own = {canonical(item.id): item for item in reversed(items) if item.id}
    numbers: dict[str, Iterator[int]] = {}
    ids: list[str] = []
    for item in items:
        if own.get(canonical(item.id)) is item:
            ids.append(item.id)
            continue
        if item.id:
            item.keep(item.columns["id"], item.id)
        prefix = "EXP" if item.is_experiment else "TASK"
        if prefix not in numbers:
            numbers[prefix] = count(int(next_id(project, prefix, own).partition("-")[2]))
        ids.append(f"{prefix}-{next(numbers[prefix])}")
    return ids


def _references(project: Project, items: list[Imported], ids: list[str]) -> list[dict[str, list[str]]]:
    """What each row refers to, by new ids; cells that name something else, or in other words, are kept."""
    called: dict[str, set[str]] = {}
    for item, id in zip(items, ids, strict=True):
        for name in filter(None, {item.id, item.title, *item.names}):
            called.setdefault(name.casefold(), set()).add(id)
    found: dict[str, dict[str, list[str]]] = {id: {} for id in ids}
    for item, id in zip(items, ids, strict=True):
        if item.parent is not None:
            found[id]["parent"] = [ids[item.parent]]
        for use, column, cell in item.references:
            named = _named(project, called, cell)
            for other in (name for name in named if name and name != id):
                if use == "blocks" and other in found:
                    _add(found[other], "depends_on", id)
                elif use == "depends_on" or (use == "parent" and "parent" not in found[id]):
                    _add(found[id], use, other)
            if ", ".join(name or "" for name in named) != cell or not set(named) <= set(found[id].get(use, ())):
                item.keep(column, cell)
    return [found[id] for id in ids]


def _add(refers: dict[str, list[str]], use: str, id: str) -> None:
    names = refers.setdefault(use, [])
    if id not in names:
        names.append(id)


def _named(project: Project, called: Mapping[str, set[str]], cell: str) -> list[str | None]:
    """The ids that a cell names, and None for what is no item or not only one."""

    def one(name: str) -> str | None:
        ids = called.get(name.casefold(), set())
        if len(ids) == 1:
            return next(iter(ids))
        item = None if ids else project.find(name)
        return item.id if item and item.id else None

    # A title may hold a comma, so the whole is tried first.
    whole = without_links(cell)
    return [found] if (found := one(whole)) else [one(part.strip()) for part in whole.split(",")]


def _text(item: Imported, id: str, refers: Mapping[str, list[str]], path: str, conventions: Conventions) -> tuple[str, str]:
    """The file of a row, and its status."""
    values: dict[str, str | list[str]] = {"id": id, "title": item.title}
    kind = "experiment" if item.is_experiment else "task"
    # A prefix that is not known yet will be that of tasks.
    if {**BUILT_IN_PREFIXES, **conventions.prefixes}.get(prefix_of(id), "task") != kind:
        values["kind"] = kind
    for key in _ORDER:
        texts = item.values.get(key, [])
        # A comma in one name would make it two.
        if len(texts) > 1 or (key in _LISTS and "," in "".join(texts)):
            values[key] = texts
        elif texts:
            values[key] = texts[0]
    if "parent" in refers:
        values["parent"] = refers["parent"][0]
    if "depends_on" in refers:
        values["depends_on"] = refers["depends_on"]
    (read, *_) = read_items(parse(path, file_text(values, {}, "")), conventions)
    status = _status(item, read.track, conventions)
    if item.status and folded(item.status) != folded(status.name):
        item.keep(item.columns["status"], item.status)
    head = {key: values.pop(key) for key in ("id", "title", "kind", "type") if key in values}
    return file_text({**head, "status": status.name, **values}, item.kept, item.body), status.name


def _status(item: Imported, track_name: str, conventions: Conventions) -> Status:
    track = conventions.track(track_name)
    written = item.status or (item.section if meaning_of(item.section) or track.find(item.section) else "")
    category = item.category or ("Done" if "closed" in item.values else "")
    if meaning_of(item.outcome) == "dropped":
        written = item.outcome
    if category == "Done" and meaning_of(written) not in ("done", "dropped"):
        written = category
    return likely_status(track, written, category)


def _new_conventions(project: Project, ids: list[str]) -> dict[str, str]:
    """A `dualtrack.yaml` that makes the new prefixes known, where there is none yet."""
    prefixes = dict.fromkeys(prefix for id in ids if (prefix := prefix_of(id)) not in BUILT_IN_PREFIXES)
    if not prefixes or CONVENTIONS_FILE in project.documents:
        return {}
    return {CONVENTIONS_FILE: f"prefixes: {{{', '.join(f'{prefix}: task' for prefix in prefixes)}}}\n"}
