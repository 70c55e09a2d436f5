"""Keys that stand where no front matter is read."""

import re
from functools import cache
from itertools import islice

from dualtrack.files.front_matter import UNSEEN, FrontMatter
from dualtrack.files.keys import canonical_key, known_keys
from dualtrack.files.read_keys import Problem
from dualtrack.said import said
from dualtrack.text import Span, line_spans

_SIMPLE_KEY = re.compile(rf"(?:<!--[^\r\n]{{0,200}}-->)?[ \t{UNSEEN}]*+([a-z][a-zA-Z_-]{{0,40}}):(?=\s|\Z)")
_ACROSS = re.compile(r"[^\r\n]{0,200}---|[-\u2013\u2014]+")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_LINES_LOOKED_AT = 20


def misplaced(text: str) -> FrontMatter | None:
    """What a file holds that has no front matter where one is read, but near its beginning two lines of known keys, or one
    beside a line across the page."""
    lines = [(line, text[slice(*line)]) for line in islice(line_spans(text), _LINES_LOOKED_AT)]
    keys: list[bool] = []
    fenced = False
    for number, (_, line) in enumerate(lines):
        if _FENCE.match(line) and any(before.strip() for _, before in lines[:number]):
            fenced = not fenced  # what a file begins with is more than an example
        found = _SIMPLE_KEY.match(line)
        keys.append(not fenced and found is not None and canonical_key(found[1]) in _every_key())
    for number, ((span, _), is_key) in enumerate(zip(lines, keys, strict=True)):
        beside = (at for at in (number - 1, number + 1) if 0 <= at < len(lines))
        if is_key and any(keys[at] or _ACROSS.fullmatch(lines[at][1].strip()) for at in beside):
            message = said('these keys are not read; the file must begin with them, between two "---" lines')
            return FrontMatter(text, Span(0, 0), None, 0, {}, (Problem(message, span),), foreign=True)
    return None


@cache
def _every_key() -> frozenset[str]:
    return known_keys("task") | known_keys("experiment") | known_keys("sprint") | known_keys("model")
