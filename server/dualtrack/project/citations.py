"""The notebooks that experiments rest on, and the runs by which they are judged."""

from collections.abc import Iterator

from dualtrack.model.experiment import Experiment
from dualtrack.model.run import Run
from dualtrack.project import evidence
from dualtrack.project.notebooks import Named, evidence_notebooks
from dualtrack.project.project import Project


def cited_notebooks(project: Project, item: Experiment) -> Iterator[tuple[Named, Run]]:
    """The notebooks that an experiment rests on, each with the runs by which it is judged and whose commit is known."""
    if not item.notebooks:
        return
    judged = (judgement.run for judgement in evidence.judgements(project, item))
    runs = {run.id: run for run in judged if run and run.commit}.values()
    for named in evidence_notebooks(project, item) if runs else ():
        yield from ((named, run) for run in runs)


def cited_sources(project: Project) -> frozenset[tuple[str, str]]:
    """Which notebook, by its path, at which commit gave a number that an experiment is judged by."""
    experiments = (item for item in project.items.values() if isinstance(item, Experiment))
    return frozenset(
        (run.commit, named.notebook.path)
        for item in experiments
        for named, run in cited_notebooks(project, item)
        if named.notebook
    )
