"""The proofs that the lines of a checklist cite."""

from collections.abc import Iterable

from dualtrack.files.document import Document
from dualtrack.files.links import path_of, resolved
from dualtrack.model.definition_of_done import DodLine
from dualtrack.model.proof import Cited, proofs_in


def cited_in(document: Document, line: DodLine) -> tuple[Cited, ...]:
    """What a line cites, by its words and by where its links lead."""
    text = line.cited
    if not text:
        return ()
    links = (each for each in document.body.links if line.mark_at < each.span.start < line.end)
    targets = (path_of(each.target) if path_of(each.target) and "#" not in each.target else each.target for each in links)
    return proofs_in(text, targets)


def places_of(written: str, folders: Iterable[str]) -> tuple[str, ...]:
    """Where a path may be that counts from one of some folders, from the top."""
    found = (resolved(folder, written) for folder in folders) if written else ()
    return tuple(dict.fromkeys(path for path in found if path))


def proof_places(written: str, board_folder: str, item_path: str) -> tuple[str, ...]:
    """Where a path that an item cites may be: it counts from the board's folder, from the top, or from the item's own file."""
    return places_of(written, (board_folder, "", item_path.rpartition("/")[0]))
