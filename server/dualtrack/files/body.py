"""What the Markdown below the front matter holds: headings, sections, checklists, links, and where code stands."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dualtrack.model.definition_of_done import DodLine
from dualtrack.text import Span

_NUMBER = re.compile(r"\A\d+(?:\.\d+)*[.)]?\s+")
_EMOJI_NAME = re.compile(r":\w+:|\d\ufe0f?\u20e3|\[\^[^\]]{1,40}\]")
"""An emoji by its name, a digit as an emoji, and the mark of a footnote."""
_NO_WORD = re.compile(r"[\W_]+")
_DONE = ("dod", "definition of done dod", "dod definition of done", "definition of done checklist", "dod checklist")
_LEARNED = ("lessons learned", "lessons learnt", "key learnings", "main learnings", "what we learned", "what we learnt")
_SHORT_FORMS: dict[str, str] = {**dict.fromkeys(_DONE, "definition of done"), **dict.fromkeys(_LEARNED, "learnings")}


class Heading(NamedTuple):
    """A heading: its lines from `start` to `end`, and its section from there to the next heading of its level or a higher."""

    level: int
    text: str
    start: int
    end: int
    section_end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    @property
    def section(self) -> Span:
        """Where its section stands."""
        return Span(self.end, self.section_end)


class Link(NamedTuple):
    """A link or an image: where it leads, and where that is written."""

    target: str
    span: Span


class Body(NamedTuple):
    """What the body holds: its headings but for those in lists and quotes, its boxes and links, and where code and HTML are."""

    headings: tuple[Heading, ...] = ()
    checks: tuple[DodLine, ...] = ()
    links: tuple[Link, ...] = ()
    hidden: tuple[Span, ...] = ()

    def heading(self, title: str) -> Heading | None:
        """The first heading with this title."""
        wanted = comparable_title(title)
        for heading in self.headings:
            if comparable_title(heading.text) == wanted:
                return heading
        return None

    def checks_under(self, title: str) -> tuple[DodLine, ...]:
        """The checklist under a heading."""
        heading = self.heading(title)
        if not heading:
            return ()
        return tuple([line for line in self.checks if heading.end <= line.start <= heading.section_end])


def sectioned(titles: Sequence[tuple[int, str, int, int]], text_end: int) -> tuple[Heading, ...]:
    """Headings, each with its level, text, start and end, with their sections, worked out from the last to the first."""
    headings: list[Heading] = []
    following = [text_end] * 7  # where the next heading of each level or a higher one starts
    for level, title, start, end in reversed(titles):
        headings.append(Heading(level, title, start, end, following[level]))
        following[level:] = [start] * (7 - level)
    return tuple(headings[::-1])


@lru_cache(maxsize=10_000)
def comparable_title(text: str) -> str:
    """The form in which headings are compared: without case, punctuation, emoji and number, other names of a section as its
    own."""
    words = _NUMBER.sub("", _EMOJI_NAME.sub("", text).strip(), count=1)
    plain = _NO_WORD.sub(" ", words).strip().casefold()
    return _SHORT_FORMS.get(plain, plain)
