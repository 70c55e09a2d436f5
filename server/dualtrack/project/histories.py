"""Which runs must tell the best value along the history of a metric, where that is not read with the rest."""

from collections.abc import Iterator

from dualtrack.model.criterion import Criterion
from dualtrack.model.experiment import Experiment
from dualtrack.model.logged import best_of
from dualtrack.model.metric import tracked_names
from dualtrack.project.evidence import criterion_of
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project


def histories(project: Project, tracker: str) -> frozenset[tuple[str, str]]:
    """The finished runs of a tracker, by id, and the metrics of which a criterion asks for the best value, in the way of
    `best val_f1 >= 0.72`."""
    experiments = (item for item in project.asking("best") if isinstance(item, Experiment))
    return frozenset(
        (run.id, name)
        for item in experiments
        for written in _written(item)
        for run in linked_runs(project, item).runs
        if run.finished and run.tracker == tracker
        for name in tracked_names(written, run.metrics, project.conventions(item).metrics)
    )


def _written(item: Experiment) -> Iterator[str]:
    """The metrics, as they are written, whose best values the criteria of an experiment ask for."""
    for text in (*item.success_criteria, *item.stop_criteria):
        if "best" in text.lower() and isinstance(criterion := criterion_of(text), Criterion):
            clauses = (clause for alternative in criterion.alternatives for clause in alternative)
            yield from filter(None, (best_of(clause.metric) for clause in clauses))
