"""Changes on their way to the disk, and what is said of them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from dualtrack.adapters.writer import NotWritten, Rewrite, write
from dualtrack.changes.change import Change
from dualtrack.cli.repository import Repository, Unusable
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.text import apply


def texts_after(project: Project, change: Change) -> dict[str, str]:
    """The texts of the files that a change touches, as they are after it."""
    documents = project.documents
    return {path: apply(documents[path].text if path in documents else "", edits) for path, edits in change.edits.items()}


def write_project(
    root: Path, before: Project, after: Project, paths: Iterable[str], renamed: Mapping[str, str] | None = None
) -> None:
    """Write the files of these paths as they are in `after`, then give those in `renamed` their new paths; raises Unusable
    where one is not as it was in `before`."""
    rewrites = {
        path: Rewrite(before.documents[path].text if path in before.documents else None, after.documents[path].text)
        for path in paths
    }
    try:
        write(root, rewrites, renamed)
    except NotWritten as error:
        raise Unusable(str(error)) from error


def write_change(repository: Repository, change: Change) -> None:
    """Write what a change says."""
    after = repository.project
    texts = texts_after(after, change)
    for path, text in texts.items():
        after = after.with_file(path, text)
    write_project(repository.root, repository.project, after, texts, change.renamed)


def named_item(project: Project, id: str) -> Item:
    """The item of an id, in any spelling, or of a key; raises Unusable where there is none, or more than one."""
    twins = project.twins(id)
    if len(twins) > 1:
        raise Unusable(f"{id} is the id of several items: {', '.join(item.path for item in twins)}")
    item = project.find(id)
    if not item:
        raise Unusable(f"there is no {id}")
    return item
