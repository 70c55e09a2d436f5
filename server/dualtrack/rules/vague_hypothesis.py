from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import Experiment
from dualtrack.model.hypothesis import names_a_number
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", phases=("waiting",))
def vague_hypothesis(item: Experiment, project: Project) -> Iterator[Finding]:
    """A hypothesis that says neither how much nor by which criterion it will be judged.

    ## Why

    "Feature X helps" is true of any result. By how much it must help to be worth its cost is a decision to take before the
    first run: in the hypothesis, or as a numeric criterion beside it. A criterion that is not numeric has a finding of its own,
    and so has what runs without one. What is closed is left alone.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    hypothesis: Feature X makes the F1 better
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ vague-hypothesis: the hypothesis of EXP-1 names no number, and no criterion does
    ---
    -- tracks/experiments/EXP-2.md --
    ---
    hypothesis: Feature Y makes the F1 better
    success_criteria: Validation F1 >= 0.72
    ---
    ```
    """
    if not item.hypothesis.strip() or folded(item.type) == "spike":
        return
    is_criterion_written = any(item.success_criteria) or item.has_fault("success_criteria")
    if not is_criterion_written and not names_a_number(item.hypothesis):
        message = said("the hypothesis of {item} names no number, and no criterion does", item.shown)
        yield Finding(project.place(item, ("hypothesis",)), message)
