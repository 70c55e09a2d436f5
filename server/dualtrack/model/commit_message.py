"""What a commit's message says of items (docs/format.md, "Commits")."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from dualtrack.model.mention import ADDRESS, candidates, candidates_in_branch, is_id
from dualtrack.text import Span

_POSSIBLE = re.compile(r"-[0-9]")  # begins with a literal, so that the engine leaps to it
_AND = re.compile(
    r"[\])*_`]*(?:[ \t]\([^()\n]{1,80}\))?(?:\s*(?:[,;&+/]|\band\b|\bas well as\b|,\s*and\b|,\s*&)\s*|[ \t]+)[#\[*_`]*"
    + ADDRESS,
    re.IGNORECASE,
)
_STEMS = ("clos", "fix", "solv", "implement", "complet", "finish", "open")
_REOPENS = "reopen"
_COMMAND = re.compile(r"(?<!\S)#([A-Za-z][\w-]*)")
_NO_MOVES = {"comment", "time"}
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])[^~\n]{1,300}~~(?!~)")
_CODE = re.compile(r"(?:\A|(?<=\n\n))(?:(?:[ ]{4}|\t)[^\n]*(?:\n|\Z))+")
# There an indent is of a commit or a list, and no code.
_LISTS = re.compile(r"Squashed commit|^ {0,3}(?:[*+-]|[0-9]{1,9}[.)])[ \t]", re.MULTILINE)
# The heading of what comes next, which may be underlined or an entry of a list.
_NEXT = re.compile(
    r"""^(?P<indent>[ \t]*)(?P<mark>(?:[*+-]|[0-9]{1,9}[.)])[ \t]+)?[#* \t]{0,8}(?:next(?:[ ]steps?)?
        |remaining(?:[ ](?:work|tasks?|steps?))?|to[ -]?dos?|follow-?ups?|future[ ]work|pending|still[ ]open|out[ ]of[ ]scope
        |(?:not|what[ ]is)[ ](?:yet[ ])?(?:done|left|missing))\b[^\w\n]{0,8}\n
    (?:[ \t]*+[=-]{2,}+[ \t]*+\n)?(?:[ \t]*+\n)*+""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_LINE = re.compile(
    r"""(?P<indent>[ \t]*+)(?P<mark>(?:[*+-]|[0-9]{1,9}[.)])[ \t]++)?(?P<ticked>\[[x✓✔]\])?[^\n]++(?:\n|\Z)(?:[ \t]*+\n)*+""",
    re.IGNORECASE | re.VERBOSE,
)
_LISTED = re.compile(r"[ \t]*(?:(?:[*+-]|[0-9]{1,9}[.)])[ \t]+)?")  # as squashed commits are
_UNTICKED = re.compile(r"\[[^\w✓✔]\]")
# The title of what a forge merged is in the body, and some teams begin every title with an id.
_BEFORE_TITLE = re.compile(
    r"""(?:Merge [^\n]*\n\s*)?(?:(?:[^\n"']{0,80}[\]:][ \t]*|[A-Za-z][\w-]*-[0-9.]+[ \t]+)(?=Re(?:vert|apply)[ ]["']))?"""
)
_BACK_AND_FORTH = re.compile(r"""(?:Revert[ ]["']|Reapply[ ]["'])+""")
_REVERT_TYPE = re.compile(r"revert(?:\([^()\n]*\))?!?:")
_REVERT_BODY = re.compile(r"[^\n]*\n\s*This reverts commit [0-9a-f]{7}")
_UNDONE = re.compile(r"This reverts commit ([0-9a-f]{64}|[0-9a-f]{40})")
_REVIEWER = re.compile(r"^(?:Reviewed|Approved|Acked)-by:[ \t]*\S", re.IGNORECASE | re.MULTILINE)
_BEGINS_LINE = re.compile(r"\n[ \t]*(?P<mark>[*+-][ \t]+)?[\[#]?\Z")
_GOES_ON = re.compile(r"\]?[ \t]*(?::|\n|\Z)")
_TIGHT = 200  # characters between two ids of one list
_MOST_SUBJECTS = 20

