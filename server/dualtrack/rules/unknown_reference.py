import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.text import Span

_LINK = re.compile(r"\[\[([^\[\]|#\r\n]+)(?:[|#][^\[\]\r\n]*)?\]\]")


@rule("warning")
def unknown_reference(item: Item, project: Project) -> Iterator[Finding]:
    """A reference to an item that is not in the repository.

    ## Why

    What an item waits for, belongs to or builds on is read from `depends_on`, `parent`, `sprint` and `model`, and from
    `[[links]]`. A reference that leads nowhere says less than it seems to. Ids elsewhere in the prose are never judged.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    depends_on: [TASK-2, EXP-9]
                         ^^^^^ unknown-reference: EXP-9 does not exist
    ---
    See [[TASK-7]].
          ^^^^^^ unknown-reference: TASK-7 does not exist
    -- tracks/tasks/TASK-2.md --
    ```
    """
    for route, name in item.references():
        if not project.find(name):
            yield Finding(project.place(item, route, route[:1]), f"{name} does not exist")
    document = project.document(item)
    for link in _LINK.finditer(document.text, document.front.body):
        target = link[1].strip()
        if not project.find(target) and not _is_page(target, project):
            start = link.start(1) + link[1].index(target)
            yield Finding(Place(item.path, Span(start, start + len(target))), f"{target} does not exist")


def _is_page(target: str, project: Project) -> bool:
    wanted = target.removesuffix(".md").casefold()
    return any(
        wanted in (path.removesuffix(".md").casefold(), PurePosixPath(path).stem.casefold(), page.title.casefold())
        for path, page in project.by_path.items()
    )
