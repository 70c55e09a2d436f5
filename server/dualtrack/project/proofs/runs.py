"""What runs show: that training was logged, what was evaluated, and which artifacts were kept."""

from collections.abc import Iterator, Sequence

from dualtrack.facts.registry import RegisteredVersion, Registry
from dualtrack.facts.run_commits import RunCommits
from dualtrack.facts.runs import Runs
from dualtrack.facts.tags import Tags
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.metric import normal
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.run import Run
from dualtrack.project import evidence
from dualtrack.project.linked_runs import linked_runs, status_of, status_words
from dualtrack.project.production import registered_as, surely_registered
from dualtrack.project.project import Project
from dualtrack.project.proofs.found import Found, nothing, shown, stale, unknown
from dualtrack.project.proofs.reviewed import changed_after, work_of
from dualtrack.said import joined, plural, said


def cited_run(run: Run) -> str:
    """How a line cites a run."""
    return f"{run.tracker}:{run.short_id}"


def model_of(project: Project, item: Item) -> ModelVersion | None:
    """The model version that an item names."""
    found = project.find(item.model) if item.model else None
    return found if isinstance(found, ModelVersion) else None


def runs_of(project: Project, item: Item) -> Sequence[Run]:
    """The finished runs that an item rests on, the best for its criteria first: its own, else those of its model, else those
    of the experiments that it depends on."""
    if not project.facts[Runs].any:
        return ()
    if own := _finished(project, item):
        return own
    model = model_of(project, item)
    made = (run for each in registered_as(project, model) for run in project.facts[Runs].named(each.run)) if model else ()
    if found := [*(_finished(project, model) if model else ()), *(run for run in made if run.finished)]:
        return found
    others = (project.find(id) for id in item.depends_on if id)
    return [run for other in others if isinstance(other, Experiment) for run in _finished(project, other)]


def runs_of_version(project: Project, model: ModelVersion) -> list[Run]:
    """The finished runs that a version was made from: those of what is registered as this version, else those linked to it."""
    made = (run for each in surely_registered(project, model) for run in project.facts[Runs].named(each.run))
    return [run for run in made if run.finished] or (_finished(project, model) if project.facts[Runs].any else [])


def _finished(project: Project, item: Item) -> list[Run]:
    finished = [run for run in reversed(linked_runs(project, item).runs) if run.finished]
    if len(finished) > 1 and isinstance(item, Experiment):
        judged = {each.run.id for each in evidence.judgements(project, item) if each.run}
        finished.sort(key=lambda run: run.id not in judged)
    return finished


def no_run(project: Project) -> Found:
    """What is found where no run is linked."""
    if project.facts.unknown(Runs):
        return unknown(said("the runs are not known"))
    return nothing(said("no finished run is linked")) if project.facts[Runs].any else unknown(said("no tracker is read here"))


def by_all_runs(project: Project, found: Found) -> Found:
    """What some runs show; where they show nothing, one that is not known may."""
    if found.state == "nothing" and project.facts.unknown(Runs):
        return unknown(said("not all runs are known"))
    return found


def run_logged(project: Project, item: Item) -> Found:
    """A finished run with params, from a commit that the repository has, without changes that were not committed."""
    if not (runs := runs_of(project, item)):
        return no_run(project)
    lacks = [lack_of(project, item, run) for run in runs]
    good = next((run for run, lack in zip(runs, lacks, strict=True) if not lack), None)
    if not good:
        alike = len(runs) > 1 and len(set(lacks)) == 1
        run = said("every linked run") if alike else said("run {run}", runs[0].shown)
        return by_all_runs(project, nothing(joined(" ", (run, lacks[0]))))
    return _outdated(project, item, good) or _commit_known(project, item, good)


def unfinished(project: Project, item: Item, run: Run) -> Found:
    """What is found of a run that shows nothing yet, or failed."""
    return nothing(said("run {run} has not finished: {status}", run.shown, status_words(status_of(project, item, run))))


def shown_by_run(project: Project, item: Item, name: str | None, run: Run) -> Found | None:
    """What a run shows that is cited for an item of the Definition of Done: None where it does not show that by itself."""
    if not run.finished:
        return unfinished(project, item, run)
    if name == "run-logged":
        lack = lack_of(project, item, run)
        return (
            nothing(joined(" ", (said("run {run}", run.shown), lack)))
            if lack
            else _outdated(project, item, run) or shown(said("run {run}", run.shown), cited_run(run))
        )
    if name == "evaluated":
        found = _evaluated(project, item, [run])
        return found if found.state in ("shown", "stale") or not run.metrics else None
    if name == "artifact-versioned":
        return _kept(project, item, [run])
    return None


def lack_of(project: Project, item: Item, run: Run) -> str:
    """What keeps a run from being logged and reproducible, as the end of a sentence; empty where nothing known does."""
    if not run.params:
        return said("logs no params")
    if not run.commit:
        return said("has no commit")
    if run.dirty:
        return said("was made with changes that were not committed")
    place = project.facts[RunCommits].places.get(run.commit)
    if place == "nowhere" and not item.repo and not project.conventions(item).repositories:
        return said("was made from {commit}, which this repository does not have", run.commit[:8])
    return ""


