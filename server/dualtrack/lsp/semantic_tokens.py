"""The colour of ids."""

from lsprotocol import types

from dualtrack.lsp.server import Server
from dualtrack.text import Span

LANGUAGES = ("markdown", "yaml", "plaintext", "git-commit", "scminput", "raw")
"""VS Code takes the tokens of one provider only. For Python or TypeScript that is the language's own: ours would take the
colours of a whole program away for the ids in its comments. For these no usual extension has any."""

_TYPE = "workItem"
"""Its colours stand in package.json."""


def register_semantic_tokens(server: Server) -> None:
    """Register the questions about colours."""
    options = types.SemanticTokensRegistrationOptions(
        types.SemanticTokensLegend([_TYPE], [types.SemanticTokenModifiers.Definition.value]),
        [types.TextDocumentFilterLanguage(language) for language in LANGUAGES],
        range=True,
        full=True,
    )

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, options)
    def coloured(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        return _tokens(server, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE)
    def coloured_in(params: types.SemanticTokensRangeParams) -> types.SemanticTokens | None:
        return _tokens(server, params.text_document.uri, params.range)


def _tokens(server: Server, uri: str, range: types.Range | None = None) -> types.SemanticTokens | None:
    """The tokens of an open text or a part of it: for each its line and column, counted from the one before, its length, its
    type and its modifiers as bits."""
    from dualtrack.features.semantic_tokens import semantic_tokens  # the server starts without what it is only asked later

    place, opened = server.locate(uri), server.open_text(uri)
    if not place or not opened or opened.language not in LANGUAGES:
        return None
    (folder, path), lines, encoding = place, opened.lines, server.encoding
    within = encoding.span(lines, range) if range else Span(0, len(opened.text))
    numbers: list[int] = []
    line = column = 0
    for token in semantic_tokens(folder.project, path, opened.text, within):
        at = encoding.position(lines, token.span.start)
        start = at.character - (column if at.line == line else 0)
        numbers += (at.line - line, start, encoding.units(opened.text[slice(*token.span)]), 0, int(token.defines))
        line, column = at.line, at.character
    return types.SemanticTokens(numbers)
