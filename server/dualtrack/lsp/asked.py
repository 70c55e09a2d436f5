"""From the parameters of a request to what it is about, and from places to locations."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple, Protocol

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dualtrack.changes.change import Refusal
from dualtrack.files.document import Document
from dualtrack.lsp.folder import Folder, Opened
from dualtrack.lsp.server import Server
from dualtrack.project.project import Place
from dualtrack.text import Lines, Span


class AtPosition(Protocol):
    """Parameters of a request about a place."""

    text_document: types.TextDocumentIdentifier
    position: types.Position


class Asked(NamedTuple):
    """The place in an open text that a request is about: path, text and offset; and what gives ranges there."""

    folder: Folder
    opened: Opened
    place: tuple[str, str, int]
    range: Callable[[Span], types.Range]


def asked_at(server: Server, params: AtPosition) -> Asked | None:
    """The place in an open file or cell that a request is about."""
    place, opened = server.locate(params.text_document.uri), server.open_text(params.text_document.uri)
    if not place or not opened:
        return None
    (folder, path), lines = place, opened.lines
    offset = server.encoding.offset(lines, params.position)
    return Asked(folder, opened, (path, opened.text, offset), partial(server.encoding.range, lines))


class AskedFile(NamedTuple):
    """The file of a board that a request is about, and what gives ranges there."""

    folder: Folder
    document: Document
    range: Callable[[Span], types.Range]


def asked_file(server: Server, uri: str) -> AskedFile | None:
    """The file of a board that a request is about; None for any other."""
    place = server.locate(uri)
    document = place and place[0].project.documents.get(place[1])
    return AskedFile(place[0], document, partial(server.encoding.range, document.lines)) if place and document else None


def location(server: Server, folder: Folder, place: Place) -> types.Location:
    """A place in a file of a folder."""
    document = folder.project.documents.get(place.path)
    range = server.encoding.range(document.lines if document else Lines(""), place.span)
    return types.Location(server.uri(folder, place.path), range)


@contextmanager
def refusals_told() -> Generator[None, None, None]:
    """What is refused is the answer to the client."""
    try:
        yield
    except Refusal as refusal:
        raise JsonRpcInvalidParams(str(refusal)) from None
