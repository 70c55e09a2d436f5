"""The people of a team, as far as git knows them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dualtrack.facts.checkout import Checkout
from dualtrack.model.author import Author
from dualtrack.model.words import slug

MOST_MEMBERS = 20
_LONGEST_NAME = 80


def proposed_members(authors: Sequence[Author], here: Checkout) -> Mapping[str, str]:
    """The names of those who have committed, the most active first, and of whoever works here, by the handles that cards could
    have: a first name, or the whole name where several have it. Names only, since git needs no more to tell people apart."""
    people: dict[str, str] = {}
    known = {email.casefold() for author in authors for email in author.emails}
    own = () if here.email.casefold() in known else (Author(here.name, 0, frozenset((here.email,))),)
    for author in (*authors, *own) if authors else ():
        if author.is_person and _is_name(author.name):
            people.setdefault(slug(author.name), author.name)  # written in several ways: as in most commits
    first = Counter(map(_first, people))
    return {_first(whole) if first[_first(whole)] == 1 else whole: name for whole, name in people.items()}


def _first(handle: str) -> str:
    return handle.partition("-")[0]


def _is_name(name: str) -> bool:
    return bool(slug(name)) and "@" not in name and name.isprintable() and len(name) <= _LONGEST_NAME
