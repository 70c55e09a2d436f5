"""The JSON of a notebook without its outputs, however large they are: read piece by piece, none of which is kept.

The parser of the standard library would hold the whole file, and stop the server while it reads. Here every step takes a piece
of bounded size, so that other threads get their turn.
"""

import re
from collections.abc import Iterable

from dualtrack import limits

# A quotation mark inside a string has a backslash before it, so these find keys and whole strings, and nothing within a text.
# What stands before a place is looked at last: a search for a pattern that begins with plain text is thirty times as fast.
_PASSED_OVER = re.compile(rb'"(?<!\\")(outputs|metadata|attachments)"[ \t\r\n]*:[ \t\r\n]*(?=[\[{])')
_ERROR = re.compile(rb'"ename"(?<!\\"ename")[ \t\r\n]*:[ \t\r\n]*("[^"\\\x00-\x1f]{1,200}")')
_TAG = re.compile(rb'("(?<!\\")(?:raises-exception|skip-execution)")[ \t\r\n]*[\],]')
# Not possessive as a whole: Python before 3.11.5 keeps what a possessive group read before it failed (gh-106052).
_UP_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*', re.DOTALL)
_INSIDE_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_CONFLICT = re.compile(rb"<<<<<<< (?<=[\r\n]<<<<<<< )")
_LONGEST = 512
"""How much of a piece is looked at again with the next one, because what is looked for may lie across both."""


class TooLong(Exception):
    """A notebook without its outputs is larger than the limit."""


class Condenser:
    """Copies JSON as it streams by. In the place of a cell's outputs stands a list of the names of the errors there, in that of
    its metadata one of the tags that concern running. `conflict`: the lines of an unresolved merge stand in it."""

    def __init__(self) -> None:
        self.conflict = False
        self._kept: list[bytes] = []
        self._size = 0
        self._depth = 0
        self._in_string = False
        self._wanted = _TAG
        self._found: dict[bytes, None] = {}
        self._seen = b""

    def read(self, pieces: Iterable[bytes]) -> bytes:
        """What remains of the whole; raises TooLong."""
        rest, before = b"", b"\n"
        for piece in pieces:
            self.conflict = self.conflict or bool(_CONFLICT.search(before + piece))
            before = piece[-_LONGEST:]
            rest = self._step(rest + piece)
        self._keep(b"" if self._depth else rest)
        return b"".join(self._kept)

    def _step(self, text: bytes) -> bytes:
        """Copy a text, and return the end of it that cannot be understood before more of it has come."""
        at = 0
        while at < len(text):
            if self._depth:
                start, at = at, self._pass_over(text, at)
                self._note(text[start:at])
                if self._depth:
                    return text[at:]
            elif found := _PASSED_OVER.search(text, at):
                self._keep(text[at : found.end()])
                self._depth, at = 1, found.end() + 1
                self._wanted = _ERROR if found[1] == b"outputs" else _TAG
            else:
                end = max(at, len(text) - _LONGEST)
                self._keep(text[at:end])
                return text[end:]
        return b""

    def _pass_over(self, text: bytes, at: int) -> int:
        """The offset where the value that is left out ends, or the text does; never between a backslash and what it escapes."""
        while self._depth and at < len(text):
            found = (_INSIDE_STRING if self._in_string else _UP_TO_BRACKET).match(text, at)
            at = found.end() if found else at
            match text[at : at + 1]:
                case b"\\":
                    return at
                case b'"':
                    self._in_string = not self._in_string
                case b"[" | b"{":
                    self._depth += 1
                case b"]" | b"}":
                    self._depth -= 1
                case _:
                    return at
            at += 1
        return at

    def _note(self, text: bytes) -> None:
        """Find what counts in a part of a value that is left out, and write that in its place when it has ended."""
        self._seen += text
        self._found.update((found[1], None) for found in self._wanted.finditer(self._seen))
        self._seen = self._seen[-_LONGEST:]
        if not self._depth:
            self._keep(b"[%s]" % b",".join(self._found))
            self._found, self._seen = {}, b""

    def _keep(self, text: bytes) -> None:
        self._size += len(text)
        if self._size > limits.NOTEBOOK_BYTES:
            raise TooLong
        self._kept.append(text)
