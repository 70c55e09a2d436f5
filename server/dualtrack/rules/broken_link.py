import re
from collections.abc import Iterator

from dualtrack.files.links import resolved
from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item, Route
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.board import is_within
from dualtrack.project.named_files import lacks_card
from dualtrack.project.project import Place, Project
from dualtrack.said import said
from dualtrack.text import Span

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_OPENED = re.compile(r"(?<!\w)[\"'“‘„][^\"'“”‘’„]*\Z")
_CLOSES = re.compile(r"[^\"'“”‘’„\r\n]*[\"'“”’](?!\w)")


@rule("warning")
def broken_link(item: Item, project: Project) -> Iterator[Finding]:
    """A link to a file that is not there, or a named file out of the folder.

    ## Why

    A finding or a model card that nobody can open is lost to the next reader, and nothing outside the folder that is open is
    read. Judged are links to Markdown and YAML files where the board's items are, and the notebooks and the card that an item
    names; addresses, code, comments and what is quoted are not.

    ## Example

    ```
    -- tracks/wiki/overview.md --
    See [the trends](trends.md), [the notes](../tasks/notes.md#open) and
                                             ^^^^^^^^^^^^^^^^^^^^^^ broken-link: tracks/tasks/notes.md does not exist
    [the slides](../../../slides/q3.pdf). Write it like "[a page](a-page.md)".
    -- tracks/wiki/trends.md --
    -- tracks/experiments/EXP-1.md --
    ---
    notebooks: [notebooks/x.ipynb, ../elsewhere/y.ipynb]
                                   ^^^^^^^^^^^^^^^^^^^^ broken-link: ../elsewhere/y.ipynb leads out of this folder
    ---
    -- tracks/models/fraud-1.2.md --
    ---
    card: docs/fraud.md
          ^^^^^^^^^^^^^ broken-link: docs/fraud.md does not exist
    ---
    -- facts.yaml --
    files: [docs/other.md]
    ```
    """
    document, board = project.document(item), project.board(item)
    named: list[tuple[Route, str]] = [(("notebooks", index), path) for index, path in enumerate(item.notebooks)]
    if isinstance(item, ModelVersion):
        named.append((("card",), item.card))
    for route, path in named:
        outside = path.startswith(("/", "~")) or resolved(board.folder, path) is None
        if path and outside and not _URL.match(path):
            yield Finding(project.place(item, route, route[:1]), said("{path} leads out of this folder", path))
    if isinstance(item, ModelVersion) and lacks_card(project, item):
        yield Finding(project.place(item, ("card",)), said("{card} does not exist", item.card))
    for link in document.file_links if item.has_body else ():
        target = resolved(document.path.rpartition("/")[0], link.path)
        if not target or target in project.documents or _is_quoted(document.text, link.span):
            continue
        if is_within(target, board.items_folder) and project.holds(target):
            yield Finding(Place(item.path, link.span), said("{target} does not exist", target))


def _is_quoted(text: str, span: Span) -> bool:
    """Whether quotation marks stand around a link on its line, so that it is an example of one."""
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return bool(_OPENED.search(before) and _CLOSES.match(text, span.end))
