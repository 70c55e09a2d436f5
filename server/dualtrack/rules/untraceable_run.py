from collections.abc import Collection, Iterator

from dualtrack.facts.clones import Clones
from dualtrack.facts.history import History
from dualtrack.facts.run_commits import RunCommits
from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.run import Run
from dualtrack.project import evidence
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.production import surely_registered
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", kinds=("experiment", "model"))
def untraceable_run(item: Item, project: Project) -> Iterator[Finding]:
    """What ships rests on a run that nobody can make again from this repository, or that cannot be compared.

    ## Why

    Whoever must explain, mend or train again what runs in production needs the code that gave it: a commit on the default
    branch, without changes that were never committed. Said of the runs that a shipped experiment is judged by, or that it
    cites, and of the run that a deployed model version was registered from, else those that it cites, unless it is said of the
    experiment. Nothing is said of commits in a clone that lacks some, nor of code that lies in another repository of the board.

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
    if isinstance(item, Experiment):
        found = [lack for run in _shipped(project, item) for lack in _lacks(project, item, run)]
        judged = evidence.measured(project, item) if _ships(item) else ()
        found += (
            said("{run} cannot be compared: {differs}", each.run.shown, each.differs)
            for each in judged
            if each.run and each.differs
        )
        for message in dict.fromkeys(found):
            yield Finding(project.place(item, ("decision",)), message)
    elif isinstance(item, ModelVersion) and item.stage == "deployed":
        for run in _made_from(project, item):
            for lack in _lacks(project, item, run):
                yield Finding(project.place(item, ("stage",)), said("{item} is deployed, but its run {lack}", item.shown, lack))


def _shipped(project: Project, item: Experiment) -> Collection[Run]:
    """The runs that a shipped experiment is judged by, else those that it cites."""
    if not _ships(item):
        return ()
    judged = [judgement.run for judgement in evidence.measured(project, item) if judgement.run]
    cited = linked_runs(project, item).runs if any(item.runs) and not judged else ()
    return {run.key: run for run in (*judged, *cited)}.values()


def _ships(item: Experiment) -> bool:
    return item.decision == "ship" and item.phase == "done"


def _made_from(project: Project, item: ModelVersion) -> Iterator[Run]:
    """The runs that a model version was made from: of what is registered, else those that it cites; but for those of which a
    shipped experiment says it."""
    known = project.facts[Runs]
    made = [run for version in surely_registered(project, item) if version.run for run in known.named(version.run)]
    runs = {run.key: run for run in made or (linked_runs(project, item).runs if any(item.runs) else ())}
    for run in runs.values():
        experiments = map(project.find, filter(None, (*item.depends_on, run.item)))
        if not any(isinstance(each, Experiment) and run in _shipped(project, each) for each in experiments):
            yield run


def _lacks(project: Project, item: Item, run: Run) -> Iterator[str]:
    """What keeps a run from being made again, in words."""
    if not run.commit:
        yield said("{run} has no commit", run.shown)
        return
    short = run.commit[:8]
    if run.dirty:
        yield said("{run} was made from {short} with changes that were not committed", run.shown, short)
    history = project.facts[History]
    known = history.commits.get(run.commit)
    place = project.facts[RunCommits].places.get(run.commit)
    if project.facts.unknown(RunCommits) or (known and known.landed) or run.commit in project.facts[Clones].commits:
        return
    if place == "nowhere" and not project.conventions(item).repositories:
        yield said("{run} was made from {short}, which this repository does not have", run.shown, short)
    elif place == "elsewhere":
        yield said("{run} was made from {short}, which is not on {trunk}", run.shown, short, history.trunk)
