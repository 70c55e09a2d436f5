"""`dualtrack import`."""

from argparse import Namespace
from pathlib import Path

from dualtrack.adapters.disk import LARGEST_BYTES, Unreadable, decoded, read_text, too_large, walk
from dualtrack.adapters.git import work_tree
from dualtrack.changes.change import Change
from dualtrack.changes.import_backlog import import_backlog
from dualtrack.changes.import_csv import import_csv
from dualtrack.cli.repository import Repository, Unusable, folder_at, read_folder, with_a_board, with_other_branches
from dualtrack.cli.style import printable
from dualtrack.cli.writing import write_change
from dualtrack.files.backlog import ROOT_CONFIG, find_backlog
from dualtrack.files.document import parse, unreadable
from dualtrack.model.words import plural
from dualtrack.project.board import ITEM_SUFFIXES, USUAL_FOLDERS
from dualtrack.project.project import Project

_SHOWN = 5


def run(options: Namespace) -> int:
    """Import a file or a folder, and say what was written."""
    folder = folder_at(options.path)
    root = with_a_board(folder)
    if not read_folder(root, options.today).project.boards:
        root = work_tree(folder) or folder
    repository = with_other_branches(read_folder(root, options.today))
    path = Path(options.source_path)
    if path.is_dir():
        repository, change = _from_folder(repository, path.resolve(), options.source)
    else:
        change = _from_file(repository.project, path, options.source)
    if not options.dry_run:
        write_change(repository, change)
        print(printable(change.label))
    if change.edits:
        count = plural(len(change.edits), "file")
        print(f"{count} would be written:" if options.dry_run else f"{count} written:")
    shown = len(change.edits) if options.dry_run else _SHOWN
    for written in list(change.edits)[:shown]:
        print(f"  {printable(written)}")
    if len(change.edits) > shown:
        print(f"  and {len(change.edits) - shown} more")
    for note in change.notes:
        print(printable(note))
    if path.is_dir() and not options.dry_run:
        for board in repository.project.boards:
            if board.layout == "backlog":
                print(printable(f"{board.folder}/ is still read as a board of its own: remove it once you are content"))
    return 0


def _from_file(project: Project, path: Path, source: str | None) -> Change:
    if source == "backlog":
        raise Unusable(f"{path} is no Backlog.md folder")
    try:
        size = path.stat().st_size
        text = too_large(size) if size > LARGEST_BYTES else decoded(path.read_bytes())
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}") from None
    if isinstance(text, Unreadable):
        raise Unusable(f"{path}: {text}")
    return import_csv(project, path.name, text, source)


def _from_folder(repository: Repository, path: Path, source: str | None) -> tuple[Repository, Change]:
    """The change, and the repository with the files of the folder, which need not be those of a board."""
    if source not in (None, "backlog"):
        raise Unusable(f"{path} is a folder; of {source} a CSV file is expected")
    if not path.is_relative_to(repository.root):
        raise Unusable(f"{path} lies outside of {repository.root}")
    named = path.relative_to(repository.root).as_posix()
    folders = (named,) if named != "." else USUAL_FOLDERS[1:]
    paths = [path for folder in folders for path in walk(repository.root, folder, lambda name: name.endswith(ITEM_SUFFIXES))]
    project = repository.project.with_files(
        unreadable(each, str(text)) if isinstance(text, Unreadable) else parse(each, text)
        for each in dict.fromkeys((ROOT_CONFIG, *paths))
        if (text := read_text(repository.root, each)) is not None
    )
    found = find_backlog(project.documents)
    if named == "." and not found:
        raise Unusable(f"there is no Backlog.md folder in {path}")
    folder = found.path if named == "." and found else named
    return Repository(repository.root, project), import_backlog(project, folder)
