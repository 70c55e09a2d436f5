from collections.abc import Iterator
from functools import partial

from dualtrack.changes.insert_dod import insert_dod
from dualtrack.files.read import DOD_HEADING
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.project.required_items import missing_items
from dualtrack.said import joined, plural, said

_SHOWN = 3


@rule("warning", kinds=("task", "experiment"), phases=("active", "done"))
def missing_dod_item(item: Item, project: Project) -> Iterator[Finding]:
    """A Definition of Done that lacks items the team agreed on.

    ## Why

    A model is not done when its unit tests pass. What it takes is agreed on once, in `definition_of_done:` of
    `dualtrack.yaml` or by the built-in items, and stands as a checklist in every file, so that nobody has to remember it.
    Nothing is asked for before work starts.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: in-progress
            ^^^^^^^^^^^ missing-dod-item: the Definition of Done of TASK-1 lacks 1 item: Code reviewed and unit-tested
    ---
    ```

    ## Fixed

    *Insert 1 item into the Definition of Done*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: in-progress
    ---

    ## Definition of Done

    - [ ] Code reviewed and unit-tested
    ```
    """
    names = missing_items(project, item)
    if not names:
        return
    heading = project.document(item).body.heading(DOD_HEADING)
    place = Place(item.path, heading.span) if heading else project.place(item, ("status",))
    count = plural(len(names), "item")
    fix = Fix(
        said("Insert {count} into the Definition of Done", count),
        partial(insert_dod, key=item.key, names=tuple(names)),
        safe=item.is_active,
    )
    texts = project.conventions(item).definition_of_done.texts
    lacks = joined("; ", [*(texts[name] for name in names[:_SHOWN]), *(["…"] if len(names) > _SHOWN else [])])
    yield Finding(place, said("the Definition of Done of {item} lacks {count}: {lacks}", item.shown, count, lacks), (fix,))
