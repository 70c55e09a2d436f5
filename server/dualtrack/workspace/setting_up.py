"""Set up a board where work goes on already: read what is there, propose, and make one change of what is wanted."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, read_head
from dualtrack.adapters.history.authors import read_authors
from dualtrack.changes.change import Change, texts_after
from dualtrack.changes.import_backlog import import_backlog
from dualtrack.changes.imports.table import is_export, read_table
from dualtrack.changes.proposed_items import ProposedItems, proposed_items
from dualtrack.changes.proposed_members import MOST_MEMBERS, proposed_members
from dualtrack.changes.set_up_board import example_items, first_blank, set_up_board
from dualtrack.facts.checkout import Checkout
from dualtrack.facts.history import History
from dualtrack.facts.notebooks import Notebooks
from dualtrack.facts.other_branches import OtherBranches
from dualtrack.facts.runs import Runs
from dualtrack.features.unknown import unknown_lines
from dualtrack.files.backlog import find_backlog, is_task
from dualtrack.files.document import parse
from dualtrack.files.edits import set_yaml
from dualtrack.files.scalars import scalar
from dualtrack.model.conventions import Conventions
from dualtrack.model.raw import text_at
from dualtrack.project.board import CONVENTIONS_FILE
from dualtrack.project.project import Project
from dualtrack.said import joined, plural, said
from dualtrack.text import Edit, Span
from dualtrack.workspace.importing import from_file, from_folder, table_text
from dualtrack.workspace.repository import Repository
from dualtrack.workspace.workspace import Workspace

EXAMPLE, MEMBERS = "examples", "members:"
_TABLES = ".csv"
_LISTED = 3
_ROOTS = (Conventions().root, "board", "dualtrack")


class Find(NamedTuple):
    """Something that a board can begin with, by a name that no other has; `is_usual`: it is taken unless somebody says no."""

    name: str
    label: str
    detail: str
    is_usual: bool


@dataclass(frozen=True)
class FolderReading:
    """What was found in a folder that has no board of ours, the folder for one, and why not all of it was read."""

    repository: Repository
    root: str
    proposals: tuple[ProposedItems, ...]
    members: Mapping[str, str]
    backlog: str
    finds: tuple[Find, ...]
    unread: tuple[str, ...]

    @property
    def usual(self) -> frozenset[str]:
        """What is taken unless somebody says otherwise."""
        return frozenset(find.name for find in self.finds if find.is_usual)


def read_for_board(workspace: Workspace) -> FolderReading:
    """Read what a board could begin with: history, its authors, notebooks and runs as far as the folder is trusted, a folder of
    Backlog.md, and tables of other tools. Raises Refusal where there is a board already."""
    project = workspace.read()
    set_up_board(project)
    asked = workspace.ask(project.with_file(CONVENTIONS_FILE, ""), {Checkout, History, Notebooks, OtherBranches, Runs})
    project = project.with_facts(asked.facts)
    proposals = tuple(proposed_items(project))
    folder = find_backlog(project.documents)
    finds = [*_tasks(project, folder.path)] if folder else []
    finds += _exports(workspace)
    is_imported = bool(finds)
    finds += (Find(each.name, each.label, each.detail, each.is_usual) for each in proposals)
    is_new = not any(find.is_usual for find in finds)
    authors = read_authors(workspace.root) if workspace.access.trusted else ()
    members = proposed_members(authors, project.facts[Checkout])
    finds += _members(members, is_imported)
    finds.append(Find(EXAMPLE, said("A first experiment and a first task"), said("examples, to be renamed or deleted"), is_new))
    repository = Repository(workspace.root, project)
    return FolderReading(
        repository,
        _usual_root(workspace),
        proposals,
        members,
        folder.path if folder else "",
        tuple(finds),
        tuple(unknown_lines(project)),
    )


def board_of(reading: FolderReading, wanted: Collection[str] | None = None, root: str = "", timezone: str = "") -> Change:
    """A board with what is wanted of the finds, or what usually is: new files only. Raises Refusal."""
    wanted = reading.usual if wanted is None else wanted
    draft = _Draft(reading.repository)
    backlog = reading.backlog if reading.backlog in wanted else ""
    settings = texts_after(draft.project, import_backlog(draft.project, backlog))[CONVENTIONS_FILE] if backlog else ""
    proposals = [each for each in reading.proposals if each.name in wanted]
    draft.add(set_up_board(draft.project, root or reading.root, timezone, settings))
    if not root and reading.root != _ROOTS[0]:
        draft.notes.append(
            said("{usual}/ holds something else, so the board is in {root}/ (root: in dualtrack.yaml)", _ROOTS[0], reading.root)
        )
    for prefix in dict.fromkeys(each.prefix for each in proposals if each.prefix):
        document = draft.project.documents[CONVENTIONS_FILE]
        draft.add(Change("", {CONVENTIONS_FILE: set_yaml(document, ("prefixes", prefix), "task")}))
    for handle, name in list(reading.members.items())[:MOST_MEMBERS] if MEMBERS in wanted else ():
        document = draft.project.documents[CONVENTIONS_FILE]
        draft.add(Change("", {CONVENTIONS_FILE: set_yaml(document, ("members", handle, "name"), scalar(name))}))
    if backlog:
        draft.repository, change = from_folder(draft.repository, draft.repository.root / backlog, None)
        draft.add(change)
    for name in (find.name for find in reading.finds if find.name in wanted and find.name.endswith(_TABLES)):
        draft.add(from_file(draft.project, draft.repository.root / name, None))
    for each in proposals:
        draft.add_items(each.files)
    if EXAMPLE in wanted:
        files, note = example_items(draft.project)
        draft.add_items(files)
        draft.notes.append(note)
    edits = {path: (Edit(Span(0, 0), text),) for path, text in draft.texts.items()}
    return Change(
        said("Board set up"), edits, first_blank(draft.texts), notes=tuple(draft.notes), optional=_zone(draft.project)
    )


def _usual_root(workspace: Workspace) -> str:
    """The folder for a new board: the first of the usual ones that holds nothing: others have such folders too."""
    return next((root for root in _ROOTS if not any(workspace.listing.files(root, lambda name: True))), _ROOTS[-1])


def _zone(project: Project) -> dict[str, tuple[Edit, ...]]:
    """The time zone of this machine, for a team that wants its days to be those of one."""
    zone = project.facts.clock.zone
    name = zone.key if isinstance(zone, ZoneInfo) else "UTC"
    return {CONVENTIONS_FILE: (Edit(Span(0, 0), f"timezone: {name}\n"),)}


class _Draft:
    """A repository as it would be, with the texts that are new in it, and what is to be said of them."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.texts: dict[str, str] = {}
        self.notes: list[str] = []

    @property
    def project(self) -> Project:
        return self.repository.project

    def add(self, change: Change) -> None:
        """Make a change in it."""
        texts = texts_after(self.project, change)
        self.texts |= texts
        self.notes += change.notes
        project = self.project.with_files(parse(path, text) for path, text in texts.items())
        self.repository = Repository(self.repository.root, project)

    def add_items(self, files: Mapping[str, str]) -> None:
        """Add those that are not there already, by their paths in the folder of the board."""
        board = next(board for board in self.project.boards if not board.layout.made_by)
        new = {path: text for path, text in files.items() if not self.project.find(text_at(parse(path, text).values, "id"))}
        self.add(Change("", {board.path(path): (Edit(Span(0, 0), text),) for path, text in new.items()}))


