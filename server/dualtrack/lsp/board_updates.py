"""What the client is told of a board that has changed."""

from collections.abc import Iterator

from dualtrack.features.board import Boards
from dualtrack.lsp.messages import BoardUpdate
from dualtrack.lsp.rows import Row, row_of, rows_above

_MOST_CARDS = 250
"""Of one message: a whole board of thousands of cards would hold up all that is asked meanwhile."""


def board_updates(uri: str, name: str, before: Boards | None, boards: Boards) -> Iterator[BoardUpdate]:
    """The rows of a folder that differ, the cards of many ahead in messages of their own, which say no more than was known."""
    last = before or Boards()
    if before and boards == before:
        return
    cards: list[Row] = []
    for key, card in boards.cards.items():
        then = last.cards.get(key)
        if then is card or (then and row_of(uri, then) == row_of(uri, card)):
            continue
        if len(cards) == _MOST_CARDS:
            known = "indexing" if not before else "ready" if before.boards else "empty"
            yield BoardUpdate(uri, known, last.attention, [], cards)
            cards = []
        cards.append(row_of(uri, card))
    above = [] if before and boards.boards == before.boards else rows_above(uri, name, boards.boards)
    yield BoardUpdate(uri, "ready" if boards.boards else "empty", boards.attention, above, cards)
