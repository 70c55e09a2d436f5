from collections.abc import Iterator

from dualtrack.facts.clones import Clones
from dualtrack.facts.history import History
from dualtrack.facts.run_commits import RunCommits
from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import Experiment
from dualtrack.model.run import Run
from dualtrack.project import evidence
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project


@rule("warning", phases=("done",))
def untraceable_run(item: Experiment, project: Project) -> Iterator[Finding]:
    """What ships rests on a run that nobody can make again from this repository, or that cannot be compared.

    ## Why

    Whoever must explain, mend or train again what runs in production needs the code that gave it: a commit on the default
    branch, without changes that were never committed. Said of the runs that a shipped experiment is judged by, or that it
    cites. Nothing is said of commits in a clone that lacks some, nor of code that lies in another repository of the board.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    success_criteria: improves val_f1 by 0.03
    baseline_run: 8f3c01aa
    evaluation: splits
    status: decided
    decision: ship
              ^^^^ untraceable-run: deep was made from bbbbbbbb with changes that were not committed
              ^^^^ untraceable-run: deep was made from bbbbbbbb, which is not on main
              ^^^^ untraceable-run: deep cannot be compared: splits/val.csv changed since the baseline
    ---
    -- facts.yaml --
    run_commits: {aaaaaaaaaaaa: trunk, bbbbbbbbbbbb: elsewhere}
    evaluations:
      - {before: aaaaaaaaaaaa, after: bbbbbbbbbbbb, paths: [splits], changed: [splits/val.csv]}
    runs:
      - {id: 8f3c01aa, commit: aaaaaaaaaaaa, metrics: {val_f1: 0.69}}
      - {id: 8f3c02bb, item: EXP-1, name: deep, commit: bbbbbbbbbbbb, dirty: true, metrics: {val_f1: 0.73}}
    ```
    """
    if item.decision != "ship":
        return
    judged = evidence.measured(project, item)
    shipped = [judgement.run for judgement in judged] or (linked_runs(project, item).runs if any(item.runs) else ())
    found = [said for run in {run.key: run for run in shipped if run}.values() for said in _lacks(project, item, run)]
    found += (f"{each.run.shown} cannot be compared: {each.differs}" for each in judged if each.run and each.differs)
    for message in dict.fromkeys(found):
        yield Finding(project.place(item, ("decision",)), message)


def _lacks(project: Project, item: Experiment, run: Run) -> Iterator[str]:
    """What keeps a run from being made again, in words."""
    if not run.commit:
        yield f"{run.shown} has no commit"
        return
    short = run.commit[:8]
    if run.dirty:
        yield f"{run.shown} was made from {short} with changes that were not committed"
    history = project.facts[History]
    known = history.commits.get(run.commit)
    place = project.facts[RunCommits].places.get(run.commit)
    if project.facts.unknown(RunCommits) or (known and known.landed) or run.commit in project.facts[Clones].commits:
        return
    if place == "nowhere" and not project.conventions(item).repositories:
        yield f"{run.shown} was made from {short}, which this repository does not have"
    elif place == "elsewhere":
        yield f"{run.shown} was made from {short}, which is not on {history.trunk}"
