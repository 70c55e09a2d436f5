"""A YAML text in which signs are replaced that a parser would read otherwise than they are meant, and the way back."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice

from dualtrack.files.meant_texts import SIGNS
from dualtrack.text import Span

# What cannot begin a text without quotation marks: signs kept for later, a sign of a block text with text behind it, an alias
# or anchor without a name.
NO_BEGINNING = re.compile(r"[@`%]|[|>](?![-+0-9]{0,3}[ \t]{0,99}(?:#|[\r\n]|\Z))|[&*](?![\w-])")
# libyaml breaks lines at these, as YAML 1.1 did; for YAML 1.2 they are text.
OLD_BREAKS = "\x85\u2028\u2029"


class StandIns:
    """A part of a text for the parser, which begins at an offset; raises ValueError where no signs are free to stand in.

    `lenient` takes texts that only lack quotation marks, and the signs at these offsets, as text; `colons` are read as a colon
    and a blank. `restored` says what the signs stand for.
    """

    def __init__(self, text: str, offset: int, lenient: Iterable[int] | None, colons: Iterable[Span] = ()) -> None:
        self.text = text
        self.restored: dict[int, str] = {}
        self._from: list[int] = []
        self._added: list[int] = []
        self._offset = offset
        old_breaks = not text.isascii() and any(character in text for character in OLD_BREAKS)
        if old_breaks or lenient is not None:
            stood_for = OLD_BREAKS + "@`%|>&*" + SIGNS
            used = set(text)
            unused = list(islice((code for code in range(0xE000, 0xF8FF) if chr(code) not in used), len(stood_for)))
            self.restored = dict(zip(unused, stood_for, strict=True))
            stand_in = {character: chr(code) for code, character in self.restored.items()}
            self.text = text.translate({ord(character): stand_in[character] for character in OLD_BREAKS})
            if lenient is not None:
                written = list(self.text)
                for at in lenient:
                    written[at - offset] = stand_in[written[at - offset]]
                self.text = NO_BEGINNING.sub(lambda found: stand_in[found.group()], "".join(written))
        self._write(colons)

    def _write(self, colons: Iterable[Span]) -> None:
        parts: list[str] = []
        done = written = 0
        for start, end in colons:
            parts += [self.text[done : start - self._offset], ": "]
            written += len(parts[-2]) + 2
            done = end - self._offset
            self._from.append(written)
            self._added.append(done - written)
        self.text = "".join([*parts, self.text[done:]])

    def at(self, index: int) -> int:
        """The offset in the whole text of what the parser has at an index."""
        place = bisect_right(self._from, index)
        return self._offset + index + (self._added[place - 1] if place else 0)
