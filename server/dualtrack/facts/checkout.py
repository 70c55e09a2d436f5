"""What is checked out, and who works there."""

from dataclasses import dataclass

from dualtrack.facts.facts import Fact


@dataclass(frozen=True)
class Checkout(Fact):
    """The branch that HEAD is on, empty where it is on none; and the name and e-mail address that git gives new commits."""

    branch: str = ""
    name: str = ""
    email: str = ""
