"""What the board asks for: the actions on a card, new items, and the commands that carry them out."""

import asyncio
from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.decide import decide
from dualtrack.changes.extend_timebox import extend_timebox
from dualtrack.changes.move_item import move_item
from dualtrack.changes.new_item import new_item
from dualtrack.changes.set_up_board import set_up_board
from dualtrack.changes.start_work import start_work
from dualtrack.features.actions import DECIDE, EXTEND, MOVE, START, actions
from dualtrack.features.card_text import card_text
from dualtrack.features.journey_page import journey_page
from dualtrack.features.new_items import NEW, new_items
from dualtrack.lsp.messages import CardText, NewItems, Page, to_json
from dualtrack.lsp.server import Server
from dualtrack.project.project import Project

SET_UP = "dualtrack.board.setUp"
PLACE_CURSOR = "dualtrack.cursor.place"
JOURNEY = "dualtrack.journey"
"""A command of the client: it shows the page of an item."""


def register_commands(server: Server) -> None:
    """Register the board's requests and commands."""

    @server.command(PLACE_CURSOR)
    async def place_cursor(arguments: Any) -> None:
        await server.show_cursor(arguments["uri"], types.Position(arguments["line"], arguments["character"]))

    @server.command(MOVE)
    async def move(arguments: Any) -> None:
        await _change(server, arguments, lambda p: move_item(p, arguments["key"], arguments["status"]))

    @server.command(DECIDE)
    async def decide_item(arguments: Any) -> None:
        await _change(server, arguments, lambda p: decide(p, arguments["key"], arguments["decision"]))

    @server.command(EXTEND)
    async def extend(arguments: Any) -> None:
        days, reason = int(arguments["days"]), str(arguments["reason"])
        await _change(server, arguments, lambda p: extend_timebox(p, arguments["key"], days, reason))

    @server.command(START)
    async def start(arguments: Any) -> None:
        branch = str(arguments["branch"])
        await _change(server, arguments, lambda p: start_work(p, arguments["key"]), branch)

    @server.command(NEW)
    async def new(arguments: Any) -> None:
        board, kind, title = arguments["board"], arguments["kind"], str(arguments["name"])
        await _change(server, arguments, lambda p: new_item(p, board, kind, title))

    @server.command(SET_UP)
    async def set_up(arguments: Any) -> None:
        await _change(server, arguments, set_up_board)

    @server.feature("dualtrack/card")
    def card(params: Any) -> Any:
        folder = server.folders.get(params.folder)
        item = folder.project.items.get(params.key) if folder else None
        return to_json(CardText(card_text(folder.project_now, item))) if folder and item else None

    @server.feature("dualtrack/journey")
    def journey(params: Any) -> Any:
        folder = server.folders.get(params.folder)
        item = folder.project.items.get(params.key) if folder else None
        return to_json(Page(journey_page(folder.project_now, item))) if folder and item else None

    @server.feature("dualtrack/actions")
    def card_actions(params: Any) -> Any:
        folder = server.folders.get(params.folder)
        found = actions(folder.project, params.key, {"folder": folder.uri}) if folder else None
        return to_json(found) if found else None

    @server.feature("dualtrack/newItems")
    def new_item_choices(params: Any) -> Any:
        folder = server.folders.get(params.folder)
        return to_json(NewItems(new_items(folder.project, {"folder": folder.uri}))) if folder else None


async def _change(server: Server, arguments: Any, change: Callable[[Project], Change], branch: str = "") -> None:
    """Read what changed on disk first, refuse a card that is not the one that was shown, then have the editor change it, on a
    new branch where one is named."""
    folder = server.folders.get(arguments["folder"])
    if not folder:
        raise JsonRpcInvalidParams("this folder is not open any more")
    await folder.live.read_files()
    item = folder.project.items.get(arguments.get("key", ""))
    try:
        if "key" in arguments and (not item or item.title != arguments["title"]):
            raise Refusal(f"{arguments['title']} is not where the board showed it; look again")
        made = change(folder.project)
        if branch:
            await asyncio.to_thread(folder.live.workspace.start_branch, branch)
        if made.edits:
            await server.apply_change(folder, made)
    except Refusal as refusal:
        raise JsonRpcInvalidParams(str(refusal)) from None
