from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.project.proofs.standing import asked_standings
from dualtrack.said import said


@rule("information", kinds=("task", "experiment"), phases=("active", "done"), needs="dod")
def bare_tick(item: Item, project: Project) -> Iterator[Finding]:
    """A ticked item of a Definition of Done that nothing shows to be done.

    ## Why

    A tick is easily set, by people and by agents, and nobody looks behind it. What it stands on is found in the commits, runs,
    registries, validations and alert rules that can be read here, or stands behind ` — ` on the line; words why there is
    nothing do as well. Only what this board can prove is asked for: without a tracker, nothing is said of runs; without alert
    rules, nothing of monitoring; where no commit ever shows a review, nothing of reviews. What several lines lack alike,
    such as a run, is said at the first of them.

    It is said of work in progress. What is closed is asked only from the day on that `definition_of_done: {proofs_since: …}` in
    `dualtrack.yaml` names: a team with 500 closed tasks sees nothing new about them. With that day set and `rules: {bare-tick:
    error}`, `dualtrack check --since` is a gate in CI, for people and agents alike.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    ---
    ## Definition of Done
    - [x] Training run reproducible and logged
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bare-tick: ticked, but no finished run is linked
    - [x] Metrics computed on validation and holdout — by hand, in the notebook
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, item: EXP-2, metrics: {val_f1: 0.70}}
    ```
    """
    seen: set[str] = set()
    for stands in asked_standings(project, item):
        if stands.state == "bare" and not stands.missing and stands.sentence not in seen:
            seen.add(stands.sentence)
            yield Finding(Place(item.path, stands.line.span), said("ticked, but {stands}", stands.sentence))
