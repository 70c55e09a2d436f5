"""A part of the boards: the cards of a track, a person, a sprint and so on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from dualtrack.features.actions import Choice
from dualtrack.features.board import Boards, BoardTrack, Column, active_badge, with_points
from dualtrack.features.card import Card
from dualtrack.features.loose_runs import LooseRuns
from dualtrack.model.mention import canonical
from dualtrack.model.words import folded, natural
from dualtrack.said import joined, said

Filters = Mapping[str, Collection[str]]
"""What is asked for, by the name of a filter: any of its words, and of several filters each; without words nothing is asked.
The words of a `text` stand anywhere in what a card is called."""

FILTERS = ("track", "role", "type", "assignee", "label", "sprint", "model", "needs")
FILTER = "dualtrack.board.filter"
"""The command that shows a part of the boards."""

_FIELDS = {"role": "roles", "assignee": "people", "label": "labels", "sprint": "sprints"}
"""The fields of a card that are not called as their filter."""
_DECISION = "decision"
_LABELS = {
    "track": said("Track…"),
    "role": said("Role…"),
    "type": said("Type…"),
    "assignee": said("Assignee…"),
    "label": said("Label…"),
    "sprint": said("Sprint…"),
    "model": said("Model…"),
}
"""What stands in the list of filters, but for `needs`."""
_NAMES = {
    "track": said("track"),
    "role": said("role"),
    "type": said("type"),
    "assignee": said("assignee"),
    "label": said("label"),
    "sprint": said("sprint"),
    "model": said("model"),
    "text": said("text"),
}


def filtered(boards: Boards, filters: Filters) -> Boards:
    """The boards with the cards that are asked for, and their counts; columns stay, empty ones too."""
    if not any(filters.values()):
        return boards
    asked = [(name, words) for name, words in filters.items() if words]
    cards = {
        key: card
        for key, card in boards.cards.items()
        if all(any(_has(card, name, word) for word in words) for name, words in asked)
    }

    def column(whole: Column) -> Column:
        kept = [key for key in whole.cards if key in cards]
        # Of a limit it can only be said of a whole column whether it is kept.
        here = [card for key in kept if not (card := cards[key]).only_on]
        badge = with_points(str(len(here)), (card.points for card in here if not whole.closed)) if here else ""
        return replace(whole, cards=kept, badge=badge, over_limit=False)

    def track(whole: BoardTrack) -> BoardTrack:
        columns = [column(each) for each in whole.columns]
        active = sum(cards[key].phase == "active" and not cards[key].only_on for each in columns for key in each.cards)
        return replace(whole, columns=columns, badge=active_badge(active))

    views = [replace(view, tracks=[track(each) for each in view.tracks]) for view in boards.boards]
    return replace(boards, boards=views, cards=cards, to_decide=boards.to_decide & cards.keys(), loose=LooseRuns())


def left_to_ask(filters: Filters, own: Mapping[str, Collection[str]]) -> Filters:
    """The filters without those that something fits by itself; `own` are its words by the name of a filter, of which those of
    `text` are searched together."""
    texts = own.get("text", ())
    return {
        name: words
        for name, words in filters.items()
        if words and not any(_in_text(texts, word) if name == "text" else _is_one_of(own.get(name, ()), word) for word in words)
    }


def unmatched_words(cards: Iterable[Card], filters: Filters) -> Iterator[tuple[str, str, set[str]]]:
    """The filters and words that match no card, each with the words that would."""
    cards = list(cards)
    for name, words in filters.items():
        for word in words:
            if not any(_has(card, name, word) for card in cards):
                yield name, word, {each for card in cards for each in _words(card, name)}


def filter_choices(cards: Collection[Card], user: str, filters: Filters, of_tab: Filters) -> list[Choice]:
    """What of the boards can be shown: everything, what the tab shows, what needs a decision, what is the user's (empty: nobody
    knows whose), and what each filter tells apart."""
    found = [Choice(said("Show everything"), command=FILTER, arguments={"filters": {}})] if any(filters.values()) else []
    if any(of_tab.values()) and of_tab != filters:
        arguments = {"filters": {name: [*words] for name, words in of_tab.items()}}
        found.append(Choice(said("As in the tab"), filter_words(of_tab), command=FILTER, arguments=arguments))
    if any(card.needs_decision for card in cards):
        found.append(_choice(said("Needs a decision"), "needs", _DECISION))
    if user:
        found.append(_choice(said("Mine"), "assignee", user, user))
    for name, words in told_apart(cards).items():
        if len(words) > 1:
            then = [_choice(word, name, word) for word in words]
            found.append(Choice(_LABELS[name], ", ".join(words[:_WORDS_SHOWN]), then=then))
    return found


def told_apart(cards: Collection[Card]) -> dict[str, list[str]]:
    """The words that each filter can be asked for, in the order in which people count."""
    return {
        name: sorted({word for card in cards for word in _words(card, name)}, key=natural)
        for name in FILTERS
        if name != "needs"
    }


_WORDS_SHOWN = 4


def filter_words(filters: Filters) -> str:
    """What is shown, in words: `assignee ana`."""
    asked = [(name, word) for name, words in filters.items() for word in words]
    return joined(", ", [said("needs a decision") if name == "needs" else _NAMES[name] + f" {word}" for name, word in asked])


def _choice(label: str, name: str, word: str, description: str = "") -> Choice:
    return Choice(label, description, command=FILTER, arguments={"filters": {name: [word]}})


def _words(card: Card, name: str) -> Collection[str]:
    if name not in FILTERS:  # of a text there are no words to choose from
        return ()
    if name == "needs":
        return (_DECISION,) if card.needs_decision else ()
    value: str | tuple[str, ...] = getattr(card, _FIELDS.get(name, name))
    return (value,) if value and isinstance(value, str) else value


def _has(card: Card, name: str, word: str) -> bool:
    if name == "text":
        return _in_text((card.label, card.path, *card.people, *card.labels), word)
    return _is_one_of(_words(card, name), word)


def _in_text(texts: Iterable[str], word: str) -> bool:
    said = " ".join(texts).casefold()
    return all(part in said for part in word.casefold().split())


def _is_one_of(words: Iterable[str], word: str) -> bool:
    asked = word.removeprefix("@")
    return any(folded(each) == folded(asked) or canonical(each) == canonical(asked) for each in words)
