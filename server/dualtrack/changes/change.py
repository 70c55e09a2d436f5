"""What a change is, and why one is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dualtrack.files.document import Document, parse
from dualtrack.files.keys import canonical_key
from dualtrack.files.places import Refusal
from dualtrack.model.item import Item, Route
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit, apply


@dataclass(frozen=True)
class Cursor:
    """Where the person goes on typing: an offset in the file as it is after the change."""

    path: str
    offset: int


@dataclass(frozen=True)
class Change:
    """Edits by path; a path that the project does not hold is a new file. `label` says what was done, `notes` what is worth
    knowing of how, `renamed` are files that then get another path. Where there are `optional` edits,
    an editor shows the change before it makes it, and makes these only if they are ticked."""

    label: str
    edits: Mapping[str, tuple[Edit, ...]]
    cursor: Cursor | None = None
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    notes: tuple[str, ...] = ()
    optional: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict[str, tuple[Edit, ...]])

    def __post_init__(self) -> None:
        for path in (*self.edits, *self.renamed.values()):
            if path.startswith("/") or "\\" in path or not {"", ".", ".."}.isdisjoint(path.split("/")):
                raise Refusal(said("{path} would lie outside of the board's folders", path))


def texts_after(project: Project, change: Change) -> dict[str, str]:
    """The texts of the files that a change touches, as they are after it."""
    documents = project.documents
    return {path: apply(documents[path].text if path in documents else "", edits) for path, edits in change.edits.items()}


def texts_written(project: Project, change: Change) -> dict[str, str]:
    """The texts of the files that a change makes different or new."""
    documents = project.documents
    texts = texts_after(project, change).items()
    return {path: text for path, text in texts if path not in documents or text != documents[path].text}


def reason_removed(reason: Sequence[str]) -> tuple[str, ...]:
    """What is told where the reason for a decision is removed with it."""
    return (said("the reason is removed: {reason}", ", ".join(reason)),) if reason else ()


def so_already(project: Project, change: Change) -> str:
    """What is said of a change that makes nothing different; empty of any other."""
    if not change.edits or change.renamed or change.optional or texts_written(project, change):
        return ""
    return said("nothing to write, it is so already: {change}", change.label)


def item_to_change(project: Project, key: str) -> Item:
    """The item of a key, in a file that can be edited; raises Refusal."""
    item = project.items.get(key)
    if not item:
        raise Refusal(said("{key} is not on the board any more", key))
    document = project.document(item)
    if not document.readable:
        raise Refusal(said("{path} cannot be read, so it is left as it is", item.path))
    if any(problem.conflict for problem in document.problems):
        raise Refusal(said("{path} holds an unresolved merge conflict, so it is left as it is", item.path))
    return item


def work_to_change(project: Project, key: str) -> Item:
    """The item of a key, if it is work or a model version; raises Refusal for a sprint and a page, which have no such keys."""
    item = item_to_change(project, key)
    if item.kind in ("sprint", "page"):
        raise Refusal(said("{item} is a {kind}: only tasks, experiments and model versions have this", item.shown, item.kind))
    return item


def writable_body(document: Document) -> Document:
    """The document, if sections can be added to it; raises Refusal for a YAML file."""
    if not document.path.endswith(".md"):
        raise Refusal(said("{document} has no room for text; keep this item in a .md file", document.path))
    return document


def edited(document: Document, edits: Iterable[Edit], within: Route = (), /, **changed: object) -> tuple[Edit, ...]:
    """The edits, if the keys at a route then say what was asked and everything else is as before; raises Refusal otherwise.

    YAML has more spellings than anybody tests; a file in one that an edit does not know stays as it is.
    """
    kept = tuple(sorted(edits, key=lambda edit: edit.span))  # what is added at a place goes before what is removed there
    try:
        after = parse(document.path, apply(document.text, kept))
    except ValueError:  # they overlap
        raise _unsafe(document) from None
    try:
        rest, keys = _parted(document.values, within)
        rest_after, keys_after = _parted(after.values, within)
    except (KeyError, IndexError):  # the route leads nowhere
        raise _unsafe(document) from None
    asked = {key: value for key, value in {**keys, **changed}.items() if value is not None}
    if rest_after != rest or keys_after != asked or len(after.problems) > len(document.problems):
        raise _unsafe(document)
    return kept


def _parted(value: Any, route: Route) -> tuple[Any, dict[str, Any]]:
    """A value without what stands at a route, and the keys there that say something; a text there is a title."""
    keys = as_mapping(value)
    if not route:
        written = {"title": value} if keys is None else keys
        return None, {canonical_key(key): each for key, each in written.items() if each is not None}
    if keys is not None:
        name = next((key for key in keys if canonical_key(key) == canonical_key(str(route[0]))), str(route[0]))
        rest, found = _parted(keys[name], route[1:])
        return {**keys, name: rest}, found
    entries, at = as_list(value) or [], int(route[0])
    rest, found = _parted(entries[at], route[1:])
    return [*entries[:at], rest, *entries[at + 1 :]], found


def _unsafe(document: Document) -> Refusal:
    return Refusal(said("{document} is written in a way that cannot be changed safely; change it by hand", document.path))


def shifted(offset: int, edits: tuple[Edit, ...]) -> int:
    """An offset of the text before, in the text after edits that come before it."""
    return offset + sum(len(e.text) - (e.span.end - e.span.start) for e in edits if e.span.end <= offset)
