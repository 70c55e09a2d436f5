"""A project brought up to what the disk says."""

from collections.abc import Callable, Collection, Mapping

from dualtrack.files.document import Document, parse, unreadable
from dualtrack.project.project import Project

Texts = Mapping[str, "str | Exception | None"]
ReadChanged = Callable[[tuple[str, ...], bool], Texts]


def refreshed(project: Project, read_changed: ReadChanged, opened: Collection[str], whole: bool) -> Project:
    """Read what has changed until the boards' folders are settled; files in `opened` are the editor's and stay as they are.

    `read_changed(folders, whole)` gives the changed texts, exceptions for files that cannot be read, None for those gone.
    """
    while True:
        folders = tuple(board.items_folder for board in project.boards) or ("tracks",)
        changed = read_changed(folders, whole)
        relevant = {path: text for path, text in changed.items() if path not in opened}
        if not relevant:
            return project
        project = project.with_files(_documents(relevant))
        whole = False


def _documents(texts: Texts) -> "list[Document | str]":
    documents: list[Document | str] = []
    for path, text in texts.items():
        match text:
            case None:
                documents.append(path)
            case str():
                documents.append(parse(path, text))
            case Exception():
                documents.append(unreadable(path, str(text)))
    return documents
