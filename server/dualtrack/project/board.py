"""A board: a folder of items and the conventions that hold there."""

from dataclasses import dataclass

from dualtrack.model.conventions import Conventions
from dualtrack.model.item import Fault

CONVENTIONS_FILE = "dualtrack.yaml"
ITEM_SUFFIXES = (".md", ".yaml", ".yml")


@dataclass(frozen=True)
class Board:
    """One board: the folder of its `dualtrack.yaml` ("" for the project's own) and its conventions."""

    folder: str
    conventions: Conventions
    faults: tuple[Fault, ...] = ()

    @property
    def items_folder(self) -> str:
        """Where its items are, relative to the project's folder."""
        return "/".join(part for part in (self.folder, self.conventions.root) if part)

    @property
    def path(self) -> str:
        """The path of its `dualtrack.yaml`, which need not exist."""
        return f"{self.folder}/{CONVENTIONS_FILE}" if self.folder else CONVENTIONS_FILE


BARE = Board("", Conventions())
"""The board of a project without a `dualtrack.yaml`."""


def is_within(path: str, folder: str) -> bool:
    """Whether a path lies in a folder, or is the folder."""
    return not folder or path == folder or path.startswith(f"{folder}/")
