from collections.abc import Iterator
from functools import partial

from dualtrack.changes.remove_key import remove_key
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", needs="points")
def story_points_on_research(item: Item, project: Project) -> Iterator[Finding]:
    """Story points on research.

    ## Why

    Points estimate work that is understood. What research takes is not known beforehand, so it is bounded by a timebox
    instead; points on it make the team's velocity a number that nobody can plan with.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    id: EXP-1
    points: 5
            ^ story-points-on-research: EXP-1 has 5 points, but research is bounded by a timebox
    ---
    ```

    ## Fixed

    *Remove the points*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    id: EXP-1
    ---
    ```
    """
    if item.points.strip() and (item.track == "research" or isinstance(item, Experiment)):
        fix = Fix(said("Remove the points"), partial(remove_key, key=item.key, name="points"))
        message = said("{item} has {points} points, but research is bounded by a timebox", item.shown, item.points)
        yield Finding(project.place(item, ("points",)), message, (fix,))
