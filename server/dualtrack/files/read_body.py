"""From what a CommonMark parser tells to the body of a file."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from dualtrack.files.body import Body, Link, sectioned
from dualtrack.files.plain_body import read_plain_body
from dualtrack.model.definition_of_done import MARKER, DodLine
from dualtrack.text import Span, line_at

_OTHER_MARK = re.compile(r"\[([^\[\]\s]\ufe0f?)\](?=\s|\Z)")
_FILLED = re.compile(r"\][ \t]++\S")  # as on the forges, what has nothing behind it is no box yet
_BLANK = re.compile(r"[ \t>]*")
_OPENED = re.compile(r"\]\(\s{0,99}<?")
_COMMENT_OR_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
# What only defines a link that nobody can follow is written to stay unseen.
_UNSEEN_LINE = re.compile(r"^ {0,3}(?P<opened>\[)[^\]\r\n]{1,99}\]:[ \t]*(?:#|<>)[ \t]+[\"'(][^\r\n]*", re.MULTILINE)
_CLOSING_MARKS = re.compile(r"(?:^|(?<=\s))#+\Z")
_IN_LINE = frozenset(("Emphasis", "Strong", "Link", "Image"))
_HOLDING = frozenset(("List", "BlockQuote", "FootnoteDefinition"))
_NOT_OWN = frozenset(("BlockQuote", "Heading", "CodeBlock", "HtmlBlock"))


@cache
def _parser() -> Any:
    from pyromark import Markdown, Options  # loaded with the first body

    return Markdown(options=Options.ENABLE_TASKLISTS | Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES)


def _events(markdown: str) -> Iterator[tuple[Any, Any]]:
    return _parser().events_with_range(markdown, merge_text=True)


def read_body(text: str, start: int) -> Body:
    """Read the body, which starts at an offset."""
    return read_plain_body(text, start) or parse_body(text, start)


def parse_body(text: str, start: int) -> Body:
    """Read the body by the parser. Many events pass here, so the most frequent ones are told first."""
    start += text.startswith("\ufeff", start)
    markdown = _encodable(text[start:])
    at = _offsets(markdown, start)
    titles: list[tuple[int, str, int, int]] = []
    boxes: list[DodLine] = []
    links: list[Link] = []
    hidden: list[Span] = []
    words: list[str] = []  # of the heading or the box that is being read
    box = ""  # the mark of the box that is being read
    line = mark = item = -1  # where the line of that starts, and its mark, and an item of which nothing else was read yet
    nested = last = 0  # where the outermost list or quote ends, and what was read last
    targets: list[str] = []  # of the links that are open
    unseen = {found.start("opened"): Span(*found.span()) for found in _UNSEEN_LINE.finditer(text, start)}

    def closed() -> DodLine:
        return DodLine("".join(words).strip(), box, mark, line, at(last))

    for event, place in _events(markdown):
        if type(event) is str:  # a line break or a rule
            if box and (event == "Rule" or _is_outside(text, at(place["end"]), line)):
                boxes.append(closed())
                box = ""
            words.append(" ")
            continue
        if what := event.get("Text"):
            if item >= 0 and what[0] == "[" and (found := _OTHER_MARK.match(what)):
                box, line, mark = found[1], _line_start(text, at(item)), at(place["start"]) + 1
                words, what = [], what[found.end() :]
            words.append(what)
            if unseen:  # which it is not, if it is text of a paragraph
                unseen.pop(at(place["start"]), None)
        elif what := event.get("Start"):
            if what == "Paragraph":
                continue
            item = -1
            name = _name(what)
            if name in _IN_LINE:
                if name == "Link" or name == "Image":
                    targets.append(("mailto:" if what[name]["link_type"] == "Email" else "") + what[name]["dest_url"])
                last = place["start"] + 1
                continue
            if box:
                boxes.append(closed())
                box = ""
            if name == "Item":
                item = place["start"]
            elif name == "Heading":
                words = []
            elif name == "HtmlBlock" or name == "CodeBlock":
                hidden.append(Span(at(place["start"]), at(place["end"])))
            elif name in _HOLDING and place["end"] > nested:
                nested = place["end"]
            continue
        elif what := event.get("End"):
            if box and (what == "Item" or what == "Paragraph"):
                boxes.append(closed())
                box = ""
            elif what == "Link" or what == "Image":
                if target := targets.pop():
                    links.append(_link(text, target, at(place["start"]), at(last), at(place["end"])))
            elif type(what) is not str and "Heading" in what and place["start"] >= nested:
                title = " ".join("".join(words).split())
                begin, end = _whole_lines(text, at(place["start"]), at(place["end"]))
                if title.endswith("#") and "\t" in text[begin:end]:  # the parser knows only blanks around the marks
                    title = _CLOSING_MARKS.sub("", title).rstrip()
                titles.append((int(what["Heading"][1]), title, begin, end))
        elif "TaskListMarker" in event:
            mark = at(place["start"]) + 1
            box, line, words = text[mark], _line_start(text, at(item)), []
        elif what := event.get("Code") or event.get("InlineHtml"):
            hidden.append(Span(at(place["start"]), at(place["end"])))
            if "Code" in event or MARKER.match(what):
                words.append(what)
        item, last = -1, place["end"]
    boxes = [each for each in boxes if _FILLED.match(text, each.mark_span.end)]
    return Body(sectioned(titles, len(text)), tuple(boxes), tuple(links), tuple(sorted((*hidden, *unseen.values()))))


def item_end(text: str, start: int, line: DodLine) -> int:
    """Where an item of a checklist ends with all that belongs to it, given where the body starts."""
    start += text.startswith("\ufeff", start)
    markdown = _encodable(text[start:])
    at, end = _offsets(markdown, start), line.end
    for event, place in _events(markdown):
        if type(event) is not str and event.get("Start") == "Item" and at(place["start"]) < line.mark_at:
            end = at(place["end"])
    while text[end - 1] in " \t\r\n>":
        end -= 1
    return line_at(text, end).end


def has_own_words(text: str, section: Span) -> bool:
    """Whether people wrote something in a section."""
    return any(words.strip() for words in own_words(text, section))


def own_words(text: str, section: Span) -> Iterator[str]:
    """What people wrote in a section, in pieces: what is quoted, code, a comment or a heading inside does not count."""
    passed = 0
    html: list[str] = []
    for event, place in _events(_encodable(text[section.start : section.end])):
        if type(event) is str:
            yield " "
            continue
        [(kind, what)] = event.items()
        if kind == "Html":
            html.append(what)
        elif place["start"] < passed:
            continue
        elif kind == "Start" and _name(what) in _NOT_OWN:
            passed = place["end"]
        elif kind in ("Text", "Code"):
            yield what
        elif kind == "End" and what in ("Paragraph", "Item"):
            yield " "
    yield _COMMENT_OR_TAG.sub("", "".join(html))


def _name(what: Any) -> str:
    return what if type(what) is str else next(iter(what))


def _encodable(text: str) -> str:
    """The text with a `?`, which is as long, for each half of a surrogate pair."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def _offsets(body: str, start: int) -> Callable[[int], int]:
    """What tells the offset of a place that is counted in bytes; places are best asked for in order."""
    if body.isascii():
        return start.__add__
    data = body.encode()
    at = reached = 0

    def offset(place: int) -> int:
        nonlocal at, reached
        reached += len(data[at:place].decode()) if place >= at else -len(data[place:at].decode())
        at = place
        return start + reached

    return offset


def _line_start(text: str, offset: int) -> int:
    while offset and text[offset - 1] not in "\r\n":
        offset -= 1
    return offset


def _is_outside(text: str, start: int, item_line: int) -> bool:
    """Whether a line is no deeper than the item, to whose text it belongs all the same."""
    return _depth(text, start) <= _depth(text, item_line)


def _depth(text: str, line: int) -> int:
    found = _BLANK.match(text, line)
    return len(found.group()) if found else 0


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a heading stands with the blanks before it and without its line end."""
    while start and text[start - 1] == " ":
        start -= 1
    while text[end - 1] in "\r\n":
        end -= 1
    return start, end


def _link(text: str, target: str, start: int, inside: int, end: int) -> Link:
    """A link, whose target stands behind its text or, for one by reference, elsewhere."""
    opened = _OPENED.match(text, inside, end)
    if not opened:
        return Link(target, Span(start, end))
    start = opened.end()
    return Link(target, Span(start, start + len(target) if text.startswith(target, start) else end - 1))
