from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project.goal_posts import moved_goal_posts as moved
from dualtrack.project.project import Project
from dualtrack.said import said

_JUST_DAYS = 14
_KEYS = {
    "timebox": ("timebox_days", "timebox"),
    said("success criteria"): ("success_criteria",),
    said("stop criteria"): ("stop_criteria",),
}


@rule("information")
def moved_goal_posts(item: Experiment, project: Project) -> Iterator[Finding]:
    """A criterion or a timebox that was changed after work had begun, by a commit that does not say why.

    ## Why

    A criterion that is set once the numbers are known is met by any numbers. There are good reasons to change one; the commit's
    message says them, below its subject, so that whoever reads the decision knows what was asked for at first. A timebox is
    extended by an entry of `extensions` with a reason. Work begins with the first linked run, or the first commit that mentions
    the experiment and touches more than the board. Nothing is said of what is not committed yet, of what was put back, of a
    shorter timebox, and of experiments that were closed more than two weeks ago. A reason that was only spoken can be kept as a
    comment beside `allow: [moved-goal-posts]`.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    success_criteria: f1 >= 0.7
                      ^^^^^^^^^ moved-goal-posts: EXP-1 began with f1 >= 0.72; Ana Ruiz changed that without a reason (a0000002)
    status: running
    ---
    -- facts.yaml --
    past:
      EXP-1:
        - {when: 2026-11-05, status: running, timebox: 10d, success_criteria: [f1 >= 0.72]}
        - {when: 2026-11-10, success_criteria: [f1 >= 0.7]}
        - {when: 2026-11-11, timebox: 15d, reason: the labels came late}
    runs:
      - {id: 8f3c0011, item: EXP-1, ended: 2026-11-08, metrics: {f1: 0.71}}
    ```
    """
    if item.is_closed and (not item.closed or (project.today(item) - item.closed).days > _JUST_DAYS):
        return
    for kind, was, change in moved(project, item):
        place = project.place(item, *((key,) for key in _KEYS[kind]))
        before = said("a timebox of {was}", was) if kind == "timebox" else was
        message = said(
            "{item} began with {before}; {author} changed that without a reason ({hash})",
            item.shown,
            before,
            change.author,
            change.hash[:8],
        )
        yield Finding(place, message)
