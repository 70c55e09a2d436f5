"""What server and client say to each other beside LSP; extension/src/messages.ts is generated from here."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from dualtrack.changes.request import Ask
from dualtrack.features.actions import Action, CardActions, Choice
from dualtrack.features.board import BoardTrack, BoardView, Card, Column, State


@dataclass(frozen=True)
class BoardUpdate:
    """Notification `dualtrack/board`: the boards of one workspace folder (its URI), null where they stand as before, and the
    cards that are new or changed.

    A card that no column names any more is gone. `attention` counts the items that need a decision (the badge).
    """

    folder: str
    state: Literal["indexing", "ready", "empty"]
    attention: int
    boards: list[BoardView] | None
    cards: list[Card]


@dataclass(frozen=True)
class CardRequest:
    """Parameters of `dualtrack/card` (answer: CardText), `dualtrack/actions` (answer: CardActions) and `dualtrack/journey`
    (answer: Page)."""

    folder: str
    key: str


@dataclass(frozen=True)
class CardText:
    """The hover card of one item as Markdown, its text escaped."""

    markdown: str


@dataclass(frozen=True)
class NewItemsRequest:
    """Parameters of `dualtrack/newItems` (answer: NewItems)."""

    folder: str


@dataclass(frozen=True)
class NewItems:
    """What can be made new in one workspace folder."""

    choices: list[Choice]


@dataclass(frozen=True)
class RulePageRequest:
    """Parameters of `dualtrack/rulePage` (answer: Page)."""

    code: str


@dataclass(frozen=True)
class Page:
    """What is shown as a preview of its own: Markdown, every text of the repository in it escaped."""

    markdown: str


@dataclass(frozen=True)
class JourneyLink:
    """The argument of the client's command `dualtrack.journey`, which shows the page of the item of a key; `label` names it."""

    folder: str
    key: str
    label: str


@dataclass(frozen=True)
class Options:
    """`initializationOptions`. Untrusted: only files are read, and nothing is run or contacted. `pages`: the client shows
    addresses of the scheme `dualtrack-rule` and knows the command `dualtrack.journey`."""

    trusted: bool
    pages: bool


ALIASES = {"State": State}
MESSAGES = (
    Card,
    Column,
    BoardTrack,
    BoardView,
    BoardUpdate,
    CardRequest,
    CardText,
    Ask,
    Choice,
    Action,
    CardActions,
    NewItemsRequest,
    NewItems,
    RulePageRequest,
    Page,
    JourneyLink,
    Options,
)


def camel(name: str) -> str:
    """`over_limit` as `overLimit`."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def to_json(value: Any) -> Any:
    """A message as JSON, its fields in camel case; the keys of mappings stay as they are."""
    if is_dataclass(value):
        return {camel(field.name): to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (list, tuple)):
        entries: list[Any] | tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        return [to_json(entry) for entry in entries]
    return value
