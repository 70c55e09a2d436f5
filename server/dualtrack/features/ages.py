"""How long ago something was."""

from datetime import datetime

from dualtrack.model.words import plural


def ago(when: datetime, now: datetime | None) -> str:
    """`3 days ago`, `2 hours ago`, `just now`; the date where now is not known."""
    if not now:
        return f"on {when:%Y-%m-%d}"
    seconds = int((now - when).total_seconds())
    for size, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{plural(seconds // size, noun)} ago"
    return "just now"
