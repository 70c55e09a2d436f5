from collections.abc import Iterator

from dualtrack.changes.block import Block
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.project.validated_data import validations
from dualtrack.said import said


@rule("information", kinds=("task", "experiment"), phases=("waiting", "active"))
def failed_validation(item: Item, project: Project) -> Iterator[Finding]:
    """Open work on data whose last validation by Great Expectations has failed.

    ## Why

    What is trained on data that is not as expected may have to be done again. Either it waits, and the board says so, or the
    expectations are wrong and should be mended. Read are the results below `gx` and `great_expectations`; an item names its
    data under `data`, by the data asset or the file, or in its title.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    data: customers of 2026-09
          ^^^^^^^^^^^^^^^^^^^^ failed-validation: the validation of customers failed on 2026-11-15: plan: to exist (and 1 more)
    ---
    -- facts.yaml --
    validations:
      - asset: customers
        failed: ["plan: to exist", "age: values to not be null"]
    ```

    ## Fixed

    *Mark EXP-1 as blocked (data)*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    blocked: {kind: data, since: 2026-11-16, reason: the validation of customers failed on 2026-11-15}
    data: customers of 2026-09
    ---
    ```
    """
    if item.blocked or item.has_fault("blocked"):
        return
    for result in validations(project, item):
        if not result.success:
            on = said(" on {day}", project.local(item, result.when).date()) if result.when else ""
            failed = said("the validation of {asset} failed{on}", result.asset, on)
            first = f": {result.failed[0]}" if result.failed else ""
            more = said(" (and {failures} more)", result.failures - 1) if result.failures > 1 else ""
            fix = Fix(said("Mark {item} as blocked (data)", item.shown), Block(item.key, "data", "".join(failed)).change)
            yield Finding(project.place(item, ("data",), ("title",)), failed + first + more, (fix,))
