"""What a rule finds, and how it is silenced: by `rules:` in `dualtrack.yaml` or by `allow:` in the file, decided here."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, LiteralString, cast

from dualtrack.changes.change import Change
from dualtrack.model.conventions import Phase
from dualtrack.model.item import Item, Kind
from dualtrack.model.words import folded
from dualtrack.project.project import Place, Project
from dualtrack.said import said

Severity = Literal["error", "warning", "information", "hint"]


@dataclass(frozen=True)
class Fix:
    """A cure: its title says what it does; `change` works it out when it is chosen. A `safe` one states nothing that only a
    person can know, so `dualtrack check --fix` applies it; one `from_git` writes what commits say, as `dualtrack sync` does."""

    title: str
    change: Callable[[Project], Change]
    safe: bool = False
    from_git: bool = False


@dataclass(frozen=True)
class Finding:
    """What is the case at a place. A rule leaves `code` and `severity` to its registration."""

    place: Place
    message: str
    fixes: tuple[Fix, ...] = ()
    code: str = ""
    severity: Severity = "warning"


ItemCheck = Callable[[Any, Project], Iterable[Finding]]
ProjectCheck = Callable[[Project], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule: its code, its usual severity, its page, and one of the two kinds of check.

    The first kind is asked about items of the class `judges`, of one of the `kinds` and in one of the `phases` where these are
    given, that have something under the key `needs`.
    """

    code: str
    severity: Severity
    page: str
    judges: type[Item] = Item
    kinds: Collection[Kind] = ()
    phases: Collection[Phase | None] = ()
    needs: str = ""
    judges_item: ItemCheck | None = None
    judges_project: ProjectCheck | None = None

    @property
    def summary(self) -> str:
        """What it finds: the first paragraph of its page."""
        paragraph = " ".join(self.page.partition("\n\n")[0].split())
        return said(cast("LiteralString", paragraph.replace("{", "{{").replace("}", "}}")))

    def concerns(self, item: Item) -> bool:
        """Whether it judges items of this class and kind in this phase."""
        return (
            isinstance(item, self.judges)
            and (not self.kinds or item.kind in self.kinds)
            and (not self.phases or item.phase in self.phases)
        )

    def allows(self, item: Item) -> bool:
        """Whether an item allows itself what the rule finds."""
        return any(folded(code) == folded(self.code) for code in item.allow)

    def marked(self, finding: Finding, level: Severity) -> Finding:
        """A finding of its own with its code, and as severe as the team has it."""
        return Finding(finding.place, finding.message, finding.fixes, self.code, level)

    def judge_project(self, project: Project) -> Iterator[Finding]:
        for finding in self.judges_project(project) if self.judges_project else ():
            board = project.board_at(finding.place.path)
            level = board.conventions.rules.get(self.code, self.severity) if board else self.severity
            item = project.item_at(finding.place)
            if level != "off" and not (item and self.allows(item)):
                yield self.marked(finding, level)


def rule(
    severity: Severity, *, kinds: Collection[Kind] = (), phases: Collection[Phase | None] = (), needs: str = ""
) -> Callable[[ItemCheck], Rule]:
    """Register a rule that judges one item of the class that its first parameter names, and of those only the ones that it can
    say anything of; the function's name is its code, the docstring its page."""
    return lambda check: Rule(
        _code(check), severity, _page(check), check.__annotations__["item"], kinds, phases, needs, judges_item=check
    )


def rule_of_whole(severity: Severity) -> Callable[[ProjectCheck], Rule]:
    """Register a rule that judges the whole project, after every change: it reads tables, not all items."""
    return lambda check: Rule(_code(check), severity, _page(check), judges_project=check)


def _code(check: Callable[..., object]) -> str:
    return check.__name__.replace("_", "-")


def _page(check: Callable[..., object]) -> str:
    lines = (check.__doc__ or "").strip().splitlines()
    return "\n".join(line.removeprefix("    ") for line in lines) + "\n"
