"""What the outside knows of an item: its commits, branches, notebooks and runs, and how its criteria stand."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from dualtrack.facts.clones import Clones
from dualtrack.facts.evaluations import Compared, Evaluations
from dualtrack.facts.history import Branch, Commit, History, newest_first
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.facts.notebooks import Notebooks
from dualtrack.facts.pasts import BEFORE_ALL, Order, Past, Pasts
from dualtrack.facts.run_commits import RunCommits
from dualtrack.facts.runs import Runs
from dualtrack.model.criterion import Criterion, CriterionError, parse_criterion
from dualtrack.model.definition_of_done import DodLine
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.judgement import Grounds, Ranking, better_beside, judge, judge_stop, ranking, verdicts_by
from dualtrack.model.metric import tracked_names
from dualtrack.model.run import Run
from dualtrack.model.verdict import Judgement, Verdict
from dualtrack.project.commit_order import order_of
from dualtrack.project.identity import held_by, ids_at, ids_of
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.notebooks import NamedNotebook, evidence_notebooks, named_notebook
from dualtrack.project.project import Project
from dualtrack.project.remembered import remembered


@remembered
def commits(project: Project, item: Item) -> tuple[Commit, ...]:
    """The commits of this and of other repositories that mention the item, or lie on a branch of its own or came to the default
    branch with one, newest first."""
    if not item.id:
        return ()
    held, history, clones = held_by(project, item), project.facts[History].by_id, project.facts[Clones].by_id
    merged = project.facts[MergedCommits].by_id
    if len(held) == 1 and held[0].since == BEFORE_ALL and held[0].id not in clones and held[0].id not in merged:
        return _without_anothers(project, item, held[0].id, history.get(held[0].id, ()))
    named = ((each, commit) for each in held for by_id in (merged, history, clones) for commit in by_id.get(each.id, ()))
    found = {commit.hash: commit for each, commit in named if each.covers(order_of(project, commit))}
    return _without_anothers(project, item, held[0].id, tuple(sorted(found.values(), key=newest_first)))


def _without_anothers(project: Project, item: Item, id: str, found: tuple[Commit, ...]) -> tuple[Commit, ...]:
    """Without the commits that changed the file of another item that has had the id, and not the item's own."""
    by_file = project.facts[Pasts].by_file  # holds ids that several files have had
    if not (past := by_file.get((id, item.path))):
        return found
    own = {version.hash for version in past.versions}

    def is_anothers(commit: Commit) -> bool:
        changed = [there for path in commit.paths if (there := by_file.get((id, path)))]
        return bool(changed) and commit.hash not in own and all(_are_two(past, there) for there in changed)

    return tuple(commit for commit in found if not is_anothers(commit))


def _are_two(past: Past, other: Past) -> bool:
    """Whether the file of another past holds another item, and neither a copy of this one nor a note about it."""
    begun = [each.versions[0].hash for each in (past, other) if each.versions]
    titles, others = ([state.title for each in of.versions if (state := each.after)] for of in (past, other))
    is_item = any(each.after and each.after.status for each in other.versions)
    return is_item and len(set(begun)) == 2 and set(titles).isdisjoint(others)


def is_file_of(item: Item, path: str) -> bool:
    """Whether a file of this path is the item's, wherever it lay then: in another folder of its board, or in one that was
    imported."""
    return path.rpartition("/")[2] == item.path.rpartition("/")[2]


def finished_work(project: Project, item: Item) -> list[Commit]:
    """The commits that did the work of a task, newest first, where its checklist is done, no other box of its file is open, and
    all of them have landed."""
    if not item.dod or any(open_boxes(project, item)) or project.facts.unknown(Pasts):
        return []
    found = [commit for commit in commits(project, item) if not commit.is_merge]
    work = [commit for commit in work_commits(project, item) if not reverts(project, item, commit)]
    return work if work and all(commit.landed for commit in found) and not reverts(project, item, found[0]) else []


