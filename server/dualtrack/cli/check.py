"""`dualtrack check` and `dualtrack sync`: what is found in a repository, and what of it is written."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from dualtrack.changes.change import Refusal
from dualtrack.cli.formats import FORMATS, FindingsReport
from dualtrack.cli.terminal import as_json, printable, say, say_unknown
from dualtrack.features.check import check, in_order
from dualtrack.features.finding_rows import finding_rows
from dualtrack.features.new_findings import new_since
from dualtrack.features.unknown import unknown_runs
from dualtrack.findings import Finding, Fix
from dualtrack.project.project import Project
from dualtrack.said import plural
from dualtrack.workspace.repository import Repository, project_at, read_repository
from dualtrack.workspace.writing import Written

_FAILING = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "information": ("error", "warning", "information", "hint"),
    "never": (),
}


def run(options: Namespace) -> int:
    """Fix what can be fixed, if that is wanted, and print the findings; 1 if there is one among them to fail on. An agent is
    not held back by what it cannot mend: a call that cannot be followed."""
    try:
        return _checked(options)
    except Refusal as refusal:
        if not options.gate:
            raise
        say(f"dualtrack: {refusal}", to=sys.stderr)
        return 1


def _checked(options: Namespace) -> int:
    repository = read_repository(options.path, options.today, options.trust)
    format: str = options.format
    since: str | None = options.since
    choose = in_order if since is None else new_since(check(project_at(repository, since), once=True))
    project = repository.project
    say_unknown(project)
    checked = check(project, once=not options.fix)
    if options.fix:
        from dualtrack.workspace.fixing import fixed

        project, checked, said = fixed(repository, checked, choose)
        say(*said, to=sys.stdout if format == "text" else sys.stderr)
    found = choose(checked)
    failing = [finding for finding in found if finding.severity in _FAILING[options.fail_on]]
    if options.gate:
        from dualtrack.cli.gate import hand_back

        return hand_back(list(finding_rows(project, failing)))
    for line in FORMATS[format](_report(repository, project, found, since)):
        print(line)
    return int(bool(failing))


def sync(options: Namespace) -> None:
    """Say where commits know more than the files, and write it there; nothing is committed."""
    from dualtrack.workspace.fixing import fixed

    repository = read_repository(options.path, options.today, options.trust)
    say_unknown(repository.project)
    checked = check(repository.project)
    after, _, said = fixed(repository, checked, in_order, _is_from_git, line=_behind, dry_run=options.dry_run)
    many = plural(len(said), "item")
    result = f"{many} behind git" if options.dry_run or not said else f"{many} set; nothing is committed"
    if options.format == "json":
        before = repository.project.documents
        paths = tuple(path for path, document in after.documents.items() if document is not before.get(path))
        print(as_json(Written(result, tuple(said), paths, str(repository.root))))
        return
    say(*said, result)


def _behind(finding: Finding, _: Fix) -> str:
    return f"{finding.place.path}: {finding.message}"


def _is_from_git(fix: Fix) -> bool:
    return fix.from_git


def _report(repository: Repository, project: Project, found: Sequence[Finding], since: str | None) -> FindingsReport:
    kept = sum(item.kind in ("task", "experiment") for item in project.items.values())
    many = plural(len(found), "finding") if since is None else f"{plural(len(found), 'new finding')} since {printable(since)}"
    notes = (f"{reason}; its runs are not counted" for reason in unknown_runs(project))
    fixable = sum(any(fix.safe for fix in finding.fixes) for finding in found)
    hint = f"; {fixable} of them can be fixed by dualtrack check --fix" if fixable else ""
    rows = (replace(row, message=printable(row.message)) for row in finding_rows(project, found))
    return FindingsReport(tuple(rows), repository.below, tuple(notes), f"{many} in {plural(kept, 'item')}{hint}")
