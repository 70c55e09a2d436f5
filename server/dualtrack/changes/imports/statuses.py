"""Which status of ours a status of another tool means."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from dualtrack.model.conventions import Status, Track
from dualtrack.model.words import folded

_WORD = re.compile(r"[^\W_]+")

# In the order in which they are looked for: "Closed: won't fix" is given up, "Ready for QA" is tested, "Not started" waits.
_MEANINGS = {
    "dropped": "wont wontfix cancelled canceled rejected declined duplicate obsolete abandoned invalid dropped skipped",
    "review": "review reviewing qa test testing verify verification validating validation evaluating approval",
    "waiting": "not todo to open reopened new backlog planned selected triage proposed draft later next ready idea ideas",
    "done": "done closed resolved complete completed finished shipped released deployed live merged fixed decided",
    "active": "progress doing working wip started development implementing running active stuck blocked hold waiting paused",
}
_CATEGORIES = {"to do": "waiting", "new": "waiting", "in progress": "active", "indeterminate": "active", "done": "done"}
_ENDINGS = ("done", "dropped")


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
        likely = get_close_matches(written.casefold(), [status.name for status in track.all], n=1)
        return next((status for status in track.all if status.name in likely), track.all[0])
    return status_meaning(track, meaning)


def meaning_of(written: str) -> str | None:
    """What a status says by its words: waiting, active, review, done or dropped."""
    words = set(_WORD.findall(written.casefold().replace("'", "").replace("’", "")))
    return next((meaning for meaning, known in _MEANINGS.items() if words & set(known.split())), None)


def translations(statuses: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What to say of statuses, as written and as ours, that are not the same word: each once."""
    return tuple(f"{theirs} → {ours}" for theirs, ours in dict.fromkeys(statuses) if theirs and folded(theirs) != folded(ours))


def status_meaning(track: Track, meaning: str) -> Status:
    """The track's status of a meaning, or the nearest that it has."""
    active = track.statuses[1:] or track.statuses
    if meaning in _ENDINGS and track.closed:
        return track.closed[-1] if meaning == "dropped" else track.closed[0]
    if meaning in ("active", "review") and active:
        return active[-1] if meaning == "review" else active[0]
    return track.all[0]
