"""A board: a folder of items and the conventions that hold there."""

from dataclasses import dataclass
from functools import cached_property

from dualtrack.files.backlog import ROOT_CONFIG
from dualtrack.files.document import Document
from dualtrack.files.layout import OURS, Layout
from dualtrack.files.read import read_items
from dualtrack.model.conventions import Conventions, Status, Track
from dualtrack.model.item import Fault
from dualtrack.model.mention import BUILT_IN_PREFIXES, leading_id, prefix_of
from dualtrack.model.raw import text_at
from dualtrack.model.sprint import Sprint
from dualtrack.model.status_words import meaning_of, status_meaning
from dualtrack.model.words import folded

CONVENTIONS_FILE = "dualtrack.yaml"
SETTINGS_FILES = (CONVENTIONS_FILE, ROOT_CONFIG)
"""Names of the files that say where a board is."""

USUAL_FOLDERS = ("tracks", "backlog", ".backlog")
"""Where items are without such a file."""

ITEM_SUFFIXES = OURS.suffixes
"""Those of every file that is read, whatever its layout."""


_FOLDERS_OF_WORK = ("tasks", "experiments")
_OUR_KEYS = {
    "tasks": frozenset(("status", "assignee", "kind", "sprint", "depends_on")),
    "experiments": frozenset(("status", "assignee", "kind", "sprint", "depends_on")),
    "models": frozenset(("stage", "registry", "card", "kind")),
}
"""By folder, the keys one of which a file in it has if it is an item's."""
_OUR_KEYS_ANYWHERE = frozenset(("hypothesis", "timebox_days", "success_criteria"))


def is_ours(document: Document) -> bool:
    """Whether a file in the usual folder is an item's. Others have folders called `tracks` too, with tasks, sprints and keys of
    their own: courses, games, roles of Ansible."""
    folder = document.path.partition("/")[2].partition("/")[0]
    name = document.path.rpartition("/")[2]
    is_text = name.endswith(".md")
    ids = (text_at(document.values, "id"), leading_id(name) if is_text else "")
    prefixes = {prefix_of(id) for id in ids} - {""}
    if not prefixes.isdisjoint(BUILT_IN_PREFIXES) or (prefixes and folder in _FOLDERS_OF_WORK):
        return True
    if is_text and not (_OUR_KEYS_ANYWHERE | _OUR_KEYS.get(folder, frozenset())).isdisjoint(document.values):
        return True
    if folder != "sprints":
        return False
    found = read_items(document, Conventions())
    return prefix_of(leading_id(name)) == "SPRINT" or any(isinstance(item, Sprint) and item.entries for item in found)


@dataclass(frozen=True)
class Board:
    """One board: the folder that bears its name ("" for the project's own), its conventions, the file that states them (which
    need not exist), and how its files are laid out."""

    folder: str
    conventions: Conventions
    faults: tuple[Fault, ...] = ()
    settings: str = CONVENTIONS_FILE
    layout: Layout = OURS

    @cached_property
    def items_folder(self) -> str:
        """Where its items are, relative to the project's folder."""
        return "/".join(part for part in (self.folder, self.conventions.root) if part)

    def keeps(self, path: str) -> bool:
        """Whether a file of this path lies where its items are, and in no folder that was imported."""
        return is_within(path, self.items_folder) and not any(is_within(path, each) for each in self.imported)

    @cached_property
    def imported(self) -> tuple[str, ...]:
        """The folders that were imported, relative to the project's folder."""
        return tuple("/".join(part for part in (self.folder, each.strip("/")) if part) for each in self.conventions.imported)

    @cached_property
    def item_folders(self) -> tuple[str, ...]:
        """Where its items are, and where they were before they were imported."""
        return (self.items_folder, *self.imported)

    def status(self, track: Track, written: str, folder: str) -> Status | None:
        """The status of an item for which its file says so, in a folder for what is put away or not begun."""
        if not self.layout.has_our_settings:  # Backlog.md's: there the folder outweighs the status
            if folder == "drafts" or folded(written) == "draft":
                return track.all[0]
            if folder == "completed":
                return track.closed[0]
        found = track.find(written) if written else track.all[0]
        is_theirs = not found or (folder == "completed" and found.name != written)  # else it is spelled as we do
        return (self._status_before(track, written, folder) if self.imported and is_theirs else None) or found

    def _status_before(self, track: Track, written: str, folder: str) -> Status | None:
        """What a status of the Backlog.md folder that was imported means here: who imports it moves nothing."""
        meaning = "waiting" if folded(written) == "draft" else "done" if folder == "completed" else meaning_of(written)
        return status_meaning(track, meaning) if meaning else None

    def path(self, *parts: str) -> str:
        """The path of something where its items are."""
        return "/".join(part for part in (self.items_folder, *parts) if part)


BARE = Board("", Conventions())
"""The board of a project without a `dualtrack.yaml`."""


def is_within(path: str, folder: str) -> bool:
    """Whether a path lies in a folder, or is the folder."""
    return not folder or path == folder or path.startswith(f"{folder}/")