_Found: TypeAlias = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says: `ids` are all candidates, in canonical form and in order, each once.

    `closes` are those that a closing keyword names, `moves` the Jira-style commands (`TASK-12 #review`) as id and word, which
    is `reopen` where the message reopens the item. A revert links, but it neither moves nor counts as work, nor does it close
    what the title that it quotes closed; the revert of a revert is no revert. `undoes` is the full hash that a revert names
    whose title says no id.
    """

    ids: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    is_revert: bool = False
    undoes: str = ""


_SILENT = Message()


def read_message(text: str) -> Message:
    """What a message says of items, in time linear in its length.

    As on the forges, a keyword closes what directly follows it, anywhere in the message; the scope of `fix(TASK-12): …` does
    not follow. More careful than they are, a message closes nothing where it negates (`does not fix TASK-12`), only prepares
    (`needed to fix TASK-12`), quotes (`> …`, code, comments, `"Closes TASK-12"`), lists it as open (`- [ ] …`), takes
    back (a squashed `Revert "…"`), closes a part (`fixes TASK-12 partly`), mends something about it (`Fix TASK-12 compile
    error`), or is of the type `fix` and goes on after the id (`fix: TASK-12 seed the sampler`).
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    may_revert = "evert" in text
    found = _mentions(text) if _POSSIBLE.search(text) else []
    if not found and not may_revert:
        return _SILENT
    told, title, reverts = _title(text) if may_revert or "Reapply" in text else (text, "", False)
    undone = _UNDONE.search(text) if may_revert and not _POSSIBLE.search(title) else None
    undoes = undone[1] if undone and _REVERT_BODY.match(text) else ""
    ids = tuple(dict.fromkeys(id for id, _ in found))
    if not found or not _may_tell_more(told):
        return Message(ids, is_revert=reverts, undoes=undoes)
    from dualtrack.model.closing_words import (  # compiling its patterns takes a while, and few messages need them
        closes,
        reopens,
    )

    own, taken_back = _own(told, found if told == text else _mentions(told))
    closed = tuple(dict.fromkeys(id for id in _named(told, own, closes) if id not in taken_back))
    if reverts:
        return Message(ids, closed, is_revert=True, undoes=undoes)
    reopened = ((id, _REOPENS) for id in _named(told, own, reopens))
    return Message(ids, closed, tuple(dict.fromkeys((*_moves(told, own), *reopened))))


def names_reviewer(text: str) -> bool:
    """Whether a trailer of a message names somebody who has reviewed or approved the commit."""
    return "ed-" in text and _REVIEWER.search(text) is not None


def _may_tell_more(text: str) -> bool:
    """Whether a message with ids is worth a closer look; most only link."""
    folded = text.casefold()
    return "#" in text or any(stem in folded for stem in _STEMS)


def _title(text: str) -> tuple[str, str, bool]:
    """The message as it counts, the title of what it reverts, and whether it reverts; the title of a change that is back is as
    it first was."""
    before = _BEFORE_TITLE.match(text)
    start = before.end() if before else 0
    end = text.find("\n", start) % (len(text) + 1)
    if found := _BACK_AND_FORTH.match(text, start):
        if _is_back(found.group()):
            return text[:start] + text[end:], text[start:end], True
        return text[:start] + text[found.end() :], "", False
    if _REVERT_TYPE.match(text, start):
        return text[:start] + text[end:], text[start:end], True
    return text, "", bool(_REVERT_BODY.match(text, start))


def _is_back(prefix: str) -> bool:
    return prefix.count("Revert") % 2 == 1


def _mentions(text: str) -> list[_Found]:
    """The candidates, and where the message is of a merge, those in the names of branches in its first line."""
    end = text.find("\n") % (len(text) + 1) if text.startswith("Merge") else 0
    named = [(mention.id, mention.span) for mention in candidates_in_branch(text[:end])] if end else []
    return [*named, *((mention.id, mention.span) for mention in candidates(text) if mention.span.start >= end)]


