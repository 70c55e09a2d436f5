"""Where the repository is pushed to."""

from dataclasses import dataclass

from dualtrack.facts.facts import Fact
from dualtrack.model.forge import Forge


@dataclass(frozen=True)
class Remote(Fact):
    """The forge of the remote `origin`, or of the first remote; None where there is none that is known."""

    forge: Forge | None = None
