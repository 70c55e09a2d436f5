"""What a rule finds, and how it is silenced: by `rules:` in `dualtrack.yaml` or by `allow:` in the file, decided here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from dualtrack.changes.change import Change
from dualtrack.model.conventions import Level
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project.project import Place, Project

Severity = Literal["error", "warning", "information", "hint"]


@dataclass(frozen=True)
class Fix:
    """A cure: its title says what it does; `change` works it out when it is chosen."""

    title: str
    change: Callable[[Project], Change]


@dataclass(frozen=True)
class Finding:
    """What is the case at a place. A rule leaves `code` and `severity` to its registration."""

    place: Place
    message: str
    fixes: tuple[Fix, ...] = ()
    code: str = ""
    severity: Severity = "warning"


ItemCheck = Callable[[Item, Project], Iterable[Finding]]
ProjectCheck = Callable[[Project], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule: its code, its usual severity, its page, and one of the two kinds of check."""

    code: str
    severity: Severity
    page: str
    judges_item: ItemCheck | None = None
    judges_project: ProjectCheck | None = None

    def judge_item(self, item: Item, project: Project) -> Iterator[Finding]:
        """Its findings on one item, as the team's conventions and the item itself let them stand."""
        if not self.judges_item or any(folded(code) == folded(self.code) for code in item.allow):
            return
        level = project.conventions(item).rules.get(self.code, self.severity)
        if level != "off":
            for finding in self.judges_item(item, project):
                yield replace(finding, code=self.code, severity=level)

    def judge_project(self, project: Project) -> Iterator[Finding]:
        """Its findings on the whole."""
        for finding in self.judges_project(project) if self.judges_project else ():
            level = self._level_at(finding.place.path, project)
            if level != "off":
                yield replace(finding, code=self.code, severity=level)

    def _level_at(self, path: str, project: Project) -> Level:
        item = project.by_path.get(path)
        if not item:
            return self.severity
        if any(folded(code) == folded(self.code) for code in item.allow):
            return "off"
        return project.conventions(item).rules.get(self.code, self.severity)


def rule(severity: Severity) -> Callable[[ItemCheck], Rule]:
    """Register a rule that judges one item; the function's name is its code, the docstring its page."""
    return lambda check: Rule(_code(check), severity, _page(check), judges_item=check)


def rule_of_whole(severity: Severity) -> Callable[[ProjectCheck], Rule]:
    """Register a rule that judges the whole project."""
    return lambda check: Rule(_code(check), severity, _page(check), judges_project=check)


def _code(check: Callable[..., object]) -> str:
    return check.__name__.replace("_", "-")


def _page(check: Callable[..., object]) -> str:
    lines = (check.__doc__ or "").strip().splitlines()
    return "\n".join(line.removeprefix("    ") for line in lines) + "\n"
