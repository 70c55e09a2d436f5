"""`dualtrack import`."""

from argparse import Namespace
from pathlib import Path

from dualtrack.cli.terminal import as_json, say
from dualtrack.said import plural
from dualtrack.workspace.importing import from_file, from_folder
from dualtrack.workspace.repository import folder_at, read_folder, with_a_board, with_other_branches
from dualtrack.workspace.writing import write_change, written

_SHOWN = 5


def run(options: Namespace) -> None:
    """Import a file or a folder, and say what was written."""
    folder = folder_at(options.path)
    root = with_a_board(folder)
    if not read_folder(root, options.today).project.boards:
        root = read_folder(root, options.today).top or folder
    repository = with_other_branches(read_folder(root, options.today))
    path = Path(options.source_path)
    if folder != Path.cwd() and (folder / path).exists():
        path = folder / path
    if path.is_dir():
        repository, change = from_folder(repository, path.resolve(), options.source)
    else:
        change = from_file(repository.project, path, options.source)
    if not options.dry_run:
        write_change(repository, change)
    if options.format == "json":
        print(as_json(written(repository, change)))
        return
    if not options.dry_run:
        say(change.label)
    if change.edits:
        count = plural(len(change.edits), "file")
        print(f"{count} would be written:" if options.dry_run else f"{count} written:")
    shown = len(change.edits) if options.dry_run else _SHOWN
    say(*(f"  {path}" for path in list(change.edits)[:shown]))
    if len(change.edits) > shown:
        print(f"  and {len(change.edits) - shown} more")
    say(*change.notes)
