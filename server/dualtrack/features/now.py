"""What needs somebody now: each item with the reasons why, under the kind of thing that is to be done."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from dualtrack.facts.other_branches import ItemOnBranch
from dualtrack.features.board import Boards
from dualtrack.features.check import Checked
from dualtrack.features.checklist import line_named
from dualtrack.features.next_step import last_before_decision
from dualtrack.features.waiting import waits_of
from dualtrack.features.work_rows import VerdictChip, verdict_chips
from dualtrack.findings import Finding
from dualtrack.model.item import Item
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import natural
from dualtrack.project.branches import begun_elsewhere, overdue_elsewhere, overdue_only_elsewhere, to_decide_by
from dualtrack.project.project import Project
from dualtrack.project.readiness import obstacles
from dualtrack.said import counted, joined, listed, plural, said

NeedKind: TypeAlias = Literal["decide", "blocked", "production", "proof", "due", "limit", "stale", "ready"]
TITLES: Mapping[NeedKind, str] = {
    "decide": said("To decide"),
    "blocked": said("Blocked"),
    "production": said("In production"),
    "proof": said("Without proof"),
    "due": said("Due"),
    "limit": said("Over a limit"),
    "stale": said("Behind"),
    "ready": said("Ready to start"),
}
"""In the order in which they are shown; an item stands under the first that it has a reason for."""

_RULES: Mapping[NeedKind, Collection[str]] = {
    "decide": ("expired-timebox", "met-criteria", "met-stop-criterion", "undecided-experiment"),
    "blocked": ("waiting-for-data", "failed-validation", "blocked-without-kind"),
    "production": (
        "firing-alert",
        "contradicted-registry",
        "contradicted-stage",
        "two-versions-deployed",
        "rejected-model",
    ),
    "proof": ("missing-proof", "stale-proof", "bare-tick", "done-with-open-dod"),
    "due": ("passed-due-date", "timebox-ending"),
    "limit": ("wip-exceeded", "overcommitted-sprint"),
    "stale": ("stale-work", "status-behind-commits", "finished-but-open", "registered-but-open"),
}
_KIND_OF: Mapping[str, NeedKind] = {code: kind for kind, codes in _RULES.items() for code in codes}
_ORDER = tuple(TITLES)
_REQUESTS: Mapping[NeedKind, Collection[str]] = {
    "decide": ("decide", "extend"),
    "blocked": ("unblock",),
    "due": ("move", "extend"),
    "stale": ("move",),
    "ready": ("start", "move"),
}
_LAST = str(date.max)
_FIXES = 2
_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Need:
    """Why something needs somebody. `key` is that of its item, `requests` are the names of those that help and apply to it;
    where none does, `fixes` are the titles of the first fixes of what is found. `path` and `line` (0-based) are where the first
    reason stands; `only_on` is the branch of what is not here. `day` is that on which a timebox ends, something was blocked or
    is due: of a kind the earliest comes first. `verdicts` are what there is to decide by."""

    kind: NeedKind
    key: str
    label: str
    reasons: tuple[str, ...]
    people: tuple[str, ...]
    requests: tuple[str, ...]
    fixes: tuple[str, ...]
    path: str
    line: int
    only_on: str = ""
    day: str = ""
    verdicts: tuple[VerdictChip, ...] = ()


def needs(project: Project, checked: Checked, boards: Boards) -> list[Need]:
    """What needs somebody of the cards of these boards; of sprints and model versions too where all cards are shown."""
    found: dict[str, dict[NeedKind, list[Finding | str]]] = {}
    for key, kind, reason in (*_found(project, checked), *_known(project, boards)):
        found.setdefault(key, {}).setdefault(kind, []).append(reason)
    is_part = _is_part(project, boards)
    shown = [
        _need(project, boards, project.items[key], kinds)
        for key, kinds in found.items()
        if key in boards.cards or (not is_part and project.items[key].kind in ("sprint", "model"))
    ]
    shown += needs_elsewhere(project, boards)
    return sorted(shown, key=lambda need: (_ORDER.index(need.kind), need.day or _LAST, natural(need.label)))


def _is_part(project: Project, boards: Boards) -> bool:
    """Whether not all cards are shown."""
    here = sum(not card.only_on for card in boards.cards.values())
    return here < sum(item.kind in ("task", "experiment") for item in project.items.values())


def needs_elsewhere(project: Project, boards: Boards) -> Iterator[Need]:
    """What is only on another branch, and to be decided there."""
    is_part = _is_part(project, boards)
    for there, end, today in overdue_only_elsewhere(project):
        key, label = f"{there.branch}:{there.path}", f"{there.id} {there.title if there.title != there.id else ''}".strip()
        if key in boards.cards or not is_part:
            yield Need("decide", key, label, (_overdue(there, end, today),), (), (), (), there.path, 0, there.branch, str(end))


def _overdue(there: ItemOnBranch, end: date, today: date) -> str:
    ago = counted((today - end).days, "{count} day ago", "{count} days ago")
    return said("on the branch {branch} the timebox of {item} ended on {end}, {ago}", there.branch, there.id, end, ago)


def _need(project: Project, boards: Boards, item: Item, kinds: Mapping[NeedKind, list[Finding | str]]) -> Need:
    kind = min(kinds, key=_ORDER.index)
    # What an item is needed for most comes first, then all else that is found of it.
    said = [reason for each in sorted(kinds, key=_ORDER.index) if each != "ready" or kind == "ready" for reason in kinds[each]]
    place = next((reason.place for reason in said if isinstance(reason, Finding)), project.place(item))
    words = dict.fromkeys(_words(item, reason) if isinstance(reason, Finding) else reason for reason in said)
    card = boards.cards.get(item.key)
    # What is under way on another branch is decided there.
    helping = ("start",) if kind == "decide" and begun_elsewhere(project, item) else _REQUESTS.get(kind, ())
    requests = tuple(name for name in helping if card and name in card.actions)
    fixes = dict.fromkeys(fix.title for reason in said if isinstance(reason, Finding) for fix in reason.fixes)
    offered = (requests, () if requests else tuple(fixes)[:_FIXES])
    line = project.documents[place.path].line_of(place.span.start)
    label, day = card.label if card else item.label, str(_day(project, item, kind) or "")
    verdicts = tuple(verdict_chips(card.verdicts)) if card and kind == "decide" else ()
    return Need(kind, item.key, label, tuple(words), item.assignee, *offered, place.path, line, day=day, verdicts=verdicts)


def _words(item: Item, finding: Finding) -> str:
    return joined(": ", filter(None, (line_named(item, finding), finding.message)))


def _day(project: Project, item: Item, kind: NeedKind) -> date | None:
    if kind == "blocked":
        return item.blocked.since if item.blocked else None
    ends = to_decide_by(project, item) if isinstance(item, Timeboxed) and kind in ("decide", "due") else None
    days = [day for day in (ends, item.due if kind == "due" else None) if day]
    return min(days, default=None)


def _found(project: Project, checked: Checked) -> Iterator[tuple[str, NeedKind, Finding]]:
    """What rules have found, by the key of the item that it is about."""
    for findings in checked.findings.values():
        for finding in findings:
            if (kind := _KIND_OF.get(finding.code)) and (item := project.item_at(finding.place)):
                yield item.key, kind, finding


def _known(project: Project, boards: Boards) -> Iterator[tuple[str, NeedKind, str]]:
    """What is no fault, so that no rule says it."""
    for key, card in boards.cards.items():
        if card.only_on or card.phase not in ("waiting", "active"):
            continue
        item = project.items[key]
        today = project.today(item)
        if card.blocked:
            yield key, "blocked", _blocked(item, today)
        if card.needs_decision and card.state == "decide":
            yield key, "decide", last_before_decision(card.status)
        if isinstance(item, Timeboxed) and (there := overdue_elsewhere(project, item)) and there.ends:
            yield key, "decide", _overdue(there, there.ends, today)
        if item.due and today <= item.due <= today + _SOON:
            yield key, "due", said("due {day}", item.due) if item.due > today else said("due today")
        if card.phase == "waiting" and item.depends_on and not any(obstacles(project, item)):
            ended = [wait.item.shown for wait in waits_of(project, item)]
            names = listed(ended)
            waited = counted(len(ended), "waited for {items}, which is closed", "waited for {items}, which are closed", names)
            yield key, "ready", waited


def _blocked(item: Item, today: date) -> str:
    assert item.blocked
    kind, since, reason = item.blocked.kind, item.blocked.since, item.blocked.reason
    words = said("blocked ({kind})", kind) if kind else said("blocked")
    if since and since <= today:
        words += said(" since {day}, {days}", since, plural((today - since).days, "day"))
    return joined(": ", (words, reason)) if reason else words