def _tasks(project: Project, folder: str) -> Iterator[Find]:
    """The tasks of a Backlog.md folder."""
    start = f"{folder}/"
    tasks = [
        path for path, each in project.documents.items() if path.startswith(start) and is_task(path.removeprefix(start), each)
    ]
    if tasks:
        yield Find(
            folder,
            said("A Backlog.md folder of {tasks}", plural(len(tasks), "task")),
            said("copied; {folder}/ is no board then", folder),
            True,
        )


def _members(members: Mapping[str, str], is_imported: bool) -> Iterator[Find]:
    """The people who have committed. Many are no team; and an import may have other names for the same people."""
    if not members:
        return
    names = list(members.values())
    which = ", ".join(names[:_LISTED]) + (said(" and {count} more", len(names) - _LISTED) if len(names) > _LISTED else "")
    label = said("Members of the team, as git names them: {names}", which)
    details = [said("by their names, without addresses")]
    if len(names) > MOST_MEMBERS:
        details.append(said("the {count} with the most commits", MOST_MEMBERS))
    if is_imported:
        details.append(said("whoever has another name in what is imported is then none"))
    yield Find(MEMBERS, label, joined("; ", details), len(names) <= MOST_MEMBERS and not is_imported)


def _exports(workspace: Workspace) -> Iterator[Find]:
    """The tables of items that other tools have exported; those near the top are looked for first."""
    paths = sorted(workspace.listing.files("", lambda name: name.endswith(_TABLES)), key=lambda path: (path.count("/"), path))
    for path in paths[: limits.EXPORTS]:
        head, size = read_head(workspace.root, path, limits.EXPORT_HEAD_BYTES)
        text = table_text(head if len(head) == size else head[: head.rfind(b"\n")])  # the last line may be cut off
        if size > limits.FILE_BYTES or isinstance(text, Unreadable) or not is_export(path, text):
            continue
        whole = table_text((workspace.root / path).read_bytes())
        tool, rows = read_table(path, text if isinstance(whole, Unreadable) else whole, None)
        yield Find(
            path,
            f"{path}: " + plural(len(rows), "row"),
            said("exported by {tool}; each becomes a file", tool.name.capitalize()),
            True,
        )
