"""What there is to choose from before something changes: for a card, for a card that is dropped, and for a folder."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from dualtrack.changes import all_requests
from dualtrack.changes.change import Refusal
from dualtrack.features.actions import Choice, choices
from dualtrack.features.board import Boards
from dualtrack.features.card import Card
from dualtrack.features.filters import filter_choices
from dualtrack.features.new_items import new_items
from dualtrack.lsp.folder import Folder, user_of
from dualtrack.lsp.messages import Choices
from dualtrack.lsp.reports import report_choices
from dualtrack.lsp.rows import TreeRow, row_id, row_of, split
from dualtrack.lsp.server import Server
from dualtrack.lsp.tree import rows_above
from dualtrack.model.item import Item
from dualtrack.model.words import natural
from dualtrack.said import plural, said

PLACE_CURSOR = "dualtrack.cursor.place"
FOLLOW_CHANGE = "dualtrack.cursor.follow"
FIX = "dualtrack.fix"
COPY_LINK = "dualtrack.copyLink"
"""A command of the client: it copies a link to an item."""
COMMIT_SCHEME = "dualtrack-commit"
"""The client's scheme of files as they were: the commit, the path, and as query the id of the row in whose journey they are."""
GONE = said("This item is no longer on the board.")
NO_ITEM = said("There is no item on the board for which this can be chosen now.")
NO_BOARD = said("There is no board here yet: choose Dualtrack: Set Up a Board.")


def choices_for(server: Server, request: str, ids: Sequence[str], onto: str | None) -> Choices:
    """What `dualtrack/choices` asks for; raises Refusal for a card that is gone."""
    if request == "filter":
        cards = [card for folder in server.folders.values() for card in _cards(folder)]
        return Choices(
            said("What to show"),
            filter_choices(
                cards, user_of(folder.project for folder in server.folders.values()), server.filters, server.tab.filters
            ),
            said("There is nothing to filter yet."),
        )
    if request == "newItem":
        offers = {uri: new_items(folder.project, {"folder": uri}) for uri, folder in server.folders.items()}
        return of_folders(said("New item"), offers, server.folders, NO_BOARD)
    if request == "report":
        offers = {uri: report_choices(folder.project, uri) for uri, folder in server.folders.items() if folder.project.boards}
        return of_folders(said("Report"), offers, server.folders, NO_BOARD)
    if not ids:
        return Choices("", [*_items(server, request)], NO_ITEM)
    found = [server.item(id) for id in {split(id): id for id in ids}.values()]  # an item may have several rows
    known = [each for each in found if each]
    if not known or len(known) < len(found):
        raise Refusal(GONE)
    folder, items = known[0][0], [item for _, item in known]
    if any(other is not folder for other, _ in known):
        raise Refusal(said("These items are in several folders: choose those of one."))
    title = items[0].label if len(items) == 1 else plural(len(items), "item")
    if request == "open":
        opening = [_opening(server, folder, item) for item in items]
        return Choices(title, [_opening_file(server, folder, items[0], onto)] if onto else opening)
    if request == "fix":
        return Choices(
            title,
            [*_fixes(server, folder, items[0], onto)],
            said("This is not offered any more: a file has changed meanwhile."),
        )
    if request == "menu":
        link = Choice(said("Copy Link"), items[0].path, command=COPY_LINK, arguments={"id": row_id(folder.uri, items[0].key)})
        return Choices(title, [_opening(server, folder, items[0]), link, *_menu(folder, items)])
    offered = choices(folder.project, items, request, {"folder": folder.uri})
    if onto is not None:
        return _dropped(server, folder, items, title, onto, offered)
    if len(items) == 1:
        return Choices(title, offered, said("There is nothing to choose from for {item} now.", title))
    return Choices(title, offered, said("There is nothing to choose from for {items} together now.", title))


def _items(server: Server, request: str) -> Iterator[Choice]:
    """The items of which a request can be asked, for the client to ask it again of the one that is chosen."""
    for folder in server.folders.values():
        boards = folder.live.boards or Boards()
        cards = sorted(boards.cards.values(), key=lambda card: natural(card.label))
        for row in (*(row_of(folder.uri, card) for card in cards), *rows_above(folder.uri, folder.name, boards)):
            what, *actions = row.context.split()
            if what in ("card", "milestone") and (request in actions or request not in all_requests()):
                yield Choice(row.label, row.description, command=f"dualtrack.{request}", arguments={"id": row.id})


