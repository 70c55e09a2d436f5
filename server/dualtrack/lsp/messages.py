"""What server and client say to each other beside LSP; extension/src/messages.ts is generated from here."""

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal

from dualtrack.changes.request import Ask, Tick
from dualtrack.features.actions import Choice
from dualtrack.lsp.rows import TreeRow


@dataclass(frozen=True)
class BoardUpdate:
    """Notification `dualtrack/board`: the rows of `cards` of one workspace folder (its URI) that are new or changed.

    Where more has changed, `rows` are all rows above the cards, the folder's own first; a row below none of them is gone then.
    Of many cards most come ahead, without `rows`. `attention` is the number of the badge, `filter` says what part is shown,
    `branch` is the id of the card that the branch is named for.
    """

    folder: str
    state: Literal["indexing", "ready", "empty"]
    attention: int
    rows: list[TreeRow]
    cards: list[TreeRow]
    filter: str = ""
    branch: str = ""


@dataclass(frozen=True)
class ChoicesRequest:
    """Parameters of `dualtrack/choices` (answer: Choices): what can be chosen for a `request` of all the cards `ids`, or for
    `newItem`, `setUpBoard`, `filter` and `report`, which are of no card; `open`, `menu` and `fix` are of any item. Without
    `ids` the cards are what can be chosen, each with the client's command for the request. `onto`: the row they are dropped
    on, empty for none; the path of a file of its journey to open; the title of a fix, or what it mends; or null.
    """

    request: str
    ids: list[str]
    onto: str | None


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, under which title; `nothing` is what to tell where there is nothing, if anything."""

    title: str
    choices: list[Choice]
    nothing: str = ""


@dataclass(frozen=True)
class PageRequest:
    """Parameters of `dualtrack/page`: the hover card of a row by its id, a report by the id of its choice, the page of the rule
    that a `path` ends with, or a file as it was, by `/<commit>/<path>`. The answer is Markdown, but for files, with every
    text of the repository escaped."""

    of: Literal["card", "commit", "report", "rule"]
    id: str
    path: str


@dataclass(frozen=True)
class PageLink:
    """The argument of the client's command `dualtrack.showReport`: the id of a report, and its name."""

    id: str
    label: str


@dataclass(frozen=True)
class Options:
    """`initializationOptions`: whether more than files may be asked, and whether the client shows the board and our pages."""

    trusted: bool
    pages: bool


@dataclass(frozen=True)
class TabRequest:
    """Parameters of `dualtrack/tab`: the page that the tab shows from now on, with the filters, the day to look back to (empty
    for today), and the id of the item beside it, if any; no page where the tab is closed."""

    page: str
    filters: dict[str, list[str]]
    date: str
    item: str


@dataclass(frozen=True)
class TabChanged:
    """Notification `dualtrack/tabChanged`: the parts of the page that are new or changed, by key, and the keys of those that
    are gone; `is_new`: all that were sent before are gone. A large page comes in several messages. The keys of the item beside
    the page are `item`, its id and the name of the part, with line ends between them."""

    page: str
    is_new: bool
    set: dict[str, Any]
    removed: list[str]


@dataclass(frozen=True)
class Badge:
    """How many things wait on a page, and in words what they wait for."""

    count: int
    text: str


@dataclass(frozen=True)
class FilterPart:
    """The part `filters` of every page: the words of each filter, the person who works here, where it is known, and the badges
    of pages by their names. These count whatever the filter asks for."""

    words: dict[str, list[str]]
    user: str
    badges: dict[str, Badge]
    part: Literal["filters"] = "filters"


@dataclass(frozen=True)
class FolderPart:
    """A part of every page, by the URI of the folder: how far it is read, and what could not be read and why."""

    name: str
    state: Literal["indexing", "ready", "empty"]
    unknown: list[str]
    part: Literal["folder"] = "folder"


TAB_MESSAGES = (TabRequest, TabChanged, ChoicesRequest, Badge, FilterPart, FolderPart)
"""What extension/webview/messages.ts is generated from, with the parts of the pages."""

MESSAGES = (TreeRow, BoardUpdate, Tick, Ask, Choice, ChoicesRequest, Choices, PageRequest, PageLink, Options)


def camel(name: str) -> str:
    """`over_limit` as `overLimit`."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


@cache
def _names(message: Any) -> list[tuple[str, str]]:
    return [(field.name, camel(field.name)) for field in fields(message)]


def to_json(value: Any) -> Any:
    """A message as JSON, its fields in camel case; the keys of mappings stay as they are."""
    if is_dataclass(value):
        return {shown: to_json(getattr(value, name)) for name, shown in _names(type(value))}
    if isinstance(value, (list, tuple)):
        entries: list[Any] | tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        return [to_json(entry) for entry in entries]
    return value
