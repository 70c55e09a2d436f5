"""Give an item another id, everywhere it is mentioned."""

import re
from collections.abc import Mapping
from typing import LiteralString

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.changes.next_id import next_id
from dualtrack.files.edits import set_yaml
from dualtrack.files.values import kind_of_prefix
from dualtrack.model.item import Item, Kind
from dualtrack.model.mention import canonical, is_id, leading_id, prefix_of
from dualtrack.model.sprint import Sprint
from dualtrack.project.branches import only_elsewhere
from dualtrack.project.evidence import branches, commits
from dualtrack.project.mentions import mentions_of
from dualtrack.project.project import Project
from dualtrack.said import joined, plural, said
from dualtrack.text import Edit, Span

_SLUG = re.compile(r"(?:-\w+)+(?!\w)")
_SUFFIX = re.compile(r"\.\w|%|/")
_NO_ID: Mapping[Kind, LiteralString] = {
    "task": '"{id}" is no id of a task',
    "experiment": '"{id}" is no id of an experiment',
    "sprint": '"{id}" is no id of a sprint',
    "model": '"{id}" is no id of a model version',
    "page": '"{id}" is no id of a page',
}


def renumber(project: Project, key: str, id: str = "") -> Change:
    """Replace the item's id by another, the next free one if none is given: in its file and its file's name, and, unless a twin
    bears the id too, wherever else the board's files mention it. Comments, code, and what is no file of the board stay as they
    are; what bears the former id is found by the key `formerly`."""
    item = item_to_change(project, key)
    if not is_id(item.id):
        raise Refusal(said("{item} has no number", item.shown))
    id = id.strip() or next_id(project, prefix_of(item.id))
    if not is_id(id) or kind_of_prefix(id, project.conventions(item)) not in (item.kind, None):
        raise Refusal(said(_NO_ID[item.kind], id))
    if canonical(id) != canonical(item.id) and (taken := project.find(id)):
        raise Refusal(said("{id} is taken by {taken}", id, taken.path))
    if canonical(id) != canonical(item.id) and (there := only_elsewhere(project, id)):
        raise Refusal(said("{id} is taken on {branch} by {there}", id, there[0].branch, there[0].path))
    alone = len(project.twins(item.id)) == 1
    edits: dict[str, tuple[Edit, ...]] = {}
    hidden = 0
    for path in (item.path, *sorted(project.documents.keys() - {item.path} if alone else ())):
        document = project.documents[path]
        kept = [span for each in project.items_in(path) if (span := document.span((*each.route, "formerly")))]
        spans = [span for span in mentions_of(document.text, item.id) if not any(span.touches(each) for each in kept)]
        shown = [span for span in spans if not document.is_hidden(span.start)]
        hidden += len(spans) - len(shown)
        shown += [span for span in _sprint_keys(project, path, item) if not any(span.touches(each) for each in shown)]
        if found := tuple(Edit(span, id) for span in shown if not _is_in_branch(document.text, span)):
            edits[path] = found
    if alone and not item.is_inline and canonical(id) != canonical(item.id) and project.document(item).front.span:
        former = f"[{', '.join((*item.formerly, item.id))}]"
        route = (*item.route, "formerly")  # of a sprint among others in a file, below its own key
        edits[item.path] = (*edits.get(item.path, ()), *set_yaml(project.document(item), route, former, ("id",)))
    name = item.path.rpartition("/")[2]
    written = leading_id(name)
    renamed: dict[str, str] = {}
    if canonical(written) == canonical(item.id) and not item.is_inline:
        renamed[item.path] = item.path.removesuffix(name) + id + name.removeprefix(written)
        if renamed[item.path] in project.documents:
            raise Refusal(said("{path} exists already", renamed[item.path]))
    left = [said("the branch {branch}", branch.name) for branch in branches(project, item)] if alone else []
    if count := len(commits(project, item)) if alone else 0:
        left.append(plural(count, "commit"))
    if hidden:
        left.append(said("{count} place in comments or code" if hidden == 1 else "{count} places in comments or code", hidden))
    notes = (
        (
            said(
                "{left} still say {item}" if len(left) > 1 or count > 1 or hidden > 1 else "{left} still says {item}",
                joined(" and ", left),
                item.id,
            ),
        )
        if left
        else ()
    )
    return Change(said("{item} is now {id}", item.id, id), edits, renamed=renamed, notes=notes)


def _sprint_keys(project: Project, path: str, item: Item) -> list[Span]:
    """Where the key `sprint` of a file's items names a sprint, which it may do in other words than its id."""
    if not isinstance(item, Sprint):
        return []
    document, named = project.documents[path], project.sprint
    routes = [(*each.route, "sprint") for each in project.items_in(path) if each.sprint and named(each.sprint) is item]
    return [span for route in routes if document.key(route) and (span := document.span(route))]


def _is_in_branch(text: str, span: Span) -> bool:
    """Whether a mention is a part of a branch's name, such as `ana/task-12-cart`; the branch keeps it."""
    rest = _SLUG.match(text, span.end)
    return rest is not None and not _SUFFIX.match(text, rest.end()) and text[max(0, span.start - 1) : span.start] == "/"