def open_boxes(project: Project, item: Item) -> Iterator[DodLine]:
    """What is not ticked: of the Definition of Done, then of other lists in the item's file."""
    yield from (line for line in item.dod if not line.closed)
    others = () if item.route else project.document(item).body.checks
    own = {line.start for line in item.dod}
    yield from (line for line in others if not line.closed and line.start not in own)


def work_commits(project: Project, item: Item) -> list[Commit]:
    """The commits of an item that change more than its own file."""
    found = (commit for commit in commits(project, item) if not commit.is_merge)
    return [commit for commit in found if not _is_of_file_only(commit, item)]


def reverts(project: Project, item: Item, commit: Commit) -> bool:
    """Whether a commit takes back work on an item."""
    return commit.is_revert and commit.reverts(*ids_at(project, item, commit))


def _is_of_file_only(commit: Commit, item: Item) -> bool:
    return bool(commit.paths) and all(is_file_of(item, path) for path in commit.paths)


def branches(project: Project, item: Item) -> tuple[Branch, ...]:
    """The branches named for the item, by the id that it had when they were last worked on."""
    history = project.facts[History]
    named = ((each, branch) for each in held_by(project, item) for branch in history.branches_by_id.get(each.id, ()))
    found = (branch for each, branch in named if each.covers(_last_worked_on(project, branch)))
    return tuple(dict.fromkeys(found)) if item.id else ()


def _last_worked_on(project: Project, branch: Branch) -> Order | None:
    commits = project.facts[History].commits
    known = (order_of(project, commits[hash]) for hash in branch.own_commits if hash in commits)
    return max(known, default=None)


def notebooks(project: Project, item: Item) -> tuple[str, ...]:
    """The notebooks that the item names, that name it, or that its commits touched."""
    touched = (path for commit in commits(project, item) for path in commit.paths if path.endswith(".ipynb"))
    by_id = project.facts[Notebooks].by_id
    naming = (path for id in ids_of(project, item) for path in by_id.get(id, ()))
    named = (found.path if (found := named_notebook(project, item, path)) else path for path in item.notebooks)
    return tuple(dict.fromkeys(path for path in (*named, *naming, *touched) if path))


@remembered
def judgements(project: Project, experiment: Experiment) -> Sequence[Judgement]:
    """How each success criterion stands; one that cannot be read is left out."""
    return judge(_criteria(experiment.success_criteria), _grounds(project, experiment))


def measured(project: Project, experiment: Experiment) -> list[Judgement]:
    """How those success criteria stand that a run has measured."""
    known = linked_runs(project, experiment).runs
    return [judgement for judgement in judgements(project, experiment) if judgement.run] if known else []


def better_than_cited(project: Project, experiment: Experiment) -> tuple[Judgement, Judgement] | None:
    """How the first success criterion stands by the runs under `runs:`, and by a better one of the experiment that these leave
    out; None where there is none that is better by more than the noise."""
    return better_beside(_criteria(experiment.success_criteria), _grounds(project, experiment))


def ranked(project: Project, experiment: Experiment) -> Ranking:
    """The variants of an experiment, the best for its success criteria first."""
    return ranking(_criteria(experiment.success_criteria), _grounds(project, experiment))


def verdicts(project: Project, experiment: Experiment, runs: Collection[str]) -> dict[str, Verdict]:
    """How all success criteria together stand by each of some runs, by their ids."""
    return verdicts_by(_criteria(experiment.success_criteria), _grounds(project, experiment), runs)


def judged_by(project: Project, item: Item, text: str, runs: Sequence[Run]) -> Judgement | None:
    """How a criterion stands that is not the item's own, by some runs; None where it cannot be read."""
    if isinstance(item, Experiment):
        grounds = replace(_grounds(project, item), runs=runs)
    else:
        conventions = project.conventions(item)
        grounds = Grounds(runs, metrics=conventions.metrics, seeds=conventions.seeds)
    return next(iter(judge(_criteria((text,)), grounds)), None)


def stop_judgements(project: Project, experiment: Experiment) -> list[Judgement]:
    """How each stop criterion stands."""
    stop, success = _criteria(experiment.stop_criteria), _criteria(experiment.success_criteria)
    return judge_stop(stop, success, _grounds(project, experiment)) if stop else []


