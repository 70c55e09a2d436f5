"""What is looked for on other branches, by the boards as they are here."""

from dataclasses import dataclass

from dualtrack.facts.other_branches import BranchQuery, ItemThere
from dualtrack.files.document import Document
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES
from dualtrack.project.project import Project


def branch_query(project: Project) -> BranchQuery:
    """The folders of the boards, how their files are read, and where the items are here."""
    settings = tuple(project.documents[path] for path in sorted(project.documents) if path.rpartition("/")[2] in SETTINGS_FILES)
    folders = tuple(sorted({board.items_folder for board in project.boards}))
    here = {canonical(item.id): item.path for item in project.items.values() if item.id and is_work(item)}
    return BranchQuery(folders, ITEM_SUFFIXES, _States(settings), here)


def is_work(item: Item) -> bool:
    """Whether an item is a task or an experiment with a file of its own."""
    return item.kind in ("task", "experiment") and not item.is_inline


@dataclass(frozen=True)
class _States:
    """Reads a file by the settings of the boards here; equal where these are."""

    settings: tuple[Document, ...]

    def __call__(self, path: str, text: str) -> tuple[ItemThere, ...]:
        items = Project().with_files(self.settings).with_file(path, text).items_in(path)
        return tuple(
            ItemThere(item.id, item.title, item.status if item.kind in ("task", "experiment") else "", item.is_inline)
            for item in items
            if item.id
        )
