"""What is proposed to whoever is typing."""

from dataclasses import dataclass
from typing import Literal

from dualtrack.text import Span

MOST = 100
"""How much is proposed at once."""


@dataclass(frozen=True)
class Proposal:
    """A text to put in place of what is typed; `detail` and `more` say what it is.

    `label` is what a list calls it, and `found_by` what it is found by, where that is not the text itself. `key` is that of an
    item; `cursor` is where in the text one goes on.
    """

    text: str
    kind: Literal["key", "value", "date", "person", "item", "run", "metric", "file", "text", "template"]
    detail: str = ""
    more: str = ""
    label: str = ""
    found_by: str = ""
    key: str = ""
    cursor: int | None = None


@dataclass(frozen=True)
class Proposals:
    """Proposals for what stands at the span, the likeliest first. `final`: further letters leave a part of these."""

    span: Span
    proposals: tuple[Proposal, ...]
    final: bool = True
