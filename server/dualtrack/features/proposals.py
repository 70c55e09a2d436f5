"""What is proposed to whoever writes an item, a sprint or the team's conventions."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any, TypeAlias

from dualtrack.features.body_proposals import body_proposals, new_files
from dualtrack.features.proposal import MOST, Proposal, Proposals
from dualtrack.features.snippets import snippets
from dualtrack.features.typing_place import Typing, typing_at
from dualtrack.features.values import conventions_names, conventions_values, metrics, names_of, rules, values_of
from dualtrack.files.document import Document
from dualtrack.files.keys import canonical_key, class_of, known_keys
from dualtrack.files.scalars import in_quotation_marks, key_name, scalar
from dualtrack.model.conventions import Conventions
from dualtrack.model.item import Item
from dualtrack.model.mention import is_id
from dualtrack.model.shape import keys_of, value_of, words_of
from dualtrack.model.sprint import Sprint
from dualtrack.project.board import CONVENTIONS_FILE
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Span, line_at

Codes: TypeAlias = Callable[[], Iterable[str]]
"""Gives the codes of rules."""
_ENTRIES = {"product_tasks": class_of("task"), "experiments": class_of("experiment")}
_ONLY_LISTS = {*_ENTRIES, "task", "deploy", "ship", "otherwise"}
_HYPHENATED = {"product_tasks": "product-tasks"}
"""As sprints have it."""
_CRITERIA = ("success_criteria", "stop_criteria")
_ONLY_WORD = re.compile(r"\s*+(\w*+)\s*+")
_NO_NAME = re.compile(r"[^\w/.@-]")
_COMPARED = re.compile(r"[<>=≤≥]|\d\s*\Z")


def proposals(project: Project, path: str, offset: int, codes: Codes = tuple) -> Proposals | None:
    """What could stand at an offset of a board's file, in which rules of these codes have found something; None where there is
    nothing to propose."""
    document = project.documents[path]
    word = _ONLY_WORD.fullmatch(document.text)
    templates = new_files(project, path) if word else ()
    if word and path.endswith(".md"):
        return _offered(Span(*word.span(1)), templates)
    front = document.front.span
    if not front or not front.start <= offset <= front.end:
        found = body_proposals(project, path, offset)
        return _offered(*found) if found else None
    typing = typing_at(document.text, front, offset)
    if not typing:
        return None
    if path.rpartition("/")[2] == CONVENTIONS_FILE:
        begun = _begun(document, typing, "conventions", "") if not typing.route else ()
        return _offered(typing.span, chain(begun, _written(document, typing, _of_conventions(project, path, typing))))
    item = next(iter(project.items_in(path)), None)
    if not item:
        return None
    route, shape = _place(item, typing)
    if route and route[-1] in _CRITERIA and typing.is_value:
        typing = _metric_typed(document, typing, offset)
        found = metrics(project, item) if typing else ()
        return _offered(typing.span, _written(document, typing, found)) if typing else None
    found = _of_item(project, item, typing, route, shape, offset, codes)
    of = (item.kind if not typing.route else "") if not isinstance(item, Sprint) else route[-1] if route else ""
    begun = _begun(document, typing, of, f"{project.today(item)}")
    return _offered(typing.span, chain(templates, begun, _written(document, typing, found)))


def _offered(span: Span, found: Iterable[Proposal]) -> Proposals | None:
    some = tuple(islice(found, MOST + 1))
    return Proposals(span, some[:MOST], len(some) <= MOST) if some else None


def _begun(document: Document, typing: Typing, of: str, today: str) -> Iterator[Proposal]:
    """The snippets for a key that is begun on a line of its own."""
    line = line_at(document.text, typing.span.start)
    if typing.is_key and not document.text[line.start : typing.span.start].strip(" -"):
        standing = typing.beside if typing.route else document.keys_in(())
        yield from snippets(of, {*map(canonical_key, standing)}, typing.span.start - line.start, today)


def _place(item: Item, typing: Typing) -> tuple[tuple[str, ...], Any]:
    """The keys above, in their canonical form, and what may stand there; of an entry of a sprint, those of the entry."""
    route, shape = tuple(map(canonical_key, typing.route)), class_of(item.kind)
    if isinstance(item, Sprint):
        if route and route[0] not in known_keys("sprint"):
            route = route[1:]  # behind the sprint's name
        if route and route[0] in _ENTRIES:
            shape = _ENTRIES[route[0]]
            route = route[1:] or route
            return route, _within(shape, () if route[0] in _ENTRIES else route)
    return route, _within(shape, route)


def _within(shape: Any, route: Iterable[str]) -> Any:
    for key in route:
        shape = value_of(shape, key)
    return shape


def _of_item(
    project: Project, item: Item, typing: Typing, route: tuple[str, ...], shape: Any, offset: int, codes: Codes
) -> Iterator[Proposal]:
    """Values, then keys."""
    if typing.is_value and route:
        yield from (Proposal(word, "value") for word in words_of(shape))
        typed = project.documents[item.path].text[typing.span.start : offset]
        if route[-1] == "allow":
            yield from rules(codes())
        elif route[0] != "limits":  # whose numbers have the names of the lists
            yield from values_of(project, item, route[-1], typed)
    if typing.is_key:
        spelled = _HYPHENATED if isinstance(item, Sprint) else {}
        named = names_of(project, item, route[-1]) if route else ()
        standing = typing.beside if route else (*typing.beside, *project.document(item).keys_in(typing.route))
        yield from _keys(shape, spelled, named, map(canonical_key, standing))


def _of_conventions(project: Project, path: str, typing: Typing) -> Iterator[Proposal]:
    board, route = project.board_at(path), tuple(map(canonical_key, typing.route))
    shape, conventions = _within(Conventions, route), board.conventions if board else Conventions()
    if typing.is_value and route:
        yield from (Proposal(word, "value") for word in words_of(shape))
        yield from conventions_values(project, conventions, route[-1])
    if typing.is_key:
        named = conventions_names(project, conventions, route[0]) if len(route) == 1 else ()
        yield from _keys(shape, {}, named, map(canonical_key, typing.beside))


def _keys(shape: Any, spelled: dict[str, str], named: Iterable[Proposal], standing: Iterable[str]) -> Iterator[Proposal]:
    """The keys that may stand there and do not, with what each means."""
    there = set(standing)
    for name, text in keys_of(shape):
        if name not in there:
            written = spelled.get(name, name)
            yield Proposal(f"{written}: ", "key", more=said(text), label=written)
    yield from (
        replace(each, kind="key", text=f"{key_name(each.text)}: ", label=each.text) for each in named if each.text not in there
    )


def _metric_typed(document: Document, typing: Typing, offset: int) -> Typing | None:
    """The word of a criterion that is being typed, before it compares something."""
    before = document.text[typing.span.start : offset]
    word = _NO_NAME.split(before)[-1]
    clause = re.split(r"\b(?:and|or)\b", before)[-1]
    if _COMPARED.search(clause) or (clause.strip() and not word):
        return None
    return typing._replace(span=Span(offset - len(word), typing.span.end), is_key=False)


def _written(document: Document, typing: Typing, found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Proposals as YAML, in the quotation marks that are there or, where it needs them, in some; the first entry of what
    can only be a list in brackets."""
    is_begun = document.text[: typing.span.start].rstrip(" ").endswith(":")
    is_list = is_begun and bool(typing.route) and canonical_key(typing.route[-1]) in _ONLY_LISTS
    for each in found:
        if each.kind == "key":
            yield each
        elif typing.quote:
            inside = in_quotation_marks(each.text, typing.quote)
            if inside[:1] == typing.quote:
                yield replace(each, text=inside[1:-1], label=each.label or each.text)
        else:
            text = each.text if is_id(each.text) else scalar(each.text)
            listed = replace(each, text=f"[{text}]", cursor=len(text) + 1) if is_list else replace(each, text=text)
            yield replace(listed, label=each.label or each.text)
