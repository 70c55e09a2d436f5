"""Changes on their way to the disk, and what is said of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dualtrack.adapters.writer import NotWritten, Rewrite, write
from dualtrack.changes.change import Change, Refusal, so_already, texts_written
from dualtrack.project.project import Project
from dualtrack.workspace.repository import Repository


@dataclass(frozen=True)
class Written:
    """What was done, in words; what is worth knowing of how; and the files that were written, or would be, as their paths are
    from the top of `root`."""

    said: str
    notes: tuple[str, ...]
    paths: tuple[str, ...]
    root: str


def written(repository: Repository, change: Change, *notes: str) -> Written:
    """What is told of a change."""
    paths = dict.fromkeys((*texts_written(repository.project, change), *change.renamed))
    if nothing := so_already(repository.project, change):
        return Written(nothing, (), (), str(repository.root))
    return Written(
        change.label, (*change.notes, *notes), tuple(change.renamed.get(path, path) for path in paths), str(repository.root)
    )


def write_project(
    root: Path, before: Project, after: Project, paths: Iterable[str], renamed: Mapping[str, str] | None = None
) -> None:
    """Write the files of these paths as they are in `after`, then give those in `renamed` their new paths; raises Refusal
    where one is not as it was in `before`."""
    rewrites = {
        path: Rewrite(before.documents[path].text if path in before.documents else None, after.documents[path].text)
        for path in paths
    }
    try:
        write(root, rewrites, renamed)
    except NotWritten as error:
        raise Refusal(str(error)) from error


def write_change(repository: Repository, change: Change) -> Project:
    """Write what a change says, where that differs; the project as it then is."""
    after = repository.project
    texts = texts_written(after, change)
    for path, text in texts.items():
        after = after.with_file(path, text)
    write_project(repository.root, repository.project, after, texts, change.renamed)
    return after
