"""`dualtrack agents install`."""

from argparse import Namespace

from dualtrack.cli.terminal import as_json, say
from dualtrack.workspace.agent_files import LINES, agent_files, block, default_branch, write_agent_files
from dualtrack.workspace.asking import Written
from dualtrack.workspace.repository import read_files


def install(options: Namespace) -> None:
    """Show what is written for coding agents, and write it."""
    repository = read_files(options.path, None)
    root = repository.top or repository.root
    trunk = default_branch(root)
    texts = agent_files(root, trunk)
    result = f"{'would write' if options.dry_run else 'wrote'} {' and '.join(texts)}" if texts else "nothing is to be written"
    if options.format == "text":
        for path, rewrite in texts.items():
            said = f"in {path}:" if rewrite.before is not None else f"{path}:"
            say(said, *(f"  {line}" for line in (block(trunk) if path == LINES else rewrite.after).splitlines()), "")
    if not options.dry_run:
        write_agent_files(root, texts)
    if options.format == "json":
        print(as_json(Written(result, (), tuple(texts), str(root))))
    else:
        say(result)
