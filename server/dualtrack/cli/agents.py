"""`dualtrack agents install`, and `uninstall`, which takes it back."""

from argparse import Namespace
from pathlib import Path

from dualtrack.cli.terminal import as_json, say
from dualtrack.workspace.agent_files import LINES, agent_files, block, default_branch, removal, write_agent_files
from dualtrack.workspace.repository import folder_at, read_files, read_folder, with_a_board
from dualtrack.workspace.writing import Written


def run(options: Namespace) -> None:
    """Write what tells coding agents of the board, or take it away."""
    is_removal = options.action == "uninstall"  # the board may be gone already
    repository = read_folder(with_a_board(folder_at(options.path)), None) if is_removal else read_files(options.path, None)
    root = repository.top or repository.root
    told = (_uninstall if is_removal else _install)(options, root)
    if options.format == "json":
        print(as_json(told))
    else:
        say(told.said, *told.notes)


def _install(options: Namespace, root: Path) -> Written:
    """Show what is written for coding agents, and write it."""
    trunk = default_branch(root)
    texts = agent_files(root, trunk)
    result = f"{'would write' if options.dry_run else 'wrote'} {' and '.join(texts)}" if texts else "nothing is to be written"
    if options.format == "text":
        for path, rewrite in texts.items():
            said = f"in {path}:" if rewrite.before is not None else f"{path}:"
            say(said, *(f"  {line}" for line in (block(trunk) if path == LINES else rewrite.after).splitlines()), "")
    if not options.dry_run:
        write_agent_files(root, texts)
    return Written(result, (), tuple(texts), str(root))


def _uninstall(options: Namespace, root: Path) -> Written:
    """Take away what was written, as far as it is as it was written."""
    taken = removal(root)
    what = [*taken.removed, *(f"the lines in {path}" for path in taken.rewritten)]
    verb = "would remove" if options.dry_run else "removed"
    if not options.dry_run:
        write_agent_files(root, taken.rewritten, taken.removed)
    result = f"{verb} {' and '.join(what)}" if what else "nothing is to be removed"
    return Written(result, tuple(f"left: {line}" for line in taken.left), taken.paths, str(root))
