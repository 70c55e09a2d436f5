"""What is shown of a project: its findings and its boards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import NamedTuple

from dualtrack.features.board import Boards, board
from dualtrack.features.check import Checked, check
from dualtrack.files.document import Document
from dualtrack.findings import Finding
from dualtrack.project.board import SETTINGS_FILES
from dualtrack.project.project import Project
from dualtrack.text import line_spans

_MANY = 1_000


class HeldBack(NamedTuple):
    """A file as it was before somebody typed in one of its lines, with what was found in it."""

    document: Document
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class State:
    """A project with what was found in it; `boards` may be those of an earlier project, and are None before the first.

    `held` are the files in whose keys somebody is typing, by path: what is half typed must move no card. `drawn_project` and
    `drawn_checked` are what the boards are drawn from.
    """

    project: Project = field(default_factory=Project)
    checked: Checked = field(default_factory=Checked)
    boards: Boards | None = None
    held: Mapping[str, HeldBack] = field(default_factory=dict[str, HeldBack])
    drawn_project: Project = field(default_factory=Project)
    drawn_checked: Checked = field(default_factory=Checked)

    def later(self, project: Project, held: Mapping[str, HeldBack] | None = None) -> "State":
        """What is to be shown of a later value of the project, with the files that are `held` by then: only what is stale is
        worked out."""
        return self.judged(project, held).drawn()

    def judged(self, project: Project, held: Mapping[str, HeldBack] | None = None) -> "State":
        """The same with the boards as they were."""
        held = self.held if held is None else held
        return replace(self, project=project, checked=check(project, self.checked), held=held)

    def typed(self, project: Project, path: str) -> "State":
        """The same while somebody is typing in a file, without new boards: cards must not jump with every key."""
        held, now = self.held_beside(path), project.documents[path]
        last = self.project.documents.get(path)
        before = (self.held.get(path), last and HeldBack(last, self.checked.findings.get(path, ())))
        if kept := next((each for each in before if each and _typed_line(project, each.document, now) is not None), None):
            held = {**held, path: kept}
        return replace(self, project=project, checked=check(project, self.checked), held=held)

    def drawn(self) -> "State":
        """With the boards of this project; they stay while somebody types in the team's conventions, which every card reads."""
        held = {path: each for path, each in self.held.items() if path in self.project.documents}
        if any(path.rpartition("/")[2] in SETTINGS_FILES for path in held):
            return self
        project, checked = self.project, self.checked
        if held:
            project = project.with_files(each.document for each in held.values())
            findings = {path: each.findings for path, each in held.items()}
            checked = replace(checked, findings={**checked.findings, **findings})
        return replace(self, boards=board(project, self.boards), drawn_project=project, drawn_checked=checked)

    def settled(self, path: str, line: int | None = None) -> "State":
        """With a file counting as it is, unless the cursor is in the line that is being typed."""
        held, now = self.held.get(path), self.project.documents.get(path)
        if not held or (now and line is not None and line == _typed_line(self.project, held.document, now)):
            return self
        return replace(self, held=self.held_beside(path)).drawn()

    def replaced_parts(self, later: "State") -> list[object]:
        """What was worked out for each item, and what was read for it, if much of it is not part of a `later` state."""
        boards, later_boards = self.boards or Boards(), later.boards or Boards()
        pairs = ((self.checked.items, later.checked.items), (boards.items, later_boards.items))
        tables = [table for old, new in pairs if len(new.changed) > _MANY for table in (old.values, old.reads)]
        return [each for table in tables for each in table.values()]

    def held_beside(self, path: str) -> dict[str, HeldBack]:
        """The files that are held, without one of them."""
        return {other: each for other, each in self.held.items() if other != path}


def _typed_line(project: Project, before: Document, now: Document) -> int | None:
    """The line of the keys in which a file differs from what it was, if it is one line. A status that is one of its track is no
    longer being typed."""
    if before.text[before.front.body :] != now.text[now.front.body :]:
        return None
    old, new = ([each.text[slice(*span)] for span in line_spans(each.text, 0, each.front.body)] for each in (before, now))
    line = _same(old, new)
    last = _same(old[line:][::-1], new[line:][::-1])
    if len(new) - last - line != 1:
        return None
    statuses = ((item, now.node((*item.route, "status"))) for item in project.items_in(now.path) if item.phase)
    is_known = any(node and node.span.start < node.span.end and now.line_of(node.span.start) == line for _, node in statuses)
    return None if is_known else line


def _same(old: list[str], new: list[str]) -> int:
    """How many of the first lines are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
