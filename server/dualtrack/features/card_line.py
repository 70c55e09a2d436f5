"""A card on one narrow line: what tells most first, so that it can be read where there is little room."""

import re
from collections.abc import Iterator, Mapping

from dualtrack.features.card import Card, CardTimebox, CardVerdict
from dualtrack.model.verdict import WORDS, Verdict
from dualtrack.model.words import shortened
from dualtrack.said import joined, said

_MARKS: Mapping[Verdict, str] = {
    **WORDS,
    "met": "✓",
    "met once": said("✓ once"),
    "within noise": said("≈ noise"),
    "not met": "✗",
}

_REST_OF_NAME = re.compile(r"(?<=\w)[\s.@].*", re.DOTALL)
_LONGEST_NAME = 9


def card_line(card: Card) -> str:
    """What stands beside the id: `4 d over · ana · 0.731 ✓ once · Add support-ticket features`. Days, the first person and the
    first metric fit a side bar of 300 pixels."""
    title = card.title if card.id else ""
    return joined(" · ", filter(None, (*_first(card), title, *_last(card))))


def _first(card: Card) -> Iterator[str]:
    if card.only_on:
        yield said("only on {branch}", card.only_on)
        return
    is_closed, is_active = card.phase in ("done", "dropped"), card.phase == "active"
    yield from card.standings_elsewhere[:1]
    if card.blocked and not is_closed:
        yield card.blocked.text
    if is_active:
        yield _days(card.timebox) if card.timebox else ""
        yield _people(card.people)
    if card.kind in ("experiment", "spike") and is_closed:
        yield card.outcome
    yield from map(_measured, card.verdicts[:1])


def _people(people: tuple[str, ...]) -> str:
    """The first name of the first person, and how many more there are."""
    if not people:
        return ""
    first = _REST_OF_NAME.sub("", people[0].strip().removeprefix("@"))
    first = shortened(first, _LONGEST_NAME)
    return f"{first} +{len(people) - 1}" if people[1:] else first


def _measured(each: CardVerdict) -> str:
    """What was reached, without the name of the metric where it is one figure."""
    value = each.measured if "," in each.measured else each.measured.rpartition(" ")[2]
    return joined(" ", (value, _MARKS[each.verdict]))


def _days(timebox: CardTimebox) -> str:
    """Its standing with a short word for days, if it has any."""
    if timebox.over:
        return said("{days} d over", timebox.over)
    return said("{days} d left", timebox.total - timebox.used) if timebox.standing[0].isdigit() else timebox.standing


def _last(card: Card) -> Iterator[str]:
    is_closed, is_active = card.phase in ("done", "dropped"), card.phase == "active"
    for each in card.verdicts[1:]:
        yield joined(" ", (each.measured, _MARKS[each.verdict]))  # the name says which metric it is
    if card.running:
        yield card.runs_in_progress
    if is_active and card.dod_total:
        yield card.checklist
    if card.candidates and not is_closed:
        yield card.more_runs
    if card.due and not is_closed:
        yield said("due {day}", card.due)
    if not is_active and not is_closed:
        yield ", ".join(card.people)
