"""What a commit's message says of items (docs/format.md, "Commits")."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from dualtrack.model.mention import AMONG_HYPHENS, candidates, is_id
from dualtrack.text import Span

_POSSIBLE = re.compile(r"-[0-9]")  # begins with a literal, so that the engine leaps to it
_KEYWORD = re.compile(
    r"""(?<![\w./#`"'“‘-])  # "hot-fix" and "suffix" are no keywords, and a quotation is not meant
    (?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)
    (?P<colon>[ \t]?:)?[ \t]+
    (?:(?:issue|bug|ticket|task|experiment|item)s?[ \t]+)?[#\[*_`]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# `fix:` begins many a title of which the id that follows says only where it belongs.
_TYPE = re.compile(r"[ \t]*(?:[*-][ \t]+)?fix[ \t]?:", re.IGNORECASE)
_ONLY_IDS = re.compile(r"(?:[^\w\n]+|and\b|[A-Za-z][A-Za-z0-9]*-[0-9.]+|[0-9]+)*+(?:\n|\Z)")
_AND = re.compile(r"[\])*_`]*(?:\s*(?:[,;&+]|\band\b|,\s*and\b|,\s*&)\s*|[ \t]+)[#\[*_`]*", re.IGNORECASE)
# `TASK-12-cleanup` and `TASK-12/x` are names, `TASK-12's parser` is a part of it.
_NOT_WHOLE = re.compile(r"-\w|/\w|['’]s\b|[ \t]{0,3}[,(]?[ \t]{0,3}(?:partially|partly|in part)\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"""(?:n['’]?t|\b(?:not|never|cannot|without|instead[ ]of|rather[ ]than|before|no[ ]longer|partly|partially
    |(?:try|tries|tried|trying|attempt(?:s|ed|ing)?)[ ](?:to|at)|revert(?:s|ed|ing)?|undo(?:es|ing)?))
    (?:[ \t\n][\w-]+){0,2}[ \t\n]\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_STEMS = ("clos", "fix", "resolv", "implement")
_COMMAND = re.compile(r"(?<!\S)#([A-Za-z][\w-]*)")
_NO_MOVES = {"comment", "time"}
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_LISTED = re.compile(r"[ \t]*(?:[*-][ \t]+)?")  # as squashed commits are
# The title of what a forge merged is in the body, and some teams begin every title with an id.
_BEFORE_TITLE = re.compile(r"(?:Merge [^\n]*\n\s*)?(?:\[?[A-Za-z]\w*-[0-9.]+\]?:?[ \t]+)?")
_BACK_AND_FORTH = re.compile(r"""(?:Revert[ ]["']|Reapply[ ]["'])+""")
_REVERT_TYPE = re.compile(r"revert(?:\([^()\n]*\))?!?:")
_REVERT_BODY = re.compile(r"[^\n]*\n\s*This reverts commit [0-9a-f]{7}")
_UNDONE = re.compile(r"This reverts commit ([0-9a-f]{64}|[0-9a-f]{40})")
_WITHIN = 60  # characters before an id in which its keyword stands, and before a keyword in which it is negated
_TIGHT = 24  # characters between two ids of one list
_MOST_SUBJECTS = 20

_Found: TypeAlias = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says: `ids` are all candidates, in canonical form and in order, each once.

    `closes` are those that a closing keyword names, `moves` the Jira-style commands (`TASK-12 #review`) as id and word. A
    revert links, but it neither closes nor moves nor counts as work; the revert of a revert is no revert. `undoes` is the full
    hash that a revert without ids names.
    """

    ids: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    is_revert: bool = False
    undoes: str = ""


_SILENT = Message()
_MERGED = re.compile(r"Merge (?:pull request \S+ from|(?:remote-tracking )?branch) \S+")


def read_message(text: str) -> Message:
    """What a message says of items, in time linear in its length.

    As on the forges, a keyword closes what directly follows it, anywhere in the message; the scope of `fix(TASK-12): …` does
    not follow. More careful than they are, a message closes nothing where it negates (`does not fix TASK-12`), quotes (`> …`,
    fenced code, `"Closes TASK-12"`), takes back (a squashed `Revert "…"`), closes a part (`fixes TASK-12 partly`), or is of
    the type `fix` and goes on after the id (`fix: TASK-12 seed the sampler`).
    """
    may_revert = "evert" in text
    found = _mentions(text) if _POSSIBLE.search(text) else []
    if not found:
        return _silent(text) if may_revert else _SILENT
    told, reverts = _title(text) if may_revert or "Reapply" in text else (text, False)
    ids = tuple(dict.fromkeys(id for id, _ in found))
    if reverts or not _may_tell_more(told):
        return Message(ids, is_revert=reverts)
    own, undone = _own(told, found if told == text else _mentions(told))
    closes = dict.fromkeys(id for id in _closed(told, own) if id not in undone)
    return Message(ids, tuple(closes), tuple(dict.fromkeys(_moves(told, own))))


def _silent(text: str) -> Message:
    """What a message without ids says."""
    undone = _UNDONE.search(text)
    return Message(is_revert=_title(text)[1], undoes=undone[1] if undone and _REVERT_BODY.match(text) else "")


def _may_tell_more(text: str) -> bool:
    """Whether a message with ids is worth a closer look; most only link."""
    folded = text.casefold()
    return "#" in text or any(stem in folded for stem in _STEMS)


def _title(text: str) -> tuple[str, bool]:
    """The message as it counts, and whether it reverts; the title of a change that is back is as it first was."""
    before = _BEFORE_TITLE.match(text)
    start = before.end() if before else 0
    found = _BACK_AND_FORTH.match(text, start)
    if found:
        return text[:start] + text[found.end() :], _is_back(found.group())
    return text, bool(_REVERT_TYPE.match(text, start) or _REVERT_BODY.match(text, start))


def _is_back(prefix: str) -> bool:
    return prefix.count("Revert") % 2 == 1


def _mentions(text: str) -> list[_Found]:
    merged = _MERGED.match(text)
    end = merged.end() if merged else 0
    named = candidates(text[:end], AMONG_HYPHENS)
    return [(each.id, each.span) for each in (*named, *(mention for mention in candidates(text) if mention.span.start >= end))]


def _own(text: str, mentions: list[_Found]) -> tuple[list[_Found], set[str]]:
    """The mentions in the author's own words, neither quoted nor of a squashed revert, and the ids that such a revert names."""
    fences = [found.start() for found in _FENCE.finditer(text)]
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
            quoted = back is not None or text[begin] == ">" or bisect_left(fences, start) % 2 == 1
        if reverted:
            undone.add(id)
        if not quoted:
            own.append((id, span))
        done = span.end
    return own, undone


def _closed(text: str, mentions: list[_Found]) -> Iterator[str]:
    end = -1  # of the id before, if it is closed
    for id, span in mentions:
        listed = end >= 0 and span.start - end <= _TIGHT and _AND.fullmatch(text, end, span.start)
        if (listed or _is_named(text, span.start)) and not _NOT_WHOLE.match(text, span.end):
            yield id
            end = span.end
        else:
            end = -1


def _is_named(text: str, start: int) -> bool:
    """Whether a keyword that is not negated stands right before an id."""
    keyword = _KEYWORD.search(text, max(0, start - _WITHIN), start)
    if not keyword:
        return False
    begin = keyword.start()
    kind = _TYPE.match(text, text.rfind("\n", max(0, start - _WITHIN), start) + 1)
    if kind and kind.end() == keyword.end("colon") and not _ONLY_IDS.match(text, start):
        return False
    return not _NEGATED.search(text, max(0, begin - _WITHIN), begin)


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
