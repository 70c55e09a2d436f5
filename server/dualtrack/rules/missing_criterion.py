from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.model.hypothesis import criterion_in
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", phases=("active",))
def missing_criterion(item: Experiment, project: Project) -> Iterator[Finding]:
    """A running experiment that does not say when it has succeeded.

    ## Why

    What counts as success is agreed on before the numbers are there; afterwards every result looks like one. A criterion names
    a metric, a comparison and a number, and Dualtrack holds it against the best run. Spikes are judged by `unprepared-spike`.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    hypothesis: Adding feature X improves F1 by >= 0.03
    status: running
            ^^^^^^^ missing-criterion: EXP-1 is running without a success criterion
    ---
    ```

    ## Fixed

    *Use "improves F1 by >= 0.03" from the hypothesis*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    hypothesis: Adding feature X improves F1 by >= 0.03
    status: running
    success_criteria: improves F1 by >= 0.03
    ---
    ```
    """
    if any(item.success_criteria) or folded(item.type) == "spike":
        return
    if item.has_fault("success_criteria") or not project.document(item).is_read:
        return
    criterion = criterion_in(item.hypothesis)
    change = partial(set_value, key=item.key, name="success_criteria", value=criterion)
    fixes = (Fix(said('Use "{criterion}" from the hypothesis', criterion), change),) if criterion else ()
    message = said("{item} is {status} without a success criterion", item.shown, item.status)
    yield Finding(project.place(item, ("status",)), message, fixes)
