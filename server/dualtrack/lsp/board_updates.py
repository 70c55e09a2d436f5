"""What the client is told of a board that has changed."""

from collections.abc import Iterator

from dualtrack.features.board import Boards
from dualtrack.features.filters import Filters, filter_words, filtered
from dualtrack.lsp.messages import BoardUpdate
from dualtrack.lsp.rows import TreeRow, row_id, row_of
from dualtrack.lsp.tree import groups_of, rows_above

_MOST_CARDS = 250
"""Of one message, and looked at without a pause: thousands of them would hold up all that is asked meanwhile."""


def board_updates(uri: str, name: str, before: Boards | None, boards: Boards, filters: Filters) -> Iterator[BoardUpdate | None]:
    """The rows of a folder that differ, of the part that is asked for; the cards of many come ahead in messages of their own,
    which say no more than was known. None is a pause in which other work may be done."""
    part, known = filter_words(filters), "indexing" if not before else "ready" if before.boards else "empty"
    state = "ready" if boards.boards else "empty"
    last, boards = filtered(before or Boards(), filters), filtered(boards, filters)
    same = before and (boards.boards, boards.loose, boards.to_decide) == (last.boards, last.loose, last.to_decide)
    groups, known_groups = groups_of(boards), groups_of(last)
    regrouped = {key for key, listed in groups.items() if listed != known_groups.get(key)}
    branch = boards.on_branch and row_id(uri, boards.on_branch)
    cards: list[TreeRow] = []
    for number, (key, card) in enumerate(boards.cards.items(), 1):
        if not number % _MOST_CARDS:
            yield None
        if key not in regrouped and ((then := last.cards.get(key)) is card or then == card):
            continue
        if len(cards) >= _MOST_CARDS:
            yield BoardUpdate(uri, known, last.attention, [], cards, part, branch)
            cards = []
        cards += (row_of(uri, card, group) for group in ("", *groups.get(key, ())))
    if cards or not same or boards.on_branch != last.on_branch:
        yield BoardUpdate(uri, state, boards.attention, [] if same else rows_above(uri, name, boards), cards, part, branch)
