from collections.abc import Iterator

from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, rule
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import experiments, has_preliminary_result, list_place
from dualtrack.said import counted, joined, said


@rule("warning")
def sprint_without_preliminary_results(item: Sprint, project: Project) -> Iterator[Finding]:
    """A sprint that is half over while too few of its experiments have shown anything.

    ## Why

    Half of a sprint is enough to see whether an experiment leads somewhere, and early enough to stop it, help it or extend it.
    A finished run is a preliminary result, and so are words under `## Findings`, an extension and a decision. The share is
    `sprint: {preliminary_results: 0.5}` in `dualtrack.yaml`. Nothing is said while the trackers cannot be asked.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    start: 2026-11-02
    end: 2026-11-20
    experiments: [EXP-1, EXP-2]
    ^^^^^^^^^^^ sprint-without-preliminary-results: half of sprint-5 has passed, and no experiment has a preliminary result
    -- tracks/experiments/EXP-1.md --
    ## Findings
    > 3 runs are queued.
    -- tracks/experiments/EXP-2.md --
    ```
    """
    today = project.today(item)
    if not item.middle or today <= item.middle or item.has_ended(today):
        return
    if project.facts.unknown(Runs):
        return
    held = experiments(project, item)
    without = [experiment.shown for experiment in held if not has_preliminary_result(project, experiment)]
    count = len(held) - len(without)
    if count < project.conventions(item).sprint.preliminary_results * len(held):
        some = said("no experiment has a preliminary result")
        if count:
            some = counted(
                count,
                "{count} of {all} experiments has a preliminary result: {others}",
                "{count} of {all} experiments have a preliminary result: {others}",
                len(held),
                counted(len(without), "{without} has none", "{without} have none", joined(", ", without)),
            )
        yield Finding(list_place(project, item, "experiments"), said("half of {item} has passed, and {some}", item.shown, some))
