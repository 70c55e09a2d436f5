"""What the name of a status says."""

import re

from dualtrack.model.conventions import Status, Track

_ENDINGS = ("done", "dropped")
_WORD = re.compile(r"[^\W_]+")

# In the order in which they are looked for: "Closed: won't fix" is given up, "Ready for QA" is tested, "Not started" waits.
_MEANINGS = {
    "dropped": "wont wontfix skipped cancelled canceled rejected declined duplicate obsolete abandoned invalid dropped"
    " discarded verworfen abgebrochen abgelehnt",
    "review": "review reviewing qa test testing verify verification validating validation evaluating approval",
    "waiting": "not todo to open reopened new backlog planned selected triage proposed draft later next ready idea ideas",
    "done": "done closed resolved complete completed finished shipped released deployed live merged fixed decided"
    " erledigt fertig abgeschlossen",
    "active": "progress doing working wip started development implementing running active stuck blocked hold waiting paused",
}


def meaning_of(written: str) -> str | None:
    """What a status says by its words: waiting, active, review, done or dropped."""
    words = set(_WORD.findall(written.casefold().replace("'", "").replace("’", "")))
    return next((meaning for meaning, known in _MEANINGS.items() if words & set(known.split())), None)


def status_meaning(track: Track, meaning: str) -> Status:
    """The track's status of a meaning, or the nearest that it has."""
    active = track.statuses[1:] or track.statuses
    if meaning in _ENDINGS and track.closed:
        return track.closed[-1] if meaning == "dropped" else track.closed[0]
    if meaning in ("active", "review") and active:
        return active[-1] if meaning == "review" else active[0]
    return track.all[0]
