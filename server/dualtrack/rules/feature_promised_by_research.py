from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project
from dualtrack.said import said

_PROMISES = {"implement", "build", "deliver", "ship", "release", "launch", "deploy"}
_FOR_LEARNING = {"prototype", "prototypes", "baseline", "baselines", "poc", "proof", "mock-up", "mockup", "demo"}


@rule("hint", phases=("waiting", "active"))
def feature_promised_by_research(item: Experiment, project: Project) -> Iterator[Finding]:
    """An experiment whose title promises a feature.

    ## Why

    Who reads "Build the fraud model" expects a model at the end; an experiment ends with a decision, which may be not to go on.
    A title such as "Does feature X help?" makes that a result, and the feature is a task of its own once it is decided.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    title: Implement graph features
           ^^^^^^^^^^^^^^^^^^^^^^^^ feature-promised-by-research: "Implement" promises a feature; EXP-1 ends with a decision
    ---
    ```
    """
    first, *others = item.title.split() or [""]
    if first.lower() not in _PROMISES or not others:
        return
    if _FOR_LEARNING.isdisjoint(word.lower() for word in others):
        message = said('"{first}" promises a feature; {item} ends with a decision', first, item.shown)
        yield Finding(project.place(item, ("title",)), message)
