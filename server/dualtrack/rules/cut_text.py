from collections.abc import Iterator
from functools import partial

from dualtrack.changes.quote import quote_line, span_with_comment
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.said import said

_TEXTS = ("title", "hypothesis", "goal", "change", "reason", "blocked", "learnings")


@rule("hint", needs="parsed")
def cut_text(item: Item, project: Project) -> Iterator[Finding]:
    """A text that ends where YAML begins a comment.

    ## Why

    In YAML, a `#` behind a blank begins a comment: of `title: Fix issue #12` the title is "Fix issue". Quotation marks keep it
    whole. A comment that is meant as one has a blank behind its `#`.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    title: Fix issue #12 in the parser
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ cut-text: the title ends before " #", where YAML begins a comment
    ---
    ```

    ```
    -- tracks/sprints/sprint-5.yaml --
    product_tasks:
      - feature: Fix issue #12
                 ^^^^^^^^^^^^^ cut-text: the feature ends before " #", where YAML begins a comment
    ```

    ## Fixed

    *Quote the value*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    title: "Fix issue #12 in the parser"
    ---
    ```
    """
    document = project.document(item)
    # An item that stands in a sprint has its title behind its type.
    kinds = (item.type, item.type.replace("-", "_")) if item.route and item.type else ()
    for name in dict.fromkeys((*_TEXTS, *kinds)):
        if span := span_with_comment(document, (*item.route, name)):
            fix = Fix(said("Quote the value"), partial(quote_line, key=item.key, name=name))
            message = said('the {name} ends before " #", where YAML begins a comment', name)
            yield Finding(Place(item.path, span), message, (fix,))
