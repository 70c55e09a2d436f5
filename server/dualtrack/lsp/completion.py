"""What is offered to whoever is typing: what could stand in a board's file, and in any text the items."""

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from dualtrack.lsp.asked import Asked, asked_at
from dualtrack.lsp.convert import markdown, member, without_icons
from dualtrack.lsp.server import Server

if TYPE_CHECKING:  # the server starts without what it is only asked later
    from dualtrack.features.proposal import Proposal, Proposals

_PROSE = {"", "markdown", "plaintext", "yaml", "git-commit", "scminput", "raw", "restructuredtext", "latex"}
_IN_SNIPPET = re.compile(r"[$}\\]")
_KINDS = {
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "date": types.CompletionItemKind.Value,
    "person": types.CompletionItemKind.Constant,
    "item": types.CompletionItemKind.Reference,
    "run": types.CompletionItemKind.Event,
    "metric": types.CompletionItemKind.Variable,
    "file": types.CompletionItemKind.File,
    "text": types.CompletionItemKind.Text,
    "template": types.CompletionItemKind.Snippet,
}


def register_completion(server: Server) -> None:
    """Register the questions about what could be typed."""
    options = types.CompletionOptions(trigger_characters=["-", " ", "[", "{", "@", "#"], resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    def completed(params: types.CompletionParams) -> types.CompletionList | None:
        asked = asked_at(server, params)
        found = asked and (_proposals(asked) or _items(asked))
        if not asked or not found:
            return None
        offer = partial(_offer, server, asked, asked.range(found.span))
        return types.CompletionList(not found.final, [offer(*each) for each in enumerate(found.proposals)])

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolved(offer: types.CompletionItem) -> types.CompletionItem:
        from dualtrack.features.card_text import card_text

        folder = server.folders.get(member(offer.data, "folder"))
        item = folder.project.items.get(member(offer.data, "key")) if folder else None
        if folder and item:
            offer.documentation = markdown(card_text(folder.project_now, item))
        return offer


def _proposals(asked: Asked) -> "Proposals | None":
    """What could stand in a file of a board."""
    from dualtrack.features.proposals import proposals

    path, text, offset = asked.place
    document = asked.folder.project.documents.get(path)
    if not document or document.text != text:
        return None

    def codes() -> Iterable[str]:
        return dict.fromkeys(finding.code for finding in asked.folder.checked.findings.get(path, ()))

    return proposals(asked.folder.project, path, offset, codes)


def _items(asked: Asked) -> "Proposals | None":
    """The items that the word before the cursor could become."""
    from dualtrack.features.completion import completions
    from dualtrack.features.proposal import Proposal, Proposals

    found = completions(asked.folder.project, *asked.place, asked.opened.language in _PROSE)
    if not found:
        return None
    items = (Proposal(item.id, "item", item.title, found_by=item.label, key=item.key) for item in found.items)
    return Proposals(found.span, tuple(items), found.final)


def _offer(server: Server, asked: Asked, range: types.Range, rank: int, each: "Proposal") -> types.CompletionItem:
    is_snippet = each.cursor is not None and server.takes_snippets
    return types.CompletionItem(
        label=without_icons(each.label or each.text),
        detail=each.detail or None,
        label_details=types.CompletionItemLabelDetails(description=each.detail) if each.detail else None,
        documentation=each.more or None,
        kind=_KINDS[each.kind],
        sort_text=f"{rank:03}",
        filter_text=each.found_by or each.label or each.text,
        insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
        insert_text_mode=types.InsertTextMode.AsIs if each.cursor is not None else None,
        text_edit=types.TextEdit(range, _snippet(each) if is_snippet else each.text),
        data={"folder": asked.folder.uri, "key": each.key} if each.key else None,
    )


def _snippet(proposal: "Proposal") -> str:
    parts = (proposal.text[: proposal.cursor], proposal.text[proposal.cursor or 0 :])
    return "$0".join(_IN_SNIPPET.sub(r"\\\g<0>", part) for part in parts)
