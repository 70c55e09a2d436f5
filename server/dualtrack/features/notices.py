"""What is worth a message to the team: decisions that are due, and what has got worse; and how each service takes it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dualtrack.features.board import Boards
from dualtrack.features.check import Checked
from dualtrack.features.now import TITLES, NeedKind, needs
from dualtrack.model.words import shortened
from dualtrack.project.project import Project

Service = Literal["slack", "teams", "discord", "webhook"]

SERVICES: tuple[Service, ...] = get_args(Service)
"""`webhook` is any other that takes JSON, such as Zapier or Pabbly."""

_TOLD: tuple[NeedKind, ...] = ("decide", "blocked", "production", "due")
_MOST = 20
_LONGEST_TEXT = 200
_LIMITS: Mapping[Service, int] = {"slack": 4_000, "teams": 14_000, "discord": 2_000}
"""Characters that a message may have: of text for Slack, which splits longer ones, and Discord, which refuses them; of JSON for
Teams, which takes 28 kB and counts two bytes for each."""


@dataclass(frozen=True)
class Notice:
    """What an item needs somebody for, and why; `name` stays the same for as long as it does."""

    kind: NeedKind
    name: str
    label: str
    reason: str


def notices(project: Project, checked: Checked, boards: Boards) -> list[Notice]:
    """What is due or got worse, in the order of `dualtrack now`."""
    found = (need for need in needs(project, checked, boards) if need.kind in _TOLD)
    return [Notice(need.kind, f"{need.kind} {need.key}", need.label, need.reasons[0]) for need in found]


def payload(service: Service, board: str, told: Sequence[Notice]) -> Mapping[str, Any]:
    """The body of the message about a board, by its name, as the service documents it. Texts mark nothing up. A message of
    people's chat names the first notices that fit, and says how many more there are."""
    if service == "webhook":
        return {"board": board, "notices": [vars(notice) for notice in told]}
    shown = min(len(told), _MOST)
    while True:
        more = [f"and {len(told) - shown} more: dualtrack now"] if shown < len(told) else []
        body, size = _BODIES[service]((f"Needs somebody in {board}", *map(_line, told[:shown]), *more))
        if size <= _LIMITS[service] or not shown:
            return body
        shown -= 1


def _teams(lines: Sequence[str]) -> tuple[Mapping[str, Any], int]:
    blocks = [{"type": "TextBlock", "text": _plain(line), "wrap": True} for line in lines]
    card = {"type": "AdaptiveCard", "version": "1.4", "body": blocks}
    body = {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}]}
    return body, len(json.dumps(body))


def _slack(lines: Sequence[str]) -> tuple[Mapping[str, Any], int]:
    text = _listed(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, "mrkdwn": False, "link_names": False, "unfurl_links": False}, _characters(text)


def _discord(lines: Sequence[str]) -> tuple[Mapping[str, Any], int]:
    text = _plain(_listed(lines))
    return {"content": text, "allowed_mentions": {"parse": []}}, _characters(text)


_BODIES: Mapping[Service, Callable[[Sequence[str]], tuple[Mapping[str, Any], int]]] = {
    "slack": _slack,
    "teams": _teams,
    "discord": _discord,
}
"""What makes a message of lines, and says how large it is, as `_LIMITS` counts."""


def _listed(lines: Sequence[str]) -> str:
    return "\n• ".join(lines)


def _characters(text: str) -> int:
    """As services count them that are written in JavaScript: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _line(notice: Notice) -> str:
    return f"{TITLES[notice.kind]}: {_short(notice.label)} — {_short(notice.reason)}"


def _short(text: str) -> str:
    """A text on one line, of which a message of the smallest service can hold several."""
    return shortened(" ".join(text.split()), _LONGEST_TEXT)


def _plain(text: str) -> str:
    """A text in which Markdown marks nothing up."""
    return "".join(f"\\{character}" if character in "\\`*_~|[]<>#" else character for character in text)
