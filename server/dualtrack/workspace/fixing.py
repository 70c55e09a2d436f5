"""Fixes written to the disk: those that nobody needs to look at, or those that say what git says."""

from collections.abc import Callable

from dualtrack.changes.change import Refusal, texts_after
from dualtrack.features.check import Checked, check
from dualtrack.findings import Finding, Fix
from dualtrack.project.project import Place, Project
from dualtrack.workspace.repository import Repository
from dualtrack.workspace.writing import write_project

MOST = 500
"""Fixes in one call: more would be a rule that is never content."""


def fixed(
    repository: Repository,
    checked: Checked,
    choose: Callable[[Checked], list[Finding]],
    wanted: Callable[[Fix], bool] = lambda fix: fix.safe,
    *,
    line: Callable[[Finding, Fix], str] = lambda finding, fix: f"fixed: {finding.place.path}: {fix.title}",
    dry_run: bool = False,
) -> tuple[Project, Checked, list[str]]:
    """The project with the wanted fixes of the chosen findings, written to the disk unless this is a dry run; what is
    then found, and a line for each fix."""
    project = repository.project
    seen = {(path, document.text) for path, document in project.documents.items()}
    refused: set[tuple[Place, str, str, str]] = set()
    said: list[str] = []
    while len(said) < MOST and (done := _one_fix(project, choose(checked), wanted, seen, refused)):
        texts, finding, fix = done
        for path, text in texts.items():
            seen.add((path, text))
            project = project.with_file(path, text)
        checked = check(project, checked)
        said.append(line(finding, fix))
    if len(said) == MOST:
        said.append(f"stopped after {MOST} fixes; there may be more")
    before, after = repository.project.documents, project.documents
    changed = [path for path in after if path not in before or after[path].text != before[path].text]
    if not dry_run:
        write_project(repository.root, repository.project, project, changed)
    return project, checked, said


def _one_fix(
    project: Project,
    findings: list[Finding],
    wanted: Callable[[Fix], bool],
    seen: set[tuple[str, str]],
    refused: set[tuple[Place, str, str, str]],
) -> tuple[dict[str, str], Finding, Fix] | None:
    """The texts after the first wanted fix that can be done, and what it fixes. Fixes that undo each other would go on for
    ever, so none may bring a file back to a text that was `seen`; what is `refused` is not tried again on the same text."""
    for finding in findings:
        path = finding.place.path
        fix = next((fix for fix in finding.fixes if wanted(fix)), None)
        document = project.documents.get(path)
        if not fix:
            continue
        attempt = (finding.place, document.text if document else "", finding.message, fix.title)
        if attempt in refused:
            continue
        try:
            change = fix.change(project)
            texts = {} if change.renamed else texts_after(project, change)  # a file keeps its name unless somebody looks
        except Refusal:
            texts = {}
        if texts and seen.isdisjoint(texts.items()):
            return texts, finding, fix
        refused.add(attempt)
    return None
