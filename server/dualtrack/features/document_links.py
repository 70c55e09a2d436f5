"""What the values of an item's keys, and `[[links]]`, lead to."""

from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.facts.runs import Runs
from dualtrack.features.markdown import is_web_address
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.mentions import linked
from dualtrack.project.named_files import card_paths, first_there
from dualtrack.project.notebooks import named_notebooks
from dualtrack.project.project import Project
from dualtrack.text import Span


class DocumentLink(NamedTuple):
    """What stands at a span leads to a file of the project, or else to a web address."""

    span: Span
    path: str = ""
    address: str = ""


def document_links(project: Project, path: str) -> Iterator[DocumentLink]:
    """The links of a file to what is there: notebooks, model cards, pages of runs, and what `[[links]]` name. Editors follow
    plain addresses and the links of Markdown without help."""
    document = project.documents[path]
    for item in project.items_in(path):
        for named in named_notebooks(project, item):
            if named.notebook:
                yield DocumentLink(named.place.span, named.notebook.path)
        if isinstance(item, ModelVersion) and item.card:
            card = first_there(project, card_paths(project, item))
            if card:
                yield DocumentLink(project.place(item, ("card",)).span, card[0])
        for index, reference in enumerate(item.runs):
            runs = project.facts[Runs].named(reference) if reference and "://" not in reference else ()
            if runs and is_web_address(runs[0].url):
                yield DocumentLink(project.place(item, ("runs", index), ("runs",)).span, address=runs[0].url)
    for target, span in document.links if project.items_in(path) else ():
        if item := linked(project, target):
            yield DocumentLink(span, item.path)
