from collections.abc import Iterator
from functools import partial

from dualtrack.changes.insert_dod import insert_dod
from dualtrack.files.read import DOD_HEADING
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.model.words import plural
from dualtrack.project.project import Place, Project
from dualtrack.project.required_items import missing_items

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
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
            ^^^^^^^ missing-dod-item: the Definition of Done of EXP-1 lacks 2 items: Training run reproducible and logged; Metrics computed on validation and holdout
    ---
    ```

    ## Fixed

    *Insert 2 items*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    ---

    ## Definition of Done

    - [ ] Training run reproducible and logged
    - [ ] Metrics computed on validation and holdout
    ```
    """
    names = missing_items(project, item)
    if not names:
        return
    heading = project.document(item).body.heading(DOD_HEADING)
    place = Place(item.path, heading.span) if heading else project.place(item, ("status",))
    count = plural(len(names), "item")
    fix = Fix(f"Insert {count}", partial(insert_dod, key=item.key, names=tuple(names)), safe=item.is_active)
    texts = project.conventions(item).definition_of_done.texts
    lacks = "; ".join([*(texts[name] for name in names[:_SHOWN]), *(["…"] if len(names) > _SHOWN else [])])
    yield Finding(place, f"the Definition of Done of {item.shown} lacks {count}: {lacks}", (fix,))
