"""A repository in few words, for somebody who is about to work in it: under a thousand tokens, however large its boards are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dualtrack.features.board import Boards
from dualtrack.features.card import Card
from dualtrack.features.decided import Decided, decided
from dualtrack.features.now import needs_elsewhere
from dualtrack.features.ready import Ready, ready
from dualtrack.model.experiment import DECISIONS
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import natural
from dualtrack.project.branches import is_under_way, overdue_elsewhere
from dualtrack.project.deployments import deployments, model_versions, withdrawals
from dualtrack.project.project import Project
from dualtrack.said import plural

USUAL = timedelta(days=13)
"""How far back it looks where nobody says."""
LONGEST = 1_750
"""In bytes of UTF-8. o200k_base and cl100k_base were measured at 1.8 bytes a token on titles full of numbers and codes, at 3 on
usual ones."""
_LINE = 150
"""In bytes as well."""
_MOST = 12


@dataclass(frozen=True)
class BriefPart:
    """What is said of one question: the first lines, and how many more there are."""

    title: str
    lines: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Brief:
    """What goes on as of a day; `learned` and `shipped` look back to the day `since`. A question without an answer has no
    part."""

    day: str
    since: str
    parts: tuple[BriefPart, ...]

    @property
    def text(self) -> str:
        """The brief as lines."""
        lines = [f"{self.day}, looking back to {self.since}"]
        for part in self.parts:
            lines += [part.title, *(f"- {line}" for line in part.lines)]
            if part.more:
                lines.append(f"- and {part.more} more")
        return "\n".join(lines if self.parts else (*lines, "Nothing is to be decided, under way or ready to be started."))


def brief(project: Project, boards: Boards, since: date | None) -> Brief:
    """What goes on, in as many lines of each part as there is room for."""
    today = project.facts.today("")
    since = since or today - USUAL
    found = _found(project, boards, since)

    def told(most: int) -> Brief:
        return Brief(f"{today}", f"{since}", tuple(_part(title, lines, most) for title, lines in found.items() if lines))

    fitting = (each for each in map(told, range(_MOST, 1, -1)) if len(each.text.encode(errors="replace")) <= LONGEST)
    return next(fitting, told(1))


def _found(project: Project, boards: Boards, since: date) -> dict[str, list[str]]:
    here = [(card, f"{card.label}{f' · {card.details}' if card.details else ''}") for card in boards.cards.values()]
    here = sorted((each for each in here if not each[0].only_on), key=lambda each: natural(each[0].label))
    research = ("experiment", "spike")
    due = {card.key for card, _ in here if card.needs_decision or _is_overdue(project, card)}
    begun = [(card, line) for card, line in here if _is_under_way(project, card) and card.key not in due]
    active = [(card.kind, line) for card, line in begun]
    there = (f"{need.label} · {need.reasons[0]}" for need in needs_elsewhere(project, boards))
    return {
        "To decide": [*(line for card, line in here if card.key in due), *there],
        "Investigating": [line for kind, line in active if kind in research],
        "Shipping": [*_models(project, since), *(line for kind, line in active if kind not in research)],
        "Ready to start": list(map(_ready, ready(project, boards).ready)),
        "Learned": [_learned(each) for each in decided(project, boards) if each.day >= f"{since}"],
    }


def _is_under_way(project: Project, card: Card) -> bool:
    return card.phase == "active" or (bool(card.other_branches) and is_under_way(project, project.items[card.key]))


def _is_overdue(project: Project, card: Card) -> bool:
    """Whether it is to be decided on another branch."""
    item = project.items[card.key] if card.other_branches else None
    return isinstance(item, Timeboxed) and overdue_elsewhere(project, item) is not None


def _part(title: str, lines: Sequence[str], most: int) -> BriefPart:
    return BriefPart(title, tuple(map(_cut, lines[:most])), max(0, len(lines) - most))


def _cut(line: str) -> str:
    whole = " ".join(line.split())
    told = whole.encode(errors="replace")
    return whole if len(told) <= _LINE else f"{told[: _LINE - 3].decode(errors='ignore')}…"


def _models(project: Project, since: date) -> Iterable[str]:
    """The model versions that are in testing, and what came into production or was taken out of it lately."""
    for item in model_versions(project):
        if item.stage == "testing":
            yield f"{item.shown} is in testing{f', due {item.due}' if item.due else ''}"
    for each in deployments(project):
        if each.day >= since:
            now = f", {each.model.stage} now" if each.model.stage not in (None, "", "deployed") else ""
            yield f"{each.model.shown} deployed{' again' if each.again else ''} on {each.day}{now}"
    for each in withdrawals(project):
        if each.day >= since:
            yield f"{each.model.shown} taken out of production on {each.day}"


def _ready(each: Ready) -> str:
    timebox = plural(each.timebox_days, "day") if each.timebox_days else ""
    return " · ".join(filter(None, (f"{each.id} {each.title}".strip(), "; ".join(each.success_criteria), timebox)))


def _learned(each: Decided) -> str:
    why = f" ({', '.join(each.reasons)})" if each.reasons else ""
    return f"{each.label}: {DECISIONS[each.decision].lower()}{why}{f'. {each.learnings}' if each.learnings else ''}"
