"""The sources of runs in files, and what they read."""

from pathlib import Path

from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.adapters.sources.comet_archives import CometArchives
from dualtrack.adapters.sources.dvc import DvcRuns
from dualtrack.adapters.sources.ledgers import LedgerRuns
from dualtrack.adapters.sources.neptune_exports import NeptuneExports
from dualtrack.adapters.sources.tensorboard_files import TensorBoardRuns
from dualtrack.adapters.sources.trackio_stores import TrackioRuns
from dualtrack.adapters.sources.wandb_files import WandbRuns
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Run

KINDS = (CometArchives, DvcRuns, LedgerRuns, NeptuneExports, TensorBoardRuns, TrackioRuns, WandbRuns)


def source(kind: type[Source[None, Runs]], folder: Path) -> Source[None, Runs]:
    return kind(WorkspaceFolder(folder, Listing(folder), Access(True, True, {})), "")


def runs_of(kind: type[Source[None, Runs]], folder: Path) -> dict[str, Run]:
    return {run.name: run for run in source(kind, folder).read(None, None).all.values()}


def check_wandb(folder: Path) -> None:
    runs = runs_of(WandbRuns, folder)
    owl, cat = runs["owl"], runs["cat"]
    assert (owl.tracker, owl.finished, owl.item, owl.group, owl.tags) == (
        "wandb",
        True,
        "EXP-23",
        "churn/nightly",
        {"base": ""},
    )
    assert (owl.metrics, owl.best) == ({"val/f1": 0.72, "p95.ms": 41.0}, {"val/f1": (0.5, 0.75)})
    assert owl.params == {"lr": "0.1", "opt.name": "adam", "seed": "3"}
    assert (owl.source, len(owl.commit), owl.dirty, owl.tags) == ("train.py", 40, None, {"base": ""})
    assert owl.started and owl.ended and owl.started < owl.ended
    assert (cat.status, cat.metrics, cat.best) == ("failed", {"val/f1": 0.3}, {"val/f1": (0.3, 0.9)})


def check_tensorboard(folder: Path) -> None:
    runs = runs_of(TensorBoardRuns, folder)
    (owl,) = runs.values()  # what `add_hparams` wrote into a folder of its own is of the same training
    assert (owl.id, owl.item, owl.params) == ("runs/owl", "EXP-23", {"lr": "0.1", "opt": "adam", "bn": "true"})
    assert (owl.metrics, owl.best["val/f1"]) == ({"val/f1": 0.72, "hparam/f1": 0.72}, (0.5, 0.75))
    assert owl.started and owl.finished == bool(owl.ended and owl.started < owl.ended)


def check_comet(folder: Path) -> None:
    owl = runs_of(CometArchives, folder)["owl"]
    assert (owl.tracker, owl.finished, owl.item, owl.group) == ("comet", True, "EXP-23", "churn")
    assert (owl.metrics, owl.best) == ({"val/f1": 0.72}, {"val/f1": (0.5, 0.75)})
    assert owl.params == {"lr": "0.1", "opt.name": "adam", "seed": "3"}
    assert (len(owl.commit), owl.branch) == (40, "main")


def check_trackio(folder: Path) -> None:
    owl = runs_of(TrackioRuns, folder)["owl"]
    assert (owl.tracker, owl.item, owl.group) == ("trackio", "EXP-23", "churn/nightly")
    assert (owl.metrics, owl.best) == ({"val/f1": 0.72}, {"val/f1": (0.5, 0.75)})
    assert owl.params == {"lr": "0.1", "opt.name": "adam", "seed": "3"}


def check_dvc(folder: Path) -> None:
    runs = runs_of(DvcRuns, folder)
    owl, cat, live = runs["owl"], runs["cat"], runs["going/dvclive"]
    assert (owl.tracker, owl.id, owl.finished, owl.item, owl.metrics["val.f1"]) == ("dvc", "owl", True, "EXP-23", 0.72)
    assert (owl.params, len(owl.commit), owl.dirty) == ({"lr": "0.72", "opt.name": "adam"}, 40, False)
    assert cat.metrics["val.f1"] == 0.3
    assert (live.status, live.metrics["val.f1"]) == ("running", 0.6)
