"""Whether a commit's message says why: what stands below its subject, but for trailers and for what only closes or links."""

import re

_LONGEST = 200
_NO_REASON = re.compile(
    r"(?:[\w-]+-by|refs?|references|part of|related(?: to)?|see[- ]also|change-id|issue|git-svn-id"
    r"|close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?\s|\(cherry picked from|#"
    r"|(?:this )?(?:complete[sd]?|finish(?:e[sd])?|solve[sd]?|implement(?:s|ed)?|fix(?:es)? for):?"
    r"\s[\w-]{1,80}-[0-9][0-9.]*\s*\Z",
    re.IGNORECASE,
)


def reason_in(message: str) -> str:
    """The first line below the subject that is in the author's own words; empty where there is none."""
    _, _, body = message.strip().partition("\n")
    lines = (line.strip(" \t*-") for line in body.splitlines())
    return next((line[:_LONGEST] for line in lines if line and not _NO_REASON.match(line)), "")
