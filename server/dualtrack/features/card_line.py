"""A card on one narrow line: what tells most first, so that it can be read where there is little room."""

from collections.abc import Iterator, Mapping

from dualtrack.features.card import Card
from dualtrack.model.experiment import DECISIONS
from dualtrack.model.verdict import Verdict
from dualtrack.said import plural

_MARKS: Mapping[Verdict, str] = {"met": "✓", "met once": "✓ once", "within noise": "≈ noise", "not met": "✗"}


def card_line(card: Card) -> str:
    """What stands beside the id: `4 d over · 0.731 ✓ once · ana · Add support-ticket features`."""
    title = card.title if card.id else ""
    return " · ".join(part for part in (*_first(card), title, *_last(card)) if part)


def _first(card: Card) -> Iterator[str]:
    if card.only_on:
        yield f"only on {card.only_on}"
        return
    is_closed, is_active = card.phase in ("done", "dropped"), card.phase == "active"
    if card.blocked and not is_closed:
        yield f"blocked: {card.blocked.kind or card.blocked.reason or 'no reason given'}"
    if card.timebox and is_active:
        yield card.timebox.standing.replace(" days ", " d ").replace(" day ", " d ")
    if card.kind in ("experiment", "spike") and is_closed:
        yield DECISIONS[card.decision] if card.decision else "no decision"
    # With one criterion the number says which metric is meant.
    values = [each.measured if "," in each.measured else each.measured.rpartition(" ")[2] for each in card.verdicts]
    yield ", ".join(
        f"{value} {_MARKS.get(each.verdict, each.verdict)}" for value, each in zip(values, card.verdicts, strict=True)
    )
    if card.running:
        yield f"{plural(card.running, 'run')} in progress"
    if is_active:
        yield ", ".join(card.people)


def _last(card: Card) -> Iterator[str]:
    is_closed, is_active = card.phase in ("done", "dropped"), card.phase == "active"
    if is_active and card.kind not in ("experiment", "spike") and card.dod_total:
        yield f"DoD {card.dod_closed}/{card.dod_total}{f', {card.dod_proven} proven' if card.dod_proven else ''}"
    if card.candidates and not is_closed:
        yield f"{plural(card.candidates, 'run')} may belong here"
    if card.due and not is_closed:
        yield f"due {card.due}"
    if not is_active and not is_closed:
        yield ", ".join(card.people)
