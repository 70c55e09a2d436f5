"""What is found for an item of a Definition of Done."""

from typing import Literal, NamedTuple


class Found(NamedTuple):
    """Whether something shows that an item is done, in a sentence, and how a line would cite it.

    `nothing`: it would be seen if there were something. `stale`: what is there is older than the last change of what it is to
    show. `unknown`: whatever could tell is not known, or not kept by this board.
    """

    state: Literal["shown", "nothing", "stale", "unknown"]
    sentence: str
    proof: str = ""


def shown(sentence: str, proof: str = "") -> Found:
    """Something shows that it is done."""
    return Found("shown", sentence, proof)


def nothing(sentence: str) -> Found:
    """Nothing does, though it would be seen."""
    return Found("nothing", sentence)


def stale(sentence: str) -> Found:
    """What is there is outdated."""
    return Found("stale", sentence)


def unknown(sentence: str) -> Found:
    """That is not known."""
    return Found("unknown", sentence)