def _own(text: str, mentions: list[_Found]) -> tuple[list[_Found], set[str]]:
    """The mentions in the author's own words, neither quoted, nor of a box that is not ticked, nor of what comes next, nor of a
    squashed revert, and the ids that such a revert names."""
    fences = [found.start() for found in _FENCE.finditer(text)]
    comments = [end for found in _COMMENT.finditer(text) for end in found.span()]
    skipped = _left_for_later(text) if _LISTS.search(text) else (found.span() for found in _CODE.finditer(text))
    passed_over = [end for span in skipped for end in span]
    struck = [end for found in _STRUCK.finditer(text) for end in found.span()] if "~~" in text else ()
    own: list[_Found] = []
    undone: set[str] = set()
    done = 0
    quoted = reverted = False
    for id, span in mentions:
        start = span.start
        newline = text.rfind("\n", done, start)
        if newline >= 0 or not done:
            listed = _LISTED.match(text, newline + 1, start)
            begin = listed.end() if listed else start
            back = _BACK_AND_FORTH.match(text, begin, start)
            reverted = back is not None and _is_back(back.group())
            quoted = back is not None or text[begin] == ">" or _UNTICKED.match(text, begin) is not None
        if reverted:
            undone.add(id)
        if not quoted and not any(bisect_left(bounds, start) % 2 for bounds in (fences, comments, struck, passed_over)):
            own.append((id, span))
        done = span.end
    return own, undone


def _left_for_later(text: str) -> Iterator[tuple[int, int]]:
    """Where entries that are not ticked stand below a heading such as `Next steps:`, with the lines that are indented more than
    their entry; where the heading is an entry itself, only those indented more than it."""
    end = 0
    while heading := _NEXT.search(text, end):
        end = heading.end()
        least = len(heading["indent"]) + 1 if heading["mark"] else 0
        entry: re.Match[str] | None = None
        while line := _LINE.match(text, end):
            indent = len(line["indent"])
            if line["mark"] and indent >= least:
                entry = line
            elif not entry or indent <= len(entry["indent"]):
                break
            end = line.end()
            if not entry["ticked"]:
                yield line.span()


def _named(text: str, mentions: list[_Found], by: Callable[[str, Span], bool]) -> Iterator[str]:
    """The ids that a keyword names, and those that follow such a one in a list, within a line or below it."""
    from dualtrack.model.closing_context import is_part

    before: Span | None = None  # where the id before stands, if it is named
    for id, span in mentions:
        listed = before and span.start - before.end <= _TIGHT and _follows(text, before, span)
        if by(text, span) or (listed and not is_part(text, span.end)):
            yield id
            before = span
        else:
            before = None


def _follows(text: str, before: Span, id: Span) -> bool:
    """Whether an id is the next of a list: in its line, or beginning the next one, as the one before begins its own."""
    if _AND.fullmatch(text, before.end, id.start):
        return True
    here = _BEGINS_LINE.search(text, before.end, id.start)
    if not here or text.find("\n", before.end, here.start()) >= 0:
        return False
    above = _BEGINS_LINE.search(text, max(0, before.start - _TIGHT), before.start)
    return bool(above and above["mark"] == here["mark"] and (here["mark"] or _GOES_ON.match(text, id.end)))


def _moves(text: str, mentions: list[_Found]) -> Iterator[tuple[str, str]]:
    """Each command with the ids before it in its line; an id after a command begins anew."""
    commands = [(found.start(), "", found[1]) for found in _COMMAND.finditer(text) if not is_id(found[1])]
    if not commands:
        return
    subjects: list[str] = []
    last, commanded = 0, False
    for start, id, word in sorted([*commands, *((span.start, id, "") for id, span in mentions)]):
        if (id and commanded) or text.find("\n", last, start) >= 0:
            subjects = []
        last, commanded = start, not id
        if id and len(subjects) < _MOST_SUBJECTS:
            subjects.append(id)
        elif word and word.casefold() not in _NO_MOVES:
            yield from ((subject, word) for subject in subjects)
