"""Names as they are compared across tools that write them each in their own way: `fraud-model`, `fraud_model`, `FraudModel`."""

import re

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")


def phrase(text: str) -> str:
    """The words of a text in lower case, one space between them."""
    return " ".join(_WORD.findall(_HUMP.sub(" ", text))).casefold()


def phrases(*texts: str) -> str:
    """Several texts; no name is found across two of them."""
    return " | ".join(map(phrase, texts))


def holds(said: str, name: str) -> bool:
    """Whether one phrase holds another one, word for word."""
    return bool(name) and f" {name} " in f" {said} "
