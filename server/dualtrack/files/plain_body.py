"""Markdown of the plainest kind, read by one pattern: most files of a board hold no other, and a parser takes twice as long.

What is read here is what the parser reads. Whatever could mean anything else is left to it: what is indented, code, links, HTML
but for comments on lines of their own, markup in a heading or a box.
"""

import re

from dualtrack.files.body import Body, sectioned
from dualtrack.model.definition_of_done import DodLine

_LETTER = r"[^\x00-!#-')-@\[-`{-\x7f]"  # A to Z, a to z, ", ( and what is not ASCII, in the form that compiles fastest
_WORDS = r"[^\n`*_~&\\<>\[\]#|]*"
_END = r"(?=\n|\Z)"
_PROSE = rf"{_LETTER}|(?:[-+*>] |[0-9]{{1,9}}[.)] )?(?:\*\*)?{_LETTER}"
_COMMENT = rf"<!-- [A-Za-z:]+ -->{_END}"
# A heading, a box, or else a line that is not plain. A line end in front lets the search skip from one to the next.
_LINE = re.compile(
    rf"\n(?:(#{{1,6}}) ({_WORDS}){_END}|[-*+] \[([ xX-])\] ((?:{_LETTER}|#[0-9]){_WORDS}){_END}|(?!\n|\Z|{_PROSE}|{_COMMENT}))"
)


def read_plain_body(text: str, start: int) -> Body | None:
    """The body that starts at an offset; None where the pattern does not fit and the parser must read it."""
    before = start - 1
    if not start or text[before] != "\n" or "\r" in text or text.find("`", start) >= 0 or text.find("](", start) >= 0:
        return None
    if text.count("<", start) != text.count("\n<!-- ", before):
        return None
    titles: list[tuple[int, str, int, int]] = []
    boxes: list[DodLine] = []
    for found in _LINE.finditer(text, before):
        level, title, mark, words = found.groups()
        at, end = found.span()
        if mark:
            written = words.rstrip()
            boxes.append(DodLine(written, mark, at + 4, at + 1, end - len(words) + len(written)))
        elif level:
            titles.append((len(level), " ".join(title.split()), at + 1, end))
        else:
            return None
    return Body(sectioned(titles, len(text)), tuple(boxes))
