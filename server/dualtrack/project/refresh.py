"""A project brought up to what the disk says."""

from collections.abc import Callable, Mapping

from dualtrack.files.document import Document, parse, unreadable
from dualtrack.project.board import USUAL_FOLDERS
from dualtrack.project.project import Project

Texts = Mapping[str, "str | Exception | None"]
ReadChanged = Callable[[tuple[str, ...], bool], Texts]


def refreshed(project: Project, read_changed: ReadChanged, opened: Mapping[str, str], whole: bool) -> Project:
    """Read what has changed until the boards' folders are settled.

    The editor's texts, in `opened`, win over those on disk. But a file that is gone from the disk, or cannot be read there, is
    so also while the editor shows it: what it shows of bytes that are no text must never be written back.

    `read_changed(folders, whole)` gives the changed texts, exceptions for files that cannot be read, None for those gone.
    """
    folders = item_folders(project)
    while True:
        changed = dict(read_changed(folders, whole))
        for path in [path for path in opened if isinstance(changed.get(path), str)]:
            shown = project.documents.get(path)
            changed[path] = opened[path]
            if shown and shown.readable and shown.text == opened[path]:
                del changed[path]
        if not changed:
            return project
        project = project.with_files([_document(path, text) for path, text in changed.items()])
        whole, last, folders = False, folders, item_folders(project)
        if folders == last:
            return project


def item_folders(project: Project) -> tuple[str, ...]:
    """The folders that items are looked for in, and those whose items were imported: their past is there."""
    folders = (folder for board in project.boards for folder in board.item_folders)
    return tuple(dict.fromkeys((*USUAL_FOLDERS, *folders)))


def _document(path: str, text: str | Exception | None) -> Document | str:
    if isinstance(text, Exception):
        return unreadable(path, str(text))
    return path if text is None else parse(path, text)
