from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning")
def unknown_track(item: Item, project: Project) -> Iterator[Finding]:
    """A track that is a known one but for a slip.

    ## Why

    Under a mistyped name the board has one more track, and the item's statuses are not those of the track that was meant. A
    track of another name is left alone: a team may have its own without `tracks:` in `dualtrack.yaml`.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    track: reserch
           ^^^^^^^ unknown-track: there is no track reserch; research is close
    ---
    ```

    ## Fixed

    *Set the track to research*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    track: research
    ---
    ```
    """
    if meant := project.conventions(item).mistyped_track(item.track):
        change = partial(set_value, key=item.key, name="track", value=meant)
        fix = Fix(said("Set the track to {meant}", meant), change, safe=True)
        yield Finding(
            project.place(item, ("track",)), said("there is no track {track}; {meant} is close", item.track, meant), (fix,)
        )
