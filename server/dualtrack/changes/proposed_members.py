"""The people of a team, as far as git knows them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dualtrack.facts.checkout import Checkout
from dualtrack.model.author import Author, is_bot
from dualtrack.model.words import slug

MOST_MEMBERS = 20
_LONGEST_NAME = 80


def proposed_members(authors: Iterable[Author], here: Checkout) -> Mapping[str, str]:
    """The names of those who have committed, the most active first, and of whoever works here, by the handles that cards could
    have: a first name, or the whole name where several have it. Names only, since git needs no more to tell people apart."""
    people = {slug(author.name): author.name for author in authors if author.is_person and _is_name(author.name)}
    known = {email for author in authors for email in author.emails}
    if people and _is_name(here.name) and not is_bot(here.name) and here.email not in known:
        people.setdefault(slug(here.name), here.name)
    first: dict[str, list[str]] = defaultdict(list)
    for whole in people:
        first[whole.partition("-")[0]].append(whole)
    return {whole.partition("-")[0] if len(first[whole.partition("-")[0]]) == 1 else whole: people[whole] for whole in people}


def _is_name(name: str) -> bool:
    return bool(slug(name)) and "@" not in name and name.isprintable() and len(name) <= _LONGEST_NAME
