"""What is found in a project."""

import logging
import operator
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dualtrack.findings import Finding, Rule
from dualtrack.model.facts import Facts
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.project import Project
from dualtrack.rules import all_rules

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """The findings of a project by path, in the order of their places; files without any are left out.

    `remembered` holds, for each item, what its findings rest on, so that the next check repeats only what changed.
    """

    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict[str, tuple[Finding, ...]])
    remembered: Mapping[str, tuple[tuple[Any, ...], tuple[Finding, ...]]] = field(
        default_factory=dict[str, tuple[tuple[Any, ...], tuple[Finding, ...]]], repr=False
    )
    facts: Facts | None = None


def check(project: Project, before: Checked | None = None) -> Checked:
    """Judge every item by every rule; `before` is what was found in an earlier value of the same project."""
    before = before or Checked()
    still_holds = before.facts is project.facts
    remembered: dict[str, tuple[tuple[Any, ...], tuple[Finding, ...]]] = {}
    found: dict[str, list[Finding]] = defaultdict(list)
    for key, item in project.items.items():
        basis = _basis(item, project)
        last = before.remembered.get(key) if still_holds else None
        if last and len(last[0]) == len(basis) and all(map(operator.is_, last[0], basis)):
            findings = last[1]
        else:
            findings = tuple(finding for rule in all_rules().values() for finding in _judged(rule, item, project))
        remembered[key] = (basis, findings)
        found[item.path] += findings
    for rule in all_rules().values():
        for finding in rule.judge_project(project):
            found[finding.place.path].append(finding)
    ordered = {path: tuple(sorted(found[path], key=_order)) for path in sorted(found) if found[path]}
    return Checked(ordered, remembered, project.facts)


def _judged(rule: Rule, item: Item, project: Project) -> list[Finding]:
    """What a rule finds in one item. A defect of a rule must not take the findings of every other item with it."""
    try:
        return list(rule.judge_item(item, project))
    except Exception as error:
        _log.exception("%s failed on %s", rule.code, item.path)
        message = f"{rule.code} could not judge {item.shown} ({type(error).__name__}); this is a defect of Dualtrack"
        return [Finding(project.place(item), message, code=rule.code, severity="error")]


def _basis(item: Item, project: Project) -> tuple[Any, ...]:
    """What the findings on one item rest on: itself, its file, its board's conventions, the items it refers to, and whether its
    links lead somewhere."""
    document = project.document(item)
    others = (other for _, name in item.references() for other in project.by_id.get(canonical(name), ()))
    known = (project.is_known(target) for target, _ in document.links)
    return (item, document, project.conventions(item), *others, *known)


def _order(finding: Finding) -> tuple[int, int, str]:
    return (finding.place.span.start, finding.place.span.end, finding.code)