def _opening(server: Server, folder: Folder, item: Item) -> Choice:
    line = folder.project.document(item).line_of(folder.project.place(item).span.start)
    arguments = {"uri": server.uri(folder, item.path), "line": line, "character": 0}
    return Choice(said("Open File"), item.path, command=PLACE_CURSOR, arguments=arguments)


def _opening_file(server: Server, folder: Folder, item: Item, path: str) -> Choice:
    """A file of the item's journey, as it was at the latest commit there that touched it, if any did."""
    from dualtrack.features.journey import journey  # the server starts without what it is only asked later

    step = next((step for step in journey(folder.project, item) if path in step.paths), None)
    if not step:
        raise Refusal(said("{path} is not in the journey of {item}.", path, item.shown))
    commit = next((commit.hash for commit in step.commits if path in commit.paths), "")
    id = row_id(folder.uri, item.key)
    uri = f"{COMMIT_SCHEME}:/{commit}/{quote(path)}?{quote(id, '')}" if commit else server.uri(folder, path)
    return Choice(said("Open File"), path, command=PLACE_CURSOR, arguments={"uri": uri, "line": 0, "character": 0})


def _fixes(server: Server, folder: Folder, item: Item, named: str | None) -> Iterator[Choice]:
    """The fixes of a title, or of a message, of all that is found in the item."""
    from dualtrack.features.item_facts import findings_of

    for finding in findings_of(item, folder.checked):
        for fix in finding.fixes:
            if named in [server.protocol.shown(text) for text in (fix.title, finding.message)]:
                arguments = {"folder": folder.uri, "key": item.key, "message": finding.message, "title": fix.title}
                yield Choice(fix.title, finding.message, command=FIX, arguments=arguments)


def _menu(folder: Folder, items: Sequence[Item]) -> Iterator[Choice]:
    """What can be done to items, each with what there is to choose from."""
    for name, request in all_requests().items():
        if request.menu and (offered := choices(folder.project, items, name, {"folder": folder.uri})):
            yield Choice(request.title, then=offered) if len(offered) > 1 else replace(offered[0], label=request.title)


def _cards(folder: Folder) -> Collection[Card]:
    boards = folder.live.boards
    return boards.cards.values() if boards else ()


def _dropped(server: Server, folder: Folder, items: Sequence[Item], title: str, onto: str, moves: list[Choice]) -> Choices:
    """The move to the column that the cards are dropped on, itself or on one of its cards."""
    rows = rows_above(folder.uri, folder.name, folder.live.boards or Boards())
    parents = {child: row for row in rows for child in row.rows}

    def track(row: TreeRow) -> TreeRow:
        """The track of a column, which may be among the empty ones."""
        above = parents[row.id]
        return above if above.context == "track" else parents[above.id]

    columns = {id: row for row in rows if row.context == "column" for id in _ids(server, row)}
    target = columns.get(onto) or columns.get(row_id(*split(onto)))
    placed = [(item, column) for item in items if (column := columns.get(row_id(folder.uri, item.key)))]
    if all(column is target for _, column in placed):
        return Choices(title, [])
    for item, column in placed:
        if not target or track(target) is not track(column):
            stays = said(
                "{item} stays in {track}: a card moves between the columns of its own track.", item.label, track(column).label
            )
            return Choices(title, [], stays)
    status = target.label if target else ""
    return Choices(
        title, [each for each in moves if each.status == status], said("{title} cannot move to {status} now.", title, status)
    )


def _ids(server: Server, column: TreeRow) -> Iterator[str]:
    """What a card can be dropped on to get into a column: its row, its cards, and the column in the tab, which knows it by the
    name that it shows."""
    track, _, _ = column.id.rsplit("\n", 2)
    yield from (column.id, *column.rows, f"{track}\n{server.protocol.shown(column.label)}")


def of_folders(title: str, offers: Mapping[str, list[Choice]], folders: Mapping[str, Folder], nothing: str) -> Choices:
    """The choices of a folder, by its URI; with several, first the folder."""
    if not folders:
        return Choices(title, [], said("Open a folder first: a board lives in one."))
    offered = [(folders[uri], found) for uri, found in offers.items() if found]
    if len(offered) == 1:
        return Choices(title, offered[0][1])
    return Choices(title, [Choice(folder.name, str(folder.root), then=found) for folder, found in offered], nothing)
