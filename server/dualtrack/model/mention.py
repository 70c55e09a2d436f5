"""Ids and where a text mentions them (docs/format.md, "Ids and mentions")."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from dualtrack.text import Span

_WORD_OF_ID = r"[^\W\d_][^\W_]*"
_NUMBER_OF_ID = r"[0-9]+(?:\.[0-9]+)*"
_WRITTEN = rf"({_WORD_OF_ID}(?:-{_WORD_OF_ID})*)-({_NUMBER_OF_ID})"
_ID = re.compile(_WRITTEN)
# As people call a sprint: `Sprint 5`, `sprint_5`.
_CALLED = re.compile(rf"({_WORD_OF_ID})[ _]({_NUMBER_OF_ID})")
_AMONG_HYPHENS = re.compile(rf"(?<!\w){_WORD_OF_ID}-{_NUMBER_OF_ID}(?!\w)")
_WORD = re.compile(_WORD_OF_ID)
_LONGEST_PREFIX = 80
_NUMBER = re.compile(r"-[0-9]")
# A hyphenated word is one word, whichever hyphen it has (behind digits an en dash means "to"), and so is a date.
_CANDIDATE = re.compile(rf"(?<!\w)(?<![\w-][-\u2011])(?<![^\W\d]\u2013){_WRITTEN}(?!\w)(?!-[0-9]{{2}}-[0-9]{{2}})")
_BEGUN = re.compile(r"(?<=-)|(?<=\w\.)")
_GOES_ON = re.compile(r"[-\u2011][0-9]|\.[^\W\d_]")
_UNDERSCORE = re.compile(r"_(?!(?<=[0-9]_)[0-9]+(?![^\W_]))")
ADDRESS = r"(?:https?://[^\s()<>]{1,100}/)?"
"""What may stand before an id that is written as the address of its page."""
_FOLDER = re.compile(r"(?<=/)[\w-]+/\w")

BUILT_IN_PREFIXES: dict[str, Literal["task", "experiment"]] = {
    "TASK": "task",
    "BUG": "task",
    "DATA": "task",
    "OPS": "task",
    "EXP": "experiment",
    "SPIKE": "experiment",
}


class Mention(NamedTuple):
    """An id that stands in a text: `id` in the form in which ids are compared."""

    id: str
    span: Span


@lru_cache(maxsize=50_000)
def canonical(id: str) -> str:
    """The form in which ids are compared: `exp-023`, `EXP-23` and `exp 23` are one; what is no item id is only folded."""
    found = _ID.fullmatch(id) or _CALLED.fullmatch(id)
    if not found:
        return id.casefold()
    return f"{found[1].upper()}-{'.'.join([str(int(part)) if len(part) < 18 else part for part in found[2].split('.')])}"


def is_id(text: str) -> bool:
    """Whether a text is an item's id and nothing else."""
    return _ID.fullmatch(text) is not None


@lru_cache(maxsize=50_000)
def prefix_of(id: str) -> str:
    """`EXP` of `exp-23`, `TASK-EPIC` of `task-epic-11.2`; empty where it is no item id."""
    found = _ID.fullmatch(id)
    return found[1].upper() if found else ""


def leading_id(name: str) -> str:
    """The id with which a file name begins (`EXP-23 Add feature X` gives `EXP-23`), or empty."""
    found = _CANDIDATE.match(name)
    return found.group() if found else ""


@lru_cache(maxsize=10_000)
def branch_ids(name: str) -> tuple[str, ...]:
    """The ids that a branch is named for."""
    return tuple(dict.fromkeys(mention.id for mention in candidates_in_branch(name)))


@lru_cache(maxsize=10_000)
def run_name_ids(name: str) -> tuple[str, ...]:
    """The ids that a run is named for: unlike a branch, `exp-3_2` is the second of EXP-3."""
    return tuple(dict.fromkeys(mention.id for mention in _candidates_in_name(name.replace("_", "-"))))


def mentions_of_id(text: str, id: str) -> Iterator[Mention]:
    """Where a text mentions an id."""
    wanted = canonical(id)
    if is_id(wanted):
        number = re.compile("-0*" + wanted.rpartition("-")[2].replace(".", r"\.0*"))
        yield from (mention for mention in candidates(text, number) if mention.id == wanted)


def candidates(text: str, number_of: re.Pattern[str] = _NUMBER) -> Iterator[Mention]:
    """Everything in the text that could be an item id; whether its prefix is known is the project's to say. A hyphenated word
    is one word: in `log-exp-3` nothing else could be one. Only words with a number are looked at, and in lower case none
    that is a part of another name."""
    at = 0
    while number := number_of.search(text, at):  # most words are passed over so
        found = _CANDIDATE.search(text, max(at, text.rfind(" ", at, number.start()) + 1))
        if not found:
            return
        at = found.end()
        if not (found.group().islower() and _is_in_name(text, found.start(), at)):
            yield Mention(canonical(found.group()), Span(*found.span()))


def _is_in_name(text: str, start: int, end: int) -> bool:
    """Whether it is a part of a name, as of a file (`data-2.csv`, `data-2024-01`), a folder (`runs/data-2/x`) or an option."""
    return bool(_BEGUN.match(text, start) or _GOES_ON.match(text, end) or _FOLDER.match(text, start))


def candidates_in_branch(name: str) -> Iterator[Mention]:
    """The same in the name of a branch. A number such as `1_7` is a version."""
    return _candidates_in_name(_UNDERSCORE.sub("-", name))


def _candidates_in_name(name: str) -> Iterator[Mention]:
    """The same where hyphens stand for blanks: `ana-exp-3` may be named for EXP-3 or for ANA-EXP-3."""
    for found in _AMONG_HYPHENS.finditer(name):
        start, end = found.span()
        starts = [start]
        words = name[max(0, start - _LONGEST_PREFIX) : start].replace("/", " ").rpartition(" ")[2].split("-")[:-1]
        for word in reversed(words):
            if not _WORD.fullmatch(word):
                break
            start -= len(word) + 1
            starts.append(start)
        for start in reversed(starts):
            yield Mention(canonical(name[start:end]), Span(start, end))


def mentions(text: str, prefixes: Collection[str]) -> Iterator[Mention]:
    """The ids with a known prefix (upper case) that the text mentions."""
    for mention in candidates(text):
        if prefix_of(mention.id) in prefixes:
            yield mention
