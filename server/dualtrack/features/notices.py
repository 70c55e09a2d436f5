"""What is worth a message to the team: decisions that are due, and what has got worse; and how each service takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dualtrack.features.board import Boards
from dualtrack.features.check import Checked
from dualtrack.features.now import TITLES, NeedKind, needs
from dualtrack.project.project import Project

Service = Literal["slack", "teams", "discord", "webhook"]
SERVICES: tuple[Service, ...] = get_args(Service)
"""`webhook` is any other that takes JSON, such as Zapier or Pabbly."""

_TOLD: tuple[NeedKind, ...] = ("decide", "blocked", "production", "due")
_DISCORD_CHARACTERS = 2000
_MOST = 20


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
    """The body of the message about a board, by its name, as the service documents it. Texts mark nothing up."""
    if service == "webhook":
        return {"board": board, "notices": [vars(notice) for notice in told]}
    shown = told[:_MOST]
    more = f"and {len(told) - _MOST} more: dualtrack now" if len(told) > _MOST else ""
    if service == "teams":
        lines = filter(None, (_title(board), *map(_line, shown), more))
        blocks = [{"type": "TextBlock", "text": _plain(line), "wrap": True} for line in lines]
        card = {"type": "AdaptiveCard", "version": "1.4", "body": blocks}
        return {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}]}
    lines = [_title(board), *(f"• {_line(notice)}" for notice in shown), *filter(None, (more,))]
    if service == "slack":
        text = "\n".join(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in lines)
        return {"text": text, "mrkdwn": False, "link_names": False, "unfurl_links": False}
    return {"content": "\n".join(map(_plain, lines))[:_DISCORD_CHARACTERS], "allowed_mentions": {"parse": []}}


def _title(board: str) -> str:
    return f"Needs somebody in {board}"


def _line(notice: Notice) -> str:
    return f"{TITLES[notice.kind]}: {notice.label} — {' '.join(notice.reason.split())}"


def _plain(text: str) -> str:
    """A text in which Markdown marks nothing up."""
    return "".join(f"\\{character}" if character in "\\`*_~|[]<>#" else character for character in text)
