from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import Experiment
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", phases=("active",))
def missing_hypothesis(item: Experiment, project: Project) -> Iterator[Finding]:
    """A running experiment without a hypothesis.

    ## Why

    An experiment answers a question. Without the expected effect in one sentence nobody can tell what a result means, and the
    next person cannot see whether their idea was tried. A spike, which looks around first, needs none.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
            ^^^^^^^ missing-hypothesis: EXP-1 is running without a hypothesis
    ---
    ```
    """
    if item.hypothesis.strip() or folded(item.type) == "spike":
        return
    if not item.has_fault("hypothesis") and project.document(item).is_read:
        yield Finding(
            project.place(item, ("status",)), said("{item} is {status} without a hypothesis", item.shown, item.status)
        )
