"""Which status of ours a status of another tool means."""

from collections.abc import Iterable
from difflib import get_close_matches

from dualtrack.model.conventions import Status, Track
from dualtrack.model.status_words import meaning_of, status_meaning
from dualtrack.model.words import folded

_CATEGORIES = {"to do": "waiting", "new": "waiting", "in progress": "active", "indeterminate": "active", "done": "done"}


def likely_status(track: Track, written: str, category: str = "") -> Status:
    """The track's status that another tool's most likely means; `category` is which of Jira's three kinds the tool calls it."""
    same = track.find(written)
    if same:
        return same
    stated = _CATEGORIES.get(category.strip().casefold())
    meaning = meaning_of(written)
    if stated and not (meaning == "dropped" and stated == "done") and not (meaning == "review" and stated == "active"):
        meaning = stated
    if not meaning:
        # A word that is close to the end may be its contrary: "Undone".
        likely = get_close_matches(written.casefold(), [status.name for status in track.statuses], n=1)
        return next((status for status in track.statuses if status.name in likely), track.all[0])
    return status_meaning(track, meaning)


def translations(statuses: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What to say of statuses, as written and as ours, that are not the same word: each once."""
    return tuple(f"{theirs} → {ours}" for theirs, ours in dict.fromkeys(statuses) if theirs and folded(theirs) != folded(ours))
