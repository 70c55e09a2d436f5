"""Whoever commits: people, and programs that do so on their own."""

import re
from typing import NamedTuple

_BOT = re.compile(
    r"\[bot\]|(?:^|[\s_-])(?:bot|agent|ci)$|^(?:dependabot|github-actions|gitlab-ci|renovate|semantic-release)\b", re.IGNORECASE
)
_NOBODY = frozenset(("bot", "no-reply", "noreply"))
"""The names of mail boxes that nobody reads."""


class Author(NamedTuple):
    """A name that commits give, by `.mailmap`, how many of them there are, and the e-mail addresses that stand beside it."""

    name: str
    commits: int
    emails: frozenset[str]

    @property
    def is_person(self) -> bool:
        """Whether it is no program, as far as name and addresses tell."""
        return not is_bot(self.name) and not any(_is_nobodys(email) for email in self.emails)


def is_bot(name: str) -> bool:
    """Whether a name is one that programs commit under."""
    return bool(_BOT.search(name.strip()))


def _is_nobodys(email: str) -> bool:
    return "[bot]" in email or email.partition("@")[0].casefold() in _NOBODY
