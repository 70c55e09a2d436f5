"""What is found in a project."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from dualtrack.findings import Finding, ItemCheck, Rule, Severity
from dualtrack.model.conventions import Conventions
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.index import Index, TableName, page_names
from dualtrack.project.project import Place, Project
from dualtrack.rules import all_rules
from dualtrack.text import Span

_log = logging.getLogger(__name__)

_Judge: TypeAlias = tuple[Rule, ItemCheck, str, Severity]
_Findings = Mapping[str, tuple[Finding, ...]]
_NAMING: tuple[TableName, ...] = ("id", "refers", "links")
"""The tables of those that bear an id and those that name it, which may be on another branch only."""


@dataclass(frozen=True)
class Checked:
    """The findings of a project by path, in the order of their places; files without any are left out.

    `changed` are the paths whose findings may differ from those of the check before. The rest is what the next check repeats
    only where something changed: the project, findings on items by key, and findings on the whole by path.
    """

    findings: _Findings = field(default_factory=dict[str, tuple[Finding, ...]])
    changed: frozenset[str] = frozenset()
    project: Project | None = field(default=None, repr=False)
    of_items: _Findings = field(default_factory=dict[str, tuple[Finding, ...]], repr=False)
    of_whole: _Findings = field(default_factory=dict[str, tuple[Finding, ...]], repr=False)


def check(project: Project, before: Checked | None = None) -> Checked:
    """Judge items by every rule; `before` is what was found in an earlier value of the same project."""
    before = before or Checked()
    stale = _stale(project, before.project)
    of_items = dict(before.of_items)
    judging: dict[object, list[_Judge]] = {}
    paths: set[str] = set()
    for key in stale:
        item = project.items.get(key)
        gone = before.project.items.get(key) if before.project else None
        paths.update([each.path for each in (item, gone) if each])
        of_items.pop(key, None)
        if item and not item.archived:
            conventions = project.conventions(item)
            alike = (type(item), item.kind, item.phase, id(conventions))
            if alike not in judging:
                judging[alike] = _judging(item, conventions)
            if found := _found_in(item, project, judging[alike]):
                of_items[key] = tuple(found)
    of_whole = _found_in_whole(project)
    findings = dict(before.findings)
    changed = frozenset(paths | of_whole.keys() | before.of_whole.keys())
    in_files = project.index["path"]
    for path in changed:
        found = [finding for key in in_files[path] for finding in of_items.get(key, ())]
        found += of_whole.get(path, ())
        if found:
            findings[path] = tuple(sorted(found, key=_order))
        else:
            findings.pop(path, None)
    return Checked(findings, changed, project, of_items, of_whole)


def in_order(checked: Checked) -> list[Finding]:
    """All findings, by path and place."""
    return [finding for path in sorted(checked.findings) for finding in checked.findings[path]]


def _stale(project: Project, before: Project | None) -> Iterable[str]:
    """The keys of the items whose findings may differ: what has changed, what refers to it, and what it refers to."""
    concerned = project.facts.ids_changed_since(before.facts) if before else None
    if not before or concerned is None:
        return project.items.keys() | (before.items.keys() if before else ())
    old, new = before.index, project.index
    outside = {key for id in concerned for index in (old, new) for table in _NAMING for key in index[table][id]}
    changed = new.items_changed_since(old) | outside
    return changed | {key for each in changed for index in (old, new) for key in _around(each, index, old, new)}


def _around(key: str, index: Index, old: Index, new: Index) -> Iterator[str]:
    item = index.items.get(key)
    if not item:
        return
    yield from index["refers"][canonical(item.id or key)]
    for _, name in item.references():
        yield from index["id"][canonical(name)]
    for name in page_names(item):
        if bool(old["page"][name]) != bool(new["page"][name]):
            yield from new["links"][name]
    if item.id and bool(old["id"][canonical(item.id)]) != bool(new["id"][canonical(item.id)]):
        yield from new["links"][canonical(item.id)]
    if bool(old["path"][item.path]) != bool(new["path"][item.path]):
        yield from new["files"][item.path]


def _found_in(item: Item, project: Project, judges: "Iterable[_Judge]") -> list[Finding]:
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
    return found


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


def _judging(item: Item, conventions: Conventions) -> "list[_Judge]":
    """The rules that judge items like this one, those that the team has off left out."""
    return [
        (rule, rule.judges_item, rule.needs, level)
        for rule in all_rules().values()
        if rule.judges_item and rule.concerns(item)
        if (level := conventions.rules.get(rule.code, rule.severity)) != "off"
    ]


def _order(finding: Finding) -> tuple[int, int, str]:
    return (finding.place.span.start, finding.place.span.end, finding.code)
