"""`dualtrack sync`."""

from argparse import Namespace

from dualtrack.cli.style import printable
from dualtrack.cli.unknown import tell_unknown
from dualtrack.features.check import check, in_order
from dualtrack.findings import Fix
from dualtrack.model.words import plural
from dualtrack.workspace.fixing import fixed
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> int:
    """Say where commits know more than the files, and write it there; nothing is committed."""
    repository = read_repository(options.path, options.today, options.trust)
    tell_unknown(repository.project)
    checked = check(repository.project)
    behind = [finding for finding in in_order(checked) if any(map(_is_from_git, finding.fixes))]
    for finding in behind:
        print(printable(f"{finding.place.path}: {finding.message}"))
    if options.dry_run or not behind:
        print(f"{plural(len(behind), 'item')} behind git")
        return 0
    _, _, said = fixed(repository, checked, in_order, _is_from_git)
    for line in said:
        print(printable(line))
    print(f"{plural(len(said), 'item')} set; nothing is committed")
    return 0


def _is_from_git(fix: Fix) -> bool:
    return fix.from_git
