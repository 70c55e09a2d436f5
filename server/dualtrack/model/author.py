"""Whoever commits: people, and programs that do so on their own."""

import re
from typing import NamedTuple

_BOT = re.compile(
    r"\[bot\]|(?:^|[\s_-])(?:bot|agent|ci)$|^(?:dependabot|github-actions|gitlab-ci|renovate|semantic-release)\b", re.IGNORECASE
)
_NOBODY = frozenset(("bot", "no-reply", "noreply"))
"""The names of mail boxes that nobody reads."""
_NO_NAMES = frozenset(("copilot", "github", "jenkins", "root", "ubuntu", "unknown", "web-flow", "your name"))
"""What stands for a name where a program commits, or nobody has told git who works there."""


class Author(NamedTuple):
    """A name that commits give, by `.mailmap`, how many of them there are, and the e-mail addresses that stand beside it."""

    name: str
    commits: int
    emails: frozenset[str]

    @property
    def is_person(self) -> bool:
        """Whether it is no program, as far as name and addresses tell."""
        is_name = self.name.casefold() not in _NO_NAMES and not is_bot(self.name)
        return is_name and not any(_is_nobodys(email) for email in self.emails)


def is_bot(name: str) -> bool:
    """Whether a name is one that programs commit under."""
    return bool(_BOT.search(name.strip()))


def _is_nobodys(email: str) -> bool:
    return "[bot]" in email or email.partition("@")[0].casefold() in _NOBODY
