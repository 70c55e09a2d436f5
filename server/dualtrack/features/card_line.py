"""A card on one narrow line: what tells most first, so that it can be read where there is little room."""

from collections.abc import Iterator, Mapping

from dualtrack.features.card import Card, CardTimebox
from dualtrack.model.verdict import WORDS, Verdict
from dualtrack.said import joined, said

_MARKS: Mapping[Verdict, str] = {
    **WORDS,
    "met": "✓",
    "met once": said("✓ once"),
    "within noise": said("≈ noise"),
    "not met": "✗",
}


def card_line(card: Card) -> str:
    """What stands beside the id: `4 d over · 0.731 ✓ once · ana · Add support-ticket features`."""
    title = card.title if card.id else ""
    return joined(" · ", filter(None, (*_first(card), title, *_last(card))))


def _first(card: Card) -> Iterator[str]:
    if card.only_on:
        yield said("only on {branch}", card.only_on)
        return
    is_closed, is_active = card.phase in ("done", "dropped"), card.phase == "active"
    if card.blocked and not is_closed:
        yield card.blocked.text
    if card.timebox and is_active:
        yield _days(card.timebox)
    if card.kind in ("experiment", "spike") and is_closed:
        yield card.outcome
    if card.verdicts:
        # With one criterion the number says which metric is meant.
        values = (each.measured if "," in each.measured else each.measured.rpartition(" ")[2] for each in card.verdicts)
        marks = (_MARKS[each.verdict] for each in card.verdicts)
        yield joined(", ", [joined(" ", each) for each in zip(values, marks, strict=True)])
    if card.running:
        yield card.runs_in_progress
    if is_active:
        yield ", ".join(card.people)


def _days(timebox: CardTimebox) -> str:
    """Its standing with a short word for days, if it has any."""
    if timebox.over:
        return said("{days} d over", timebox.over)
    return said("{days} d left", timebox.total - timebox.used) if timebox.standing[0].isdigit() else timebox.standing


def _last(card: Card) -> Iterator[str]:
    is_closed, is_active = card.phase in ("done", "dropped"), card.phase == "active"
    if is_active and card.dod_total:
        yield card.checklist
    if card.candidates and not is_closed:
        yield card.more_runs
    if card.due and not is_closed:
        yield said("due {day}", card.due)
    if not is_active and not is_closed:
        yield ", ".join(card.people)
