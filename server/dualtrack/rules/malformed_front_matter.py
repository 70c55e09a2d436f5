from collections.abc import Iterator
from functools import partial

from dualtrack.changes.quote import end_keys, quote
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.said import said


@rule("error", needs="parsed")
def malformed_front_matter(item: Item, project: Project) -> Iterator[Finding]:
    """A file whose keys cannot be read as YAML.

    ## Why

    The keys between the two `---` lines say what the item is. A key that does not parse is lost, and the board would show
    less than the team wrote. Only that key is lost: the card stays, and so does every other item. Where it is clear what is
    meant, as in `status:done` or `status = done`, the key is read that way and is still a finding.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    id: TASK-1
    assignee: @ann
              ^^^^ malformed-front-matter: a value without quotation marks cannot start with "@"
    ---
    ```

    ## Fixed

    *Quote the value*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    id: TASK-1
    assignee: "@ann"
    ---
    ```
    """
    document = project.document(item)
    first = document.front.keys.entries[:1] if document.problems else ()
    if not document.readable or (item.route and item.route != tuple(key.text for key, _ in first)):
        return  # of the sprints and items in a file the first sprint says it
    for problem in document.problems:
        spans = problem.quotable
        if spans and project.board(item).layout.quotes:
            continue
        fixes = [Fix(said("Quote the value"), partial(quote, path=item.path, spans=spans), safe=True)] if spans else []
        if signs := problem.signs:
            fixes.append(Fix(said('Write ": " behind the key'), partial(end_keys, path=item.path, signs=signs), safe=True))
        yield Finding(Place(item.path, problem.span), problem.message, tuple(fixes))
