"""The light bulb: what is offered at a place, and the edits of what is chosen."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.request import Request, parameters
from dualtrack.features.actions import CHANGE
from dualtrack.features.code_actions import ActionOffer, code_actions
from dualtrack.features.silencing import silencing
from dualtrack.features.tag_runs import tag_offers
from dualtrack.lsp.choices import FOLLOW_CHANGE
from dualtrack.lsp.convert import diagnostic, member, text_and_cursor
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.server import Server
from dualtrack.said import said
from dualtrack.text import Lines


def register_code_actions(server: Server) -> None:
    """Register what the editor asks for its light bulb."""
    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds, resolve_provider=True))
    def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        place = server.locate(params.text_document.uri)
        if place and place[1] not in place[0].project.documents:
            return _tag_actions(server, params)
        only = [_kind(kind) for kind in params.context.only or ()]
        answers = _actions(server, params.text_document.uri, params.range)
        return [a for a in answers if not only or any(_kind(a.kind).startswith(kind) for kind in only)]

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def chosen(asked: types.CodeAction) -> types.CodeAction:
        """With the edit of files that are not open, made from what is on disk by now."""
        uri, line, last = (member(asked.data, name) for name in ("uri", "line", "last"))
        if place := server.locate(uri):
            await place[0].live.read_files()
        range = types.Range(types.Position(line, 0), types.Position(last, 0))
        for action in _actions(server, uri, range, whole=True):
            if (server.protocol.shown(action.title), _kind(action.kind)) == (asked.title, _kind(asked.kind)):
                return action
        raise JsonRpcInvalidParams(said("“{title}” is not offered any more: a file has changed meanwhile", asked.title))


def _actions(server: Server, uri: str, range: types.Range, whole: bool = False) -> Iterator[types.CodeAction]:
    """What is offered in a range of a file; `whole` with the edits of files that are not open, too."""
    place = server.locate(uri)
    if not place:
        return
    folder, path = place
    document = folder.project.documents.get(path)
    if not document:
        return
    folder.live.settle(path, range.start.line)  # editors ask wherever the cursor comes to rest
    span = server.encoding.span(document.lines, range)
    asked = (folder.project, path, span, folder.checked.findings.get(path, ()))
    for offer in (*code_actions(*asked), *silencing(*asked)):
        try:
            change = offer.change(folder.project)
        except Refusal:
            continue
        action = _action(server, folder, offer, change, document.lines)
        if offer.request:
            action.command = _asking(folder, offer.title, offer.request)
        elif whole or not server.resolves_edits or {*change.edits, *change.renamed} <= folder.opened.keys():
            action.edit = server.change_edit(folder, change)
        else:
            action.data = {"uri": uri, "line": range.start.line, "last": range.end.line}
        yield action


def _action(server: Server, folder: Folder, offer: ActionOffer, change: Change, lines: Lines) -> types.CodeAction:
    """The offer without its edit."""
    found = offer.finding
    return types.CodeAction(
        title=offer.title,
        kind=types.CodeActionKind.QuickFix if found else types.CodeActionKind.RefactorRewrite,
        diagnostics=[diagnostic(found, lines, server.encoding, server.pages)] if found else None,
        is_preferred=offer.preferred or None,
        command=_cursor_command(server, folder, change),
    )


def _tag_actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What is offered in a training script."""
    place, opened = server.locate(params.text_document.uri), server.open_text(params.text_document.uri)
    if not place or not opened or opened.language != "python":
        return []
    lines = Lines(opened.text)
    offers = tag_offers(place[0].project, place[1], opened.text, server.encoding.span(lines, params.range))
    range = partial(server.encoding.range, lines)
    edits = ((title, [types.TextEdit(range(edit.span), edit.text) for edit in each]) for title, each in offers)
    uri, kind = params.text_document.uri, types.CodeActionKind.RefactorRewrite
    return [types.CodeAction(title, kind, edit=types.WorkspaceEdit({uri: each})) for title, each in edits]


def _asking(folder: Folder, title: str, request: Request) -> types.Command:
    """The command that the board runs for the same request."""
    given = {each.name: getattr(request, each.name) for each in parameters(request.__class__)}
    cards = [{"key": request.key, "title": folder.project.items[request.key].title}]
    arguments: dict[str, Any] = {**given, "folder": folder.uri, "change": request.name, "cards": cards}
    return types.Command(title, CHANGE, arguments=[arguments])


def _cursor_command(server: Server, folder: Folder, change: Change) -> types.Command | None:
    """What puts the cursor where the change leaves it. It has no arguments: VS Code forgets those of a code action as soon as
    the file changes, which its edit does."""
    if not change.cursor or not server.shows_documents:
        return None
    folder.remember_cursor(change.cursor.path, *text_and_cursor(folder.project, change.cursor, change, server.encoding))
    return types.Command(said("Go on writing"), FOLLOW_CHANGE)


def _kind(kind: Any) -> str:
    return str(getattr(kind, "value", kind))
