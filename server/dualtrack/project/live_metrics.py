"""What stands behind `{{metric: EXP-23 val_f1}}` now: a value with its run, or why there is none."""

from dataclasses import dataclass

from dualtrack.facts.runs import Runs
from dualtrack.files.placeholders import Placeholder
from dualtrack.model.item import Item
from dualtrack.model.metric import tracked_names
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.run import Run
from dualtrack.project.mentions import is_known
from dualtrack.project.project import Project
from dualtrack.project.proofs.runs import runs_of, runs_of_version
from dualtrack.said import joined, said

_NAMED = 5


@dataclass(frozen=True)
class LiveMetric:
    """A value as it is shown, under the tracker's name, and the run that has it; without a run `lack` says why there is none.
    It is `wrong` where no run will give one: of an item that is nowhere, or of a metric that its runs do not log."""

    metric: str
    value: str = ""
    run: Run | None = None
    lack: str = ""
    wrong: bool = False


def reading(project: Project, asked: Placeholder) -> LiveMetric:
    """What is known of a metric of an item now."""
    item = project.find(asked.of)
    if not item:
        known = is_known(project, asked.of)
        return LiveMetric(
            asked.metric,
            lack=said("{item} is on another branch" if known else "{item} does not exist", asked.of),
            wrong=not known,
        )
    runs = measuring_runs(project, item)
    logged = list(dict.fromkeys(name for run in runs for name in run.metrics))
    names = tracked_names(asked.metric, logged, project.conventions(item).metrics)
    if len(names) == 1:
        run = next(run for run in runs if names[0] in run.metrics)
        return LiveMetric(names[0], number(run.metrics[names[0]]), run)
    if names:
        return LiveMetric(
            asked.metric, lack=said("{metric} can be {names}", asked.metric, joined(" or ", names[:_NAMED])), wrong=True
        )
    if not logged or project.facts.unknown(Runs):
        return LiveMetric(asked.metric, lack=said("no finished run of {item} is known", item.shown))
    lack = said(
        "no finished run of {item} logs {metric}; they log {logged}", item.shown, asked.metric, joined(", ", logged[:_NAMED])
    )
    return LiveMetric(asked.metric, lack=lack, wrong=True)


def measuring_runs(project: Project, item: Item) -> list[Run]:
    """The finished runs behind an item, the best for its criteria first."""
    return [*(runs_of_version(project, item) if isinstance(item, ModelVersion) else runs_of(project, item))]
