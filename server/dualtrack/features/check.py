"""What is found in a project."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeAlias

from dualtrack.findings import Finding, ItemCheck, Rule, Severity
from dualtrack.model.conventions import Conventions
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.project.staleness import WorkedOut, work_out
from dualtrack.rules import all_rules
from dualtrack.text import Span

_log = logging.getLogger(__name__)

_MOST_OF_FILE = 1_000

_Judge: TypeAlias = tuple[Rule, ItemCheck, str, Severity]
_Findings = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True)
class Checked:
    """The findings of a project by path, in the order of their places; files without any are left out.

    `changed` are the paths whose findings may differ from those of the check before. `items` are the findings on items, `whole`
    by path those of rules that judge the whole.
    """

    findings: _Findings = field(default_factory=dict[str, tuple[Finding, ...]])
    changed: AbstractSet[str] = frozenset()
    items: WorkedOut[tuple[Finding, ...]] = field(default_factory=WorkedOut[tuple[Finding, ...]], repr=False)
    whole: _Findings = field(default_factory=dict[str, tuple[Finding, ...]], repr=False)


def check(project: Project, before: Checked | None = None, once: bool = False) -> Checked:
    """Judge items by every rule; `before` is what was found in an earlier value of the same project. `once`: nothing will be
    compared with this later."""
    before = before or Checked()
    judging: dict[object, list[_Judge]] = {}

    def judged(project: Project, item: Item) -> tuple[Finding, ...]:
        if item.archived:
            return ()
        conventions = project.conventions(item)
        alike = (type(item), item.kind, item.phase, item.filed, id(conventions))
        if alike not in judging:
            judging[alike] = _judging(item, conventions, all_rules().values())
        return _found_in(item, project, judging[alike])

    items = work_out(project, before.items, judged, once)
    earlier = before.items.project
    paths = {item.path for each in (project, earlier) if each for key in items.changed if (item := each.items.get(key))}
    whole = _found_in_whole(project)
    findings = dict(before.findings)
    changed = paths | whole.keys() | before.whole.keys()
    in_files = project.index["path"]
    for path in changed:
        found = [finding for key in in_files[path] for finding in items.values[key]]
        found += whole.get(path, ())
        if found:
            findings[path] = _readable(sorted(found, key=_order))
        else:
            findings.pop(path, None)
    return Checked(findings, changed, items, whole)


def _readable(found: list[Finding]) -> tuple[Finding, ...]:
    """The first 1,000 findings of a file, and one that says that there are more."""
    if len(found) <= _MOST_OF_FILE:
        return tuple(found)
    place = Place(found[0].place.path, Span(0, 0))
    more = f"there are {len(found) - _MOST_OF_FILE} more findings in this file"
    return (Finding(place, more, code=found[_MOST_OF_FILE].code, severity="error"), *found[:_MOST_OF_FILE])


def found_by(project: Project, item: Item, codes: Collection[str]) -> tuple[Finding, ...]:
    """What some rules find in an item."""
    rules = all_rules()
    judges = _judging(item, project.conventions(item), [rules[code] for code in codes if code in rules])
    return () if item.archived else _found_in(item, project, judges)


def in_order(checked: Checked) -> list[Finding]:
    """All findings, by path and place."""
    return [finding for path in sorted(checked.findings) for finding in checked.findings[path]]


def _found_in(item: Item, project: Project, judges: "Iterable[_Judge]") -> tuple[Finding, ...]:
    """What the rules find in one item. A defect of a rule must not take the other findings with it."""
    found: list[Finding] = []
    for rule, judge, needs, level in judges:
        if needs and not getattr(item, needs):
            continue
        try:
            for finding in judge(item, project):
                if not rule.allows(item):
                    # Nearly always there is none, and a generator more for each rule and item would cost more than this loop.
                    found.append(rule.marked(finding, level))  # noqa: PERF401
        except Exception as error:
            _log.exception("%s failed on %s", rule.code, item.path)
            found.append(_defect(rule, error, project.place(item), item.shown))
    return tuple(found)


def _found_in_whole(project: Project) -> _Findings:
    found: dict[str, list[Finding]] = defaultdict(list)
    for rule in all_rules().values():
        try:
            for finding in rule.judge_project(project):
                found[finding.place.path].append(finding)
        except Exception as error:
            _log.exception("%s failed", rule.code)
            path = min(project.documents)
            found[path].append(_defect(rule, error, Place(path, Span(0, 0)), "the project"))
    return {path: tuple(findings) for path, findings in found.items()}


def _defect(rule: Rule, error: Exception, place: Place, judged: str) -> Finding:
    message = f"{rule.code} could not judge {judged} ({type(error).__name__}); this is a defect of Dualtrack"
    return Finding(place, message, code=rule.code, severity="error")


def _judging(item: Item, conventions: Conventions, rules: Iterable[Rule]) -> "list[_Judge]":
    """Those of the rules that judge items like this one and that the team has on. Of what is filed only errors are said."""
    return [
        (rule, rule.judges_item, rule.needs, level)
        for rule in rules
        if rule.judges_item and rule.concerns(item) and (rule.severity == "error" or not item.filed)
        if (level := conventions.rules.get(rule.code, rule.severity)) != "off"
    ]


def _order(finding: Finding) -> tuple[int, int, str]:
    return (finding.place.span.start, finding.place.span.end, finding.code)
