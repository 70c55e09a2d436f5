from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.criterion import Criterion
from dualtrack.model.experiment import Experiment
from dualtrack.model.hypothesis import names_a_number
from dualtrack.model.words import folded
from dualtrack.project.evidence import criterion_of
from dualtrack.project.project import Project
from dualtrack.said import listed, said


@rule("warning", phases=("active",))
def unprepared_spike(item: Experiment, project: Project) -> Iterator[Finding]:
    """A running spike that lacks data, compute or a number to decide by.

    ## Why

    A spike is a few days. They go by with waiting for an export or a machine where these were not arranged before, and it has
    no end where no number says what is good enough. The number may stand in `success_criteria` or in the hypothesis.

    ## Example

    ```
    -- tracks/experiments/SPIKE-1.md --
    ---
    status: running
            ^^^^^^^ unprepared-spike: SPIKE-1 is running without compute and a number to decide by
    data: usage export of 2026-09-30
    ---
    ```
    """
    if folded(item.type) != "spike" or not project.document(item).is_read:
        return
    numeric = any(isinstance(criterion_of(text), Criterion) for text in item.success_criteria if text)
    stated = {
        "data": bool(item.data.strip()),
        "compute": bool(item.compute.strip()),
        said("a number to decide by"): numeric or names_a_number(item.hypothesis) or item.has_fault("success_criteria"),
    }
    lacking = [name for name, is_there in stated.items() if not is_there and not item.has_fault(name)]
    if lacking:
        yield Finding(
            project.place(item, ("status",)),
            said("{item} is {status} without {lacking}", item.shown, item.status, listed(lacking)),
        )