def _commit_known(project: Project, item: Item, run: Run) -> Found:
    place = project.facts[RunCommits].places.get(run.commit)
    if place in ("trunk", "elsewhere"):
        return shown(
            said("run {run} with {params} from {commit}", run.shown, plural(len(run.params), "param"), run.commit[:8]),
            cited_run(run),
        )
    return unknown(
        said("run {run} is from {commit}, and whether the repository has that is not known", run.shown, run.commit[:8])
    )


def _outdated(project: Project, item: Item, run: Run) -> Found | None:
    """Whether the script of a run has changed since; of notebooks another rule says so."""
    if not run.source or run.source.endswith(".ipynb") or not run.ended:
        return None
    commit = changed_after(project, item, run.source, run.ended.timestamp())
    return stale(said("{hash} changed {source} after run {run}", commit.hash[:8], run.source, run.shown)) if commit else None


def evaluated(project: Project, item: Item) -> Found:
    """Metrics of finished runs on a validation and on a holdout split."""
    runs = runs_of(project, item)
    return by_all_runs(project, _evaluated(project, item, runs)) if runs else no_run(project)


def _evaluated(project: Project, item: Item, runs: Sequence[Run]) -> Found:
    logged = {name: run for run in reversed(runs) for name in run.metrics}
    if not logged:
        return nothing(
            said("run {run} logs no metric", runs[0].shown) if len(runs) == 1 else said("no linked run logs a metric")
        )
    on = {split: sorted(name for name in logged if split in normal(name)) for split in ("val", "test")}
    if on["val"] and on["test"]:
        names = [_shortest(on[split]) for split in ("val", "test")]
        tested = logged[names[1]]
        return _outdated(project, item, tested) or shown(
            said("{name} and {other} of run {tested}", names[0], names[1], tested.shown), cited_run(tested)
        )
    where = "validation" if not on["val"] else "holdout"
    if without := [name for name in logged if normal(name).isdisjoint(("val", "test", "train"))]:
        if not on["val"] and not on["test"]:
            return unknown(said("the names of the metrics do not tell the split"))
        return unknown(
            said("{name} does not tell its split, and no other metric is of a {where} split", _shortest(without), where)
        )
    return nothing(said("linked runs log {names}, and nothing on a {where} split", _shortest(sorted(logged)), where))


def _shortest(names: Sequence[str]) -> str:
    return min(names, key=lambda name: (len(name), name))


def artifact_versioned(project: Project, item: Item) -> Found:
    """A registered version, a logged model, a version that a git tag registers, or a file that DVC follows."""
    runs = runs_of(project, item)
    if version := next(_versions(project, item), None):
        return _registered(project, item, version)
    if found := _kept(project, item, runs):
        return found
    tags = project.facts[Tags].of(item.model) if item.model else ()
    if tag := next((each.tag for each in tags if each.said.action == "register"), None):
        return shown(said("tag {tag} registers it", tag.name), tag.name)
    tracked = ((commit, path) for commit in work_of(project, item) for path in commit.paths)
    if found := next(((commit, path) for commit, path in tracked if path.endswith((".dvc", "dvc.lock"))), None):
        return shown(said("{found} in {hash}", found[1], found[0].hash[:8]), found[1])
    kept = project.facts[Registry].all or project.facts[Runs].log_models
    if project.facts.unknown(Registry) or project.facts.unknown(Runs):
        return unknown(said("not all runs and registered models are known"))
    if not kept:
        return unknown(said("no registry is read here, and no run logs models"))
    return nothing(said("no linked run logged a model, and no version is registered"))


def _versions(project: Project, item: Item) -> Iterator[RegisteredVersion]:
    registry = project.facts[Registry]
    if registry.all and (model := model_of(project, item)):
        yield from registered_as(project, model)
    if registry.all and item.id:
        yield from registry.by_item.get(canonical(item.id), ())


def _kept(project: Project, item: Item, runs: Sequence[Run]) -> Found | None:
    """A version that was registered from one of some runs, or a model that one of them logged."""
    by_run = project.facts[Registry].by_run
    if version := next((version for run in runs for version in by_run.get(run.id, ())), None):
        return _registered(project, item, version)
    if not (run := next((run for run in runs if run.models), None)):
        return None
    logged = shown(said("run {run} logged {models}", run.shown, joined(", ", run.models[:2])), cited_run(run))
    return _outdated(project, item, run) or logged


def _registered(project: Project, item: Item, version: RegisteredVersion) -> Found:
    """A version, which is outdated where the script of its run has changed since."""
    made = project.facts[Runs].named(version.run) if version.run else ()
    outdated = next((found for run in made if (found := _outdated(project, item, run))), None)
    return outdated or shown(said("{version} is registered", version.shown), f"models:/{version.model}/{version.version}")
