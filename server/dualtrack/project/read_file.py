"""A file of a board with the items that it holds."""

import logging
from typing import NamedTuple

from dualtrack.files.document import Document, defective
from dualtrack.model.item import Fault, Item
from dualtrack.project.board import Board

_log = logging.getLogger(__name__)


class ReadFile(NamedTuple):
    """A file, its board, and the items as the board's layout reads them."""

    document: Document
    board: Board
    items: tuple[Item, ...]


def read_file(document: Document, board: Board) -> ReadFile:
    """Read the items of a file; one whose items cannot be made costs no other file."""
    inside = document.path.removeprefix(f"{board.folder}/")
    try:
        return ReadFile(document, board, board.layout.read(document, board.conventions, inside))
    except Exception as error:
        _log.exception("%s could not be read", document.path)
        broken = defective(document.path, error)
        fault = Fault((), broken.problems[0].message)
        items = board.layout.read(broken, board.conventions, inside)
        return ReadFile(document, board, tuple(item.model_copy(update={"faults": (fault,)}) for item in items))
