"""Where the thing is that a text names at a place."""

from dataclasses import dataclass

from dualtrack.features.mentioned import mentioned
from dualtrack.model.item import Item
from dualtrack.project.index import page_name
from dualtrack.project.notebooks import named_notebooks
from dualtrack.project.project import Place, Project
from dualtrack.text import Span


@dataclass(frozen=True)
class Definition:
    """What stands at the span is defined at the target."""

    span: Span
    target: Place


def definition(project: Project, path: str, text: str, offset: int) -> Definition | None:
    """The item mentioned at an offset of any text; in an item's own file also what its keys and `[[links]]` name."""
    if found := mentioned(project, text, offset):
        return Definition(found[1], _head(project, found[0]))
    for item in project.items_in(path):
        document = project.document(item)
        for route, name in item.references():
            span = document.span((*item.route, *route))
            if span and span.holds(offset) and (named := project.find(name)):
                return Definition(span, _head(project, named))
        for notebook in named_notebooks(project, item):
            if notebook.place.span.holds(offset) and notebook.notebook:
                return Definition(notebook.place.span, Place(notebook.notebook.path, Span(0, 0)))
        for name, span in document.links:
            if span.holds(offset) and (linked := _linked(project, name)):
                return Definition(span, _head(project, linked))
    return None


def _linked(project: Project, name: str) -> Item | None:
    keys = sorted(project.index["page"][page_name(name)])
    return project.find(name) or (project.items[keys[0]] if keys else None)


def _head(project: Project, item: Item) -> Place:
    return project.place(item, ("id",))