def cited_notebooks(project: Project, item: Experiment) -> Iterator[tuple[NamedNotebook, Run]]:
    """The notebooks that an experiment rests on, each with the runs by which it is judged and whose commit is known."""
    if not item.notebooks:
        return
    judged = (judgement.run for judgement in judgements(project, item))
    runs = {run.id: run for run in judged if run and run.commit}.values()
    for named in evidence_notebooks(project, item) if runs else ():
        yield from ((named, run) for run in runs)


def cited_sources(project: Project) -> frozenset[tuple[str, str]]:
    """Which notebook, by its path, at which commit gave a number that an experiment is judged by."""
    experiments = (item for item in project.asking("notebooks") if isinstance(item, Experiment))
    return frozenset(
        (run.commit, named.notebook.path)
        for item in experiments
        for named, run in cited_notebooks(project, item)
        if named.notebook
    )


def compared_evaluations(project: Project) -> frozenset[Compared]:
    """Where the evaluation must be the same: at the baselines and at the runs by which experiments are judged against them."""
    experiments = (item for item in project.asking("baseline_run") if isinstance(item, Experiment))
    return frozenset(
        compared
        for item in experiments
        if (paths := _evaluation(project, item))
        for judgement in judgements(project, item)
        if judgement.run and (compared := _compared(_baseline_run(project, item), judgement.run.commit, paths))
    )


def _evaluation(project: Project, experiment: Experiment) -> tuple[str, ...]:
    """The paths of what must be the same where runs are compared, from the project's folder."""
    board = project.board(experiment)
    written = (*board.conventions.evaluation, *filter(None, experiment.evaluation))
    return tuple(f"{board.folder}/{path}" if board.folder else path for path in written)


def _compared(baseline: Run | None, commit: str, paths: tuple[str, ...]) -> Compared | None:
    return Compared(baseline.commit, commit, paths) if baseline and baseline.commit and commit else None


def baseline(project: Project, experiment: Experiment) -> dict[str, float]:
    """The values that an experiment is compared with: those that it states, else those of the run that it names."""
    run = _baseline_run(project, experiment)
    return {**(run.metrics if run else {}), **experiment.baseline}


def baseline_of(project: Project, experiment: Experiment, name: str) -> float | None:
    """What a metric that runs logged is compared with, whichever way the baseline writes its name; None where that is none, or
    not only one."""
    known = baseline(project, experiment)
    names = tracked_names(name, known, project.conventions(experiment).metrics) if name else []
    return known[names[0]] if len(names) == 1 else None


def _baseline_run(project: Project, experiment: Experiment) -> Run | None:
    named = project.facts[Runs].named(experiment.baseline_run) if experiment.baseline_run else ()
    return next((run for run in named if run.finished), None)


@lru_cache(maxsize=20_000)
def criterion_of(text: str) -> Criterion | CriterionError:
    """The criterion that a text is, or why it is none."""
    try:
        return parse_criterion(text)
    except CriterionError as error:
        return error


def _criteria(texts: Iterable[str]) -> list[Criterion]:
    read = (criterion_of(text) for text in texts if text)
    return [criterion for criterion in read if isinstance(criterion, Criterion)]


def _grounds(project: Project, experiment: Experiment) -> Grounds:
    linked, conventions = linked_runs(project, experiment), project.conventions(experiment)
    baseline_run, paths = _baseline_run(project, experiment), _evaluation(project, experiment)
    commits = {run.commit for run in (*linked.runs, *linked.beside) if run.finished and run.commit}
    known, code = project.facts[Evaluations].changed, project.facts[RunCommits].code
    changed = {
        commit: files
        for commit in (commits if paths and baseline_run else ())
        if (compared := _compared(baseline_run, commit, paths)) and (files := known.get(compared))
    }
    stated = (conventions.metrics, conventions.seeds)
    same = {commit: known for commit in commits if (known := code.get(commit))} if len(commits) > 1 else {}
    return Grounds(linked.runs, linked.beside, experiment.baseline, baseline_run, *stated, changed, same)
