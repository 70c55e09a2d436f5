"""What services document of the body that their webhooks take, as JSON schemas: no other key is sent."""

from collections.abc import Mapping
from typing import Any


def _keys(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False}


_TEXT, _FLAG = {"type": "string", "minLength": 1}, {"type": "boolean"}
_TEXT_BLOCK = _keys("type text", type={"const": "TextBlock"}, text=_TEXT, wrap=_FLAG)
_CARD = _keys(
    "type version body",
    type={"const": "AdaptiveCard"},
    version={"enum": ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"]},
    body={"type": "array", "minItems": 1, "items": _TEXT_BLOCK},
)
_CARD_TYPE = {"const": "application/vnd.microsoft.card.adaptive"}

BODIES: Mapping[str, dict[str, Any]] = {
    # api.slack.com/methods/chat.postMessage: longer texts are split; api.slack.com/messaging/webhooks
    "slack": _keys("text", text=_TEXT | {"maxLength": 4_000}, mrkdwn=_FLAG, link_names=_FLAG, unfurl_links=_FLAG),
    # learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using; adaptivecards.io/explorer
    "teams": _keys(
        "type attachments",
        type={"const": "message"},
        attachments={
            "type": "array",
            "minItems": 1,
            "items": _keys("contentType content", contentType=_CARD_TYPE, content=_CARD),
        },
    ),
    # discord.com/developers/docs/resources/webhook#execute-webhook
    "discord": _keys(
        "content",
        content=_TEXT | {"maxLength": 2_000},
        allowed_mentions=_keys("parse", parse={"type": "array", "items": {"enum": ["roles", "users", "everyone"]}}),
    ),
    # Zapier and Pabbly take any JSON: this is what `dualtrack` promises them
    "webhook": _keys(
        "board notices",
        board=_TEXT,
        notices={"type": "array", "items": _keys("kind name label reason", kind=_TEXT, name=_TEXT, label=_TEXT, reason=_TEXT)},
    ),
}
TEAMS_BYTES = 28 * 1024
"""A message of Teams, with two bytes for each character, as it counts them."""
