"""`dualtrack check`."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from dualtrack.cli.report import Report, printed
from dualtrack.cli.style import printable
from dualtrack.cli.unknown import tell_unknown
from dualtrack.features.check import Checked, check, in_order
from dualtrack.features.unknown import unknown_runs
from dualtrack.findings import Finding
from dualtrack.model.words import plural
from dualtrack.project.project import Project
from dualtrack.workspace.repository import Repository, project_at, read_repository

_FAILING = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "information": ("error", "warning", "information", "hint"),
    "never": (),
}

Choice = Callable[[Checked], list[Finding]]
"""Which of the findings are asked for."""


def run(options: Namespace) -> int:
    """Fix what can be fixed, if that is wanted, and print the findings; 1 if there is one among them to fail on."""
    repository = read_repository(options.path, options.today, options.trust)
    format: str = options.format
    since: str | None = options.since
    choose = in_order if since is None else _new_since(repository, since)
    project = repository.project
    tell_unknown(project)
    checked = check(project, once=not options.fix)
    if options.fix:
        from dualtrack.workspace.fixing import fixed

        project, checked, said = fixed(repository, checked, choose)
        for line in said:
            print(printable(line), file=sys.stdout if format == "text" else sys.stderr)
    found = choose(checked)
    for line in _lines(_report(repository, project, found, since), format):
        print(line)
    return int(any(finding.severity in _FAILING[options.fail_on] for finding in found))


def _new_since(repository: Repository, revision: str) -> Choice:
    """The findings that the repository did not have at a revision; of several equal ones, as many as there are more."""
    then = check(project_at(repository, revision), once=True)
    earlier = Counter(_identity(finding, then) for finding in in_order(then))

    def choose(checked: Checked) -> list[Finding]:
        left = earlier.copy()
        new: list[Finding] = []
        for finding in in_order(checked):
            if left[_identity(finding, checked)]:
                left[_identity(finding, checked)] -= 1
            else:
                new.append(finding)
        return new

    return choose


def _identity(finding: Finding, checked: Checked) -> tuple[str, str, str]:
    """What makes findings of two revisions one: the item, whose file may have another name by now, the rule and the words."""
    item = checked.items.project.item_at(finding.place) if checked.items.project else None
    return item.key if item else finding.place.path, finding.code, finding.message


def _report(repository: Repository, project: Project, found: Sequence[Finding], since: str | None) -> Report:
    kept = sum(item.kind in ("task", "experiment") for item in project.items.values())
    many = plural(len(found), "finding") if since is None else f"{plural(len(found), 'new finding')} since {printable(since)}"
    notes = (f"{reason}; its runs are not counted" for reason in unknown_runs(project))
    fixable = sum(any(fix.safe for fix in finding.fixes) for finding in found)
    summary = f"{many} in {plural(kept, 'item')}"
    if fixable:
        summary += f"; {fixable} of them can be fixed by dualtrack check --fix"
    return Report(printed(project, found), repository.below, tuple(notes), summary)


def _lines(report: Report, format: str) -> Iterator[str]:
    """The report in a format; only this one's file is imported."""
    match format:
        case "json":
            from dualtrack.cli.formats.plain_json import plain_json as lines
        case "github":
            from dualtrack.cli.formats.github import github as lines
        case "sarif":
            from dualtrack.cli.formats.sarif import sarif as lines
        case "gitlab":
            from dualtrack.cli.formats.gitlab import gitlab as lines
        case _:
            from dualtrack.cli.formats.as_text import as_text as lines
    return lines(report)
