"""Tags of runs, for training scripts: needs nothing, and imports no tracker that the script has not imported."""

import os
import sys
from collections.abc import Callable
from typing import Any

_TAG = "dualtrack.item"
_VARIABLE = "DUALTRACK_ITEM"


def tag(item: str, live: Any = None) -> None:
    """Say that the runs of this process belong to an item.

    The run of MLflow, Weights & Biases, Comet and Trackio that has begun is tagged, and so are the runs that MLflow begins
    later, also in processes that this one starts. DVCLive and TensorBoard have no run of their own: give the `Live` or the
    `SummaryWriter`. Without any of them nothing happens, and what a tracker refuses is a warning, never an error.
    """
    os.environ[_VARIABLE] = item
    for name, write in _TRACKERS.items():
        if tracker := sys.modules.get(name):
            _attempt(name, write, tracker, item)
    if hasattr(live, "log_param"):
        _attempt("dvclive", _dvclive, live, item)
    elif live is not None:
        _attempt("tensorboard", _tensorboard, live, item)


class MlflowTags:
    """What MLflow asks for the tags of a run that begins (its entry point `mlflow.run_context_provider`)."""

    def in_context(self) -> bool:
        """Whether there are any."""
        return bool(os.environ.get(_VARIABLE))

    def tags(self) -> dict[str, str]:
        """The tags by name."""
        return {_TAG: os.environ[_VARIABLE]}


def _attempt(name: str, write: Callable[[Any, str], None], tracker: Any, item: str) -> None:
    try:
        write(tracker, item)
    except Exception as error:  # training must not end for a tag
        import warnings

        warnings.warn(f"the run of {name} was not tagged with {item}: {error}", stacklevel=3)


def _mlflow(mlflow: Any, item: str) -> None:
    if mlflow.active_run():
        mlflow.set_tag(_TAG, item)


def _wandb(wandb: Any, item: str) -> None:
    if wandb.run:
        wandb.run.config.update({_TAG: item}, allow_val_change=True)


def _comet(comet: Any, item: str) -> None:
    if experiment := comet.get_running_experiment():
        experiment.log_other(_TAG, item)


def _trackio(trackio: Any, item: str) -> None:
    if run := trackio.context_vars.current_run.get():
        run.config[_TAG] = item


def _dvclive(live: Any, item: str) -> None:
    live.log_param(_TAG, item)


def _tensorboard(writer: Any, item: str) -> None:
    writer.add_text(_TAG, item)


_TRACKERS = {"mlflow": _mlflow, "wandb": _wandb, "comet_ml": _comet, "trackio": _trackio}
