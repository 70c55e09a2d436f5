"""Set up a board from the editor: what was found there to choose from, and the change that is wanted."""

import asyncio
from collections.abc import Collection

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.request import Ask, Tick
from dualtrack.features.actions import Choice
from dualtrack.lsp.choices import of_folders
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.messages import Choices
from dualtrack.lsp.server import Server
from dualtrack.said import joined, said

SET_UP = "dualtrack.board.setUp"


async def set_up_choices(server: Server) -> Choices:
    """What a board could begin with in each folder that has none; raises Refusal where each has one."""
    offers: dict[str, list[Choice]] = {}
    refused: Refusal | None = None
    for uri, folder in list(server.folders.items()):
        try:
            offers[uri] = [await asyncio.to_thread(_choice, folder)]
        except Refusal as refusal:
            refused = refusal
    if refused and not offers:
        raise refused
    return of_folders(said("What should the board begin with?"), offers, dict(server.folders), "")


def _choice(folder: Folder) -> Choice:
    from dualtrack.workspace.setting_up import read_for_board

    reading = read_for_board(folder.live.workspace.alike())
    ticks = [Tick(find.name, find.label, find.detail, find.is_usual) for find in reading.finds]
    prompt = joined(". ", reading.unread) or said("You see every file before it is written")
    return Choice(folder.name, command=SET_UP, arguments={"folder": folder.uri}, asks=[Ask("wanted", prompt, ticks=ticks)])


async def set_up(folder: Folder, wanted: Collection[str] | None) -> Change:
    """The board as it is wanted, of what is there by now; raises Refusal."""
    from dualtrack.workspace.setting_up import board_of, read_for_board

    return await asyncio.to_thread(lambda: board_of(read_for_board(folder.live.workspace.alike()), wanted))
