from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project


@rule("error", needs="parsed")
def unreadable_file(item: Item, project: Project) -> Iterator[Finding]:
    """A file among the items that is no text, is too large, or is a link that leads nowhere.

    ## Why

    Whatever stands in it is missing on the board. Files are text in UTF-8 of up to four million characters, and a link must
    lead to a file inside the repository. The file is left as it is.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    a\0b
    ^ unreadable-file: this file is binary
    ```
    """
    document = project.document(item)
    if not document.readable:
        for problem in document.problems:
            yield Finding(Place(item.path, problem.span), problem.message)
