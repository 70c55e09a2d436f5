"""Answers to questions about a place in a file, as feature tests write them."""

from collections.abc import Callable, Iterator

from dualtrack.features.completion import completions
from dualtrack.features.document_links import document_links
from dualtrack.features.folding import folds
from dualtrack.features.hover import hover
from dualtrack.features.implementation import implementations
from dualtrack.features.inlays import inlays
from dualtrack.features.lenses import lenses
from dualtrack.features.navigation import definition, highlights, references
from dualtrack.features.semantic_tokens import semantic_tokens
from dualtrack.features.symbols import Symbol, document_symbols, name_of, workspace_symbols
from dualtrack.features.tag_runs import tag_offers
from dualtrack.project.mentions import item_at
from dualtrack.text import Edit, Span, apply

from tests.fixture import Fixture


def _hover(given: Fixture) -> str:
    assert given.cursor
    path, offset = given.cursor
    answer = hover(given.project, path, given.files[path], offset)
    return f"{answer.markdown}\n" if answer else ""


def _completion(given: Fixture) -> str:
    """What is typed and what it could become; a Python file is code."""
    assert given.cursor
    path, offset = given.cursor
    text = given.files[path]
    found = completions(given.project, path, text, offset, prose=not path.endswith(".py"))
    if not found:
        return ""
    typed = text[found.span.start : found.span.end]
    return f"{typed}{'' if found.final else '…'}\n" + "".join(f"  {item.id}: {item.title}\n" for item in found.items)


def _definition(given: Fixture) -> str:
    assert given.cursor
    path, offset = given.cursor
    text = given.files[path]
    found = definition(given.project, path, text, offset)
    if not found:
        return ""
    target = given.files.get(found.target.path, "")[found.target.span.start : found.target.span.end]
    return f"{text[found.span.start : found.span.end]} → {found.target.path} {target}".rstrip() + "\n"


def _references(given: Fixture) -> str:
    """Every place with what stands there; `*` where it is defined, and `=` where it is highlighted in the same text."""
    assert given.cursor
    path, offset = given.cursor
    asked = (given.project, path, given.files[path], offset)
    same = {each.place for each in highlights(*asked)}
    found = sorted({*references(*asked), *highlights(*asked)}, key=lambda each: each.place)
    return "".join(
        f"{each.place.path}: {given.files[each.place.path][slice(*each.place.span)]}"
        f"{' *' if each.defines else ''}{' =' if each.place in same else ''}\n"
        for each in found
    )


def _tokens(given: Fixture) -> str:
    """What is coloured in the file with the cursor; `*` where it is defined."""
    assert given.cursor
    path, _ = given.cursor
    text = given.files[path]
    found = semantic_tokens(given.project, path, text, Span(0, len(text)))
    return "".join(f"{text[slice(*token.span)]}{' *' if token.defines else ''}\n" for token in found)


def _lenses(given: Fixture) -> str:
    assert given.cursor
    path, _ = given.cursor
    text = given.files[path]
    return "".join(f"{text[lens.span.start : lens.span.end]}: {lens.text}\n" for lens in lenses(given.project, path))


def _inlays(given: Fixture) -> str:
    """The file with what stands in it."""
    assert given.cursor
    path, _ = given.cursor
    edits = [Edit(Span(each.offset, each.offset), f" «{each.text}»") for each in inlays(given.project, path)]
    return apply(given.files[path], edits)


def _tag_runs(given: Fixture) -> str:
    """The titles, and what the first makes of the script."""
    assert given.cursor
    path, offset = given.cursor
    offers = list(tag_offers(given.project, path, given.files[path], Span(offset, offset)))
    titles = "".join(f"{offer.title}\n" for offer in offers)
    return f"{titles}-- {path} --\n{apply(given.files[path], offers[0].edits)}" if offers else ""


def _symbols(given: Fixture) -> str:
    """The outline of the file with the cursor: each symbol with what stands at its name, and the lines that it covers."""
    assert given.cursor
    path, _ = given.cursor
    lines = given.project.documents[path].lines

    def shown(symbol: Symbol, indent: str) -> Iterator[str]:
        first, last = (lines.position(offset)[0] + 1 for offset in symbol.span)
        named = lines.text[slice(*symbol.head)].splitlines()[0]
        yield f"{indent}{symbol.kind} {symbol.name} | {symbol.detail} | {named} | {first}-{last}\n"
        for part in symbol.parts:
            yield from shown(part, f"{indent}  ")

    return "".join(line for symbol in document_symbols(given.project, path) for line in shown(symbol, ""))


def _search(given: Fixture) -> str:
    """The items that are found by the text of the file with the cursor."""
    assert given.cursor
    found = workspace_symbols(given.project, given.files[given.cursor[0]].strip())
    return "".join(f"{name_of(item)} ({item.path})\n" for item in found)


def _implementation(given: Fixture) -> str:
    assert given.cursor
    path, offset = given.cursor
    item = item_at(given.project, path, given.files[path], offset)
    return "".join(f"{path}\n" for path in implementations(given.project, item)) if item else ""


def _folds(given: Fixture) -> str:
    """The first and the last line of each fold."""
    assert given.cursor
    path, _ = given.cursor
    lines = given.project.documents[path].lines
    ends = ([lines.text[slice(*lines.line(lines.position(at)[0]))] for at in span] for span in folds(given.project, path))
    return "".join(f"{first} … {last}\n" for first, last in ends)


def _links(given: Fixture) -> str:
    assert given.cursor
    path, _ = given.cursor
    found = document_links(given.project, path)
    return "".join(f"{given.files[path][slice(*each.span)]} → {each.path or each.address}\n" for each in found)


ANSWERS: dict[str, Callable[[Fixture], str]] = {
    "hover": _hover,
    "completion": _completion,
    "definition": _definition,
    "references": _references,
    "tokens": _tokens,
    "lenses": _lenses,
    "tag-runs": _tag_runs,
    "inlays": _inlays,
    "symbols": _symbols,
    "search": _search,
    "implementation": _implementation,
    "folds": _folds,
    "links": _links,
}
