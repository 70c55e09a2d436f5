"""What the board asks for: the actions on a card, new items, and the commands that carry them out."""

import asyncio
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dualtrack.changes.change import Change, Refusal, so_already
from dualtrack.changes.new_item import new_item
from dualtrack.changes.together import together
from dualtrack.facts.facts import Facts
from dualtrack.facts.other_branches import OtherBranches
from dualtrack.features.actions import CHANGE, gives_id, requests_for
from dualtrack.features.filters import FILTER
from dualtrack.features.new_items import NEW
from dualtrack.lsp.asked import refusals_told
from dualtrack.lsp.choices import FIX, FOLLOW_CHANGE, GONE, PLACE_CURSOR, choices_for
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.messages import to_json
from dualtrack.lsp.reports import SAVE_REPORT, report_in_wiki, report_page
from dualtrack.lsp.server import Server
from dualtrack.lsp.setting_up import SET_UP, set_up, set_up_choices
from dualtrack.lsp.tab import tab_request
from dualtrack.project.project import Project
from dualtrack.said import said

SHOW_ITEM = "dualtrack.showItem"
"""A command of the client: it shows an item in the tab."""

_PATIENCE_SECONDS, _PAUSE_SECONDS = 10.0, 0.05
"""How long a page is waited for that says by itself what is not known."""
_AT_COMMIT = re.compile(r"/([0-9a-f]+)/(.+)", re.DOTALL)


def register_commands(server: Server) -> None:
    """Register the board's requests and commands."""

    @server.command(PLACE_CURSOR)
    async def place_cursor(arguments: Any) -> None:
        await server.show_cursor(arguments["uri"], types.Position(arguments["line"], arguments["character"]))

    @server.command(FOLLOW_CHANGE)
    async def follow_change() -> None:
        for folder in server.folders.values():
            for path, opened in folder.opened.items():
                if position := folder.cursors.get((path, opened.text)):
                    folder.cursors.clear()
                    await server.show_cursor(opened.uri, position)
                    return

    @server.command(CHANGE)
    async def change(arguments: Any) -> None:
        asked = _mapping(arguments)
        given = {**asked, "cards": [_mapping(card) for card in asked["cards"]]}
        # A branch is started for one item alone.
        await _change(
            server,
            arguments,
            lambda project: together(project, requests_for(project, given)),
            lambda project: requests_for(project, given)[0].branch_to_start(project),
            gives_id=gives_id(given),
        )

    @server.command(NEW)
    async def new(arguments: Any) -> None:
        board, kind, title = arguments["board"], arguments["kind"], str(arguments["name"])
        await _change(server, arguments, lambda p: new_item(p, board, kind, title), gives_id=True)

    @server.command(SET_UP)
    async def set_up_board(arguments: Any) -> None:
        folder = _folder(server, arguments)
        with refusals_told():
            await server.apply_change(folder, await set_up(folder, _mapping(arguments).get("wanted")))

    @server.command(FIX)
    async def fix(arguments: Any) -> None:
        asked = _mapping(arguments)
        folder = _folder(server, arguments)
        await _change(server, arguments, lambda project: _fixed(server, folder, project, asked), gives_id=True)

    @server.command(FILTER)
    def show_part(arguments: Any) -> None:
        server.show_part({name: [str(word) for word in words] for name, words in _mapping(arguments["filters"]).items()})

    @server.command(SAVE_REPORT)
    async def save(arguments: Any) -> None:
        uri, _, chosen = arguments["id"].partition("\n")
        folder = _folder(server, {"folder": uri})
        with refusals_told():
            await server.apply_change(folder, await asyncio.to_thread(report_in_wiki, folder.project, chosen))

    @server.feature("dualtrack/page")
    async def page(params: Any) -> str:
        return await _page(server, params.of, params.id, params.path)

    @server.feature("dualtrack/tab")
    def tab(params: Any) -> None:
        server.tab.show(tab_request(params.page, _mapping(params.filters), params.date, params.item))

    @server.feature("dualtrack/choices")
    async def choices(params: Any) -> Any:
        with refusals_told():
            if params.request == "setUpBoard":
                return to_json(await set_up_choices(server))
            return to_json(choices_for(server, params.request, params.ids, params.onto))


async def _page(server: Server, of: str, id: str, path: str) -> str:
    from dualtrack.features.card_text import card_text
    from dualtrack.features.rule_page import rule_page

    if of == "rule":
        code = path.rpartition("/")[2].removesuffix(".md")
        return rule_page(code) or said("There is no rule {code}.", code)
    uri, _, chosen = id.partition("\n")
    if uri in server.folders:
        await _once_read(server.folders[uri], of != "card")
    if of == "report":
        return await asyncio.to_thread(report_page, server.folders[uri].project, chosen) if uri in server.folders else GONE
    found = server.item(id)
    if not found:
        return GONE
    folder, item = found
    if commit := _AT_COMMIT.fullmatch(path):
        return await asyncio.to_thread(folder.live.workspace.text_at, folder.project, commit[1], commit[2])
    return card_text(folder.project_now, item)


async def _once_read(folder: Folder, with_facts: bool) -> None:
    """Wait until the files are read and, for what is read once, until sources have answered: what was open when the editor was
    closed is asked for as soon as the server runs."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await folder.live.first_read_done.wait()
            while with_facts and _is_pending(folder.project.facts):
                await asyncio.sleep(_PAUSE_SECONDS)


def _is_pending(facts: Facts) -> bool:
    return not facts.told or any(each.why == "pending" for reasons in facts.unknowns.values() for each in reasons)


def _fixed(server: Server, folder: Folder, project: Project, asked: Mapping[str, Any]) -> Change:
    """The change of a fix that was offered for what is found in an item."""
    from dualtrack.features.item_facts import findings_of

    item = project.items.get(asked["key"])
    for finding in findings_of(item, folder.checked) if item else ():
        if server.protocol.shown(finding.message) == asked["message"]:
            for fix in finding.fixes:
                if server.protocol.shown(fix.title) == asked["title"]:
                    return fix.change(project)
    raise Refusal(said("“{title}” is not offered any more: a file has changed meanwhile", asked["title"]))


async def _change(
    server: Server,
    arguments: Any,
    ask: Callable[[Project], Change],
    branch: Callable[[Project], str] = lambda _: "",
    gives_id: bool = False,
) -> None:
    """Read what changed on disk first, then have the editor change it, on the branch that is to be started, if any. Where an id
    may be given, another work tree may have given it meanwhile."""
    folder = _folder(server, arguments)
    await folder.live.read_files()
    if gives_id:
        await folder.live.ask_again(OtherBranches)
    with refusals_told():
        made = ask(folder.project)
        if name := branch(folder.project):
            await asyncio.to_thread(folder.live.workspace.switch_branch, name)
            await folder.live.read_files()
            made = ask(folder.project)
        nothing = made.label if not made.edits else "" if made.cursor else so_already(folder.project, made)
        if nothing:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Info, nothing))
        else:
            await server.apply_change(folder, made)


def _folder(server: Server, arguments: Any) -> Folder:
    folder = server.folders.get(_mapping(arguments)["folder"])
    if not folder:
        raise JsonRpcInvalidParams(said("this folder is not open any more"))
    return folder


def _mapping(arguments: Any) -> Mapping[str, Any]:
    """The arguments of a command, which arrive as an object or as a mapping."""
    return arguments if isinstance(arguments, Mapping) else arguments._asdict()  # pyright: ignore
