"""What server and client say to each other beside LSP; extension/src/messages.ts is generated from here."""

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["waiting", "active", "decide", "overdue", "blocked", "done", "dropped"]
"""Which icon and colour a card gets: `decide` needs a decision now, `overdue` has an expired timebox or a passed due date."""


@dataclass(frozen=True)
class Card:
    """One item on the board. `key` is its name for every command; `line` is 0-based."""

    key: str
    label: str
    description: str
    kind: str
    state: State
    uri: str
    line: int


@dataclass(frozen=True)
class Column:
    """One status of a track with the keys of its cards; `badge` is what stands beside its name (`2 of 3`)."""

    status: str
    label: str
    badge: str
    over_limit: bool
    closed: bool
    cards: list[str]


@dataclass(frozen=True)
class Track:
    """One track of a board."""

    name: str
    label: str
    badge: str
    columns: list[Column]


@dataclass(frozen=True)
class Board:
    """One board; a repository may hold several. `name` is shown where there is more than one."""

    path: str
    name: str
    tracks: list[Track]


@dataclass(frozen=True)
class BoardUpdate:
    """Notification `dualtrack/board`: all boards of one workspace folder, and those cards that are new or changed.

    A card that no column names any more is gone. `attention` counts the items that need a decision (the badge).
    """

    folder: str
    state: Literal["indexing", "ready", "empty"]
    attention: int
    boards: list[Board]
    cards: list[Card]


@dataclass(frozen=True)
class CardRequest:
    """Parameters of `dualtrack/card` (answer: CardText) and `dualtrack/actions` (answer: CardActions)."""

    folder: str
    key: str


@dataclass(frozen=True)
class CardText:
    """The hover card of one item as Markdown, its text escaped."""

    markdown: str


@dataclass(frozen=True)
class Ask:
    """A line of text to ask for before a choice is run; the answer goes into `arguments[argument]`.

    `pattern` is a regular expression that a valid answer matches, `invalid` what to say of another.
    """

    argument: str
    prompt: str
    value: str
    pattern: str
    invalid: str


@dataclass(frozen=True)
class Choice:
    """One thing that can be done to a card: run `command` with `arguments`, after a further choice of `then` or `asks`.

    `status` is set where the choice moves the card to that column. An empty `command` means: choose one of `then`.
    """

    label: str
    description: str
    status: str
    command: str
    arguments: dict[str, Any]
    then: list["Choice"]
    asks: list[Ask]


@dataclass(frozen=True)
class CardActions:
    """What can be done to one card now: `moves` in the order of the track's statuses, then `decisions` and `extend`."""

    title: str
    moves: list[Choice]
    decisions: list[Choice]
    extend: list[Choice]


@dataclass(frozen=True)
class RulePageRequest:
    """Parameters of `dualtrack/rulePage` (answer: RulePage)."""

    code: str


@dataclass(frozen=True)
class RulePage:
    """The page of one rule as Markdown."""

    markdown: str


@dataclass(frozen=True)
class Options:
    """`initializationOptions`. Untrusted: only files are read, and nothing is run or contacted."""

    trusted: bool
    rule_pages: bool
