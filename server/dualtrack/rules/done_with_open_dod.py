from collections.abc import Iterator
from functools import partial

from dualtrack.changes.tick import tick
from dualtrack.files.read import DOD_HEADING
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.definition_of_done import DodLine
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.project.proofs.standing import asked_standings
from dualtrack.project.required_items import is_never_ticked, open_items
from dualtrack.said import joined, plural, said


@rule("warning", phases=("done",))
def done_with_open_dod(item: Item, project: Project) -> Iterator[Finding]:
    """An item that is called done while its Definition of Done is open.

    ## Why

    Others plan with what is done. An open item is either done by now (tick it), does not apply (`- [-] … N/A: reason`), or the
    work is not done. An experiment that does not ship is asked only for what its decision needs. Where there is proof of
    an open item, `shown-but-open` says so. What Backlog.md's command writes into every task (`- [ ] #1 Tests pass`) and the
    team hardly ever ticks, in not one of five done tasks, says nothing of a single one and is not told.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: done
    ---
    ## Definition of Done
    ^^^^^^^^^^^^^^^^^^^^^ done-with-open-dod: TASK-1 is done with 1 item open: Code reviewed and unit-tested
    - [ ] Code reviewed and unit-tested
    - [x] Feature flag removed
    ```

    ## Fixed

    *Tick "Code reviewed and unit-tested"*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: done
    ---
    ## Definition of Done
    - [x] Code reviewed and unit-tested
    - [x] Feature flag removed
    ```
    """
    heading = project.document(item).body.heading(DOD_HEADING)
    if not heading:
        return
    shown = {each.line for each in asked_standings(project, item) if each.state == "shown but open"}
    left = [line for line in open_items(project, item) if line not in shown]
    texts = tuple(line.shown for line in left if not (_is_blank(line) and is_never_ticked(project, item, line.text)))
    if texts:
        fixes = [Fix(said('Tick "{text}"', text), partial(tick, key=item.key, texts=(text,))) for text in texts]
        if len(texts) > 1:
            fixes.append(Fix(said("Tick all {count} lines", len(texts)), partial(tick, key=item.key, texts=texts)))
        message = said(
            "{item} is {status} with {items} open: {texts}",
            item.shown,
            item.status,
            plural(len(texts), "item"),
            joined(", ", texts),
        )
        yield Finding(Place(item.path, heading.span), message, tuple(fixes))


def _is_blank(line: DodLine) -> bool:
    return line.numbered and not line.mark.strip()
