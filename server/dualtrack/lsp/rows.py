"""The cards of a board as rows of a tree, which the client draws as they are."""

from dataclasses import dataclass, field

from dualtrack.features.card import Card, State
from dualtrack.features.card_line import card_line
from dualtrack.features.work_rows import STATES
from dualtrack.model.experiment import Decision
from dualtrack.said import joined


@dataclass(frozen=True)
class TreeRow:
    """One row of the tree, with the ids of the rows below it. `spoken` is for screen readers, `icon` and `color` are VS Code's.

    `context` is `folder`, `board`, `track`, `column`, `group`, `card` or `milestone` (sprint or model version), both with the
    names of requests that apply to it, `elsewhere` (only the default branch has it), or `runs` (of no item). `line` is 0-based.
    """

    id: str
    label: str
    context: str
    description: str = ""
    spoken: str = ""
    icon: str = ""
    color: str = ""
    path: str = ""
    line: int = 0
    collapsed: bool = False
    rows: list[str] = field(default_factory=list[str])


_ICONS = {"experiment": "beaker", "spike": "telescope", "task": "tasklist", "data": "database"}
_LOOKS: dict[State, tuple[str, str]] = {
    "waiting": ("", ""),
    "active": ("", "charts.blue"),
    "decide": ("question", "list.warningForeground"),
    "overdue": ("watch", "list.warningForeground"),
    "blocked": ("error", "list.errorForeground"),
    "done": ("pass", "testing.iconPassed"),
    "dropped": ("circle-slash", "disabledForeground"),
}
"""What asks for something has an icon of its own; colour alone would not tell everybody."""
_DECIDED: dict[Decision, tuple[str, str]] = {
    "ship": ("rocket", "testing.iconPassed"),
    "iterate": ("sync", "charts.blue"),
    "inconclusive": ("dash", "descriptionForeground"),
    "decided-not-to-pursue": ("check", "descriptionForeground"),
}
"""What came of an experiment: each is completed work, and only one of them ships."""


def row_of(uri: str, card: Card, group: str = "") -> TreeRow:
    """The row of a card of the folder with this URI, in its column or in a group."""
    icon, color = _LOOKS[card.state]
    spoken = joined(", ", filter(None, (card.label, STATES[card.state], card.details)))
    context = " ".join(("card", *card.actions))
    icon = icon or _ICONS[card.kind]
    if card.state == "done" and card.decision:
        icon, color = _DECIDED[card.decision]
    if card.only_on:
        context, icon, color = "elsewhere", "git-branch", "disabledForeground"
    id, path = row_id(uri, card.key, group), "" if card.only_on else card.path
    return TreeRow(id, card.id or card.title, context, card_line(card), spoken, icon, color, path, card.line)


def row_id(uri: str, key: str, group: str = "") -> str:
    """The id of an item's row; one item may have several rows, in groups."""
    return f"{uri}\n{key}\n{group}" if group else f"{uri}\n{key}"


def split(id: str) -> tuple[str, str]:
    """The URI of a row's folder, and an item's key."""
    uri, key, *_ = (*id.split("\n"), "")
    return uri, key
