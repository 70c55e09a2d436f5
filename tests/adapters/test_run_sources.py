"""Runs from files of other trackers than MLflow, as their own packages write them."""

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from inspect import getsource
from pathlib import Path

import pytest
from dualtrack.adapters.access import user_access
from dualtrack.adapters.sources import all_sources
from dualtrack.adapters.sources.dvc import DvcRuns
from dualtrack.adapters.sources.ledgers import LedgerRuns
from dualtrack.adapters.sources.neptune_exports import NeptuneExports
from dualtrack.adapters.sources.trackio_stores import TrackioRuns
from dualtrack.facts.runs import Runs
from dualtrack.project.linked_runs import linked_runs
from dualtrack.workspace.workspace import Workspace

from tests.adapters import run_stores
from tests.adapters.conftest import Made
from tests.adapters.git_repository import Repository
from tests.adapters.run_kinds import (
    KINDS,
    check_comet,
    check_dvc,
    check_tensorboard,
    check_trackio,
    check_wandb,
    runs_of,
    source,
)


def test_files_are_read_as_the_packages_wrote_them(kept: Path) -> None:
    check_wandb(kept)
    check_tensorboard(kept)
    check_comet(kept)


def test_the_tag_leads_to_the_item(kept: Path) -> None:
    (kept / "tracks" / "experiments").mkdir(parents=True)
    (kept / "tracks" / "experiments" / "EXP-23.md").write_text("---\nid: EXP-23\nstatus: running\n---\n")
    project = Workspace(kept, user_access(trusted=True, network=False)).read(None)
    linked = linked_runs(project, project.items["EXP-23"]).runs
    assert {run.tracker for run in linked} == {"wandb", "tensorboard", "comet"}
    untrusted = Workspace(kept, user_access(trusted=False, network=False)).read(None)
    assert not untrusted.facts[Runs].all


@pytest.mark.slow
def test_new_files_are_read_as_the_packages_write_them(made: Made) -> None:
    def train(new: Path) -> None:
        with run_stores.python_with(run_stores.PACKAGES) as python:
            run_stores.write(new, run_stores.SCRIPT, python)

    folder = made("trackers", run_stores.PACKAGES, train)
    for check in (check_wandb, check_tensorboard, check_comet, check_trackio):
        check(folder)


@pytest.mark.slow
def test_experiments_are_read_as_dvc_keeps_them(made: Made) -> None:
    folder = made("dvc", (run_stores.DVC_PACKAGES, getsource(_experiments)), _experiments)
    check_dvc(folder / "logged")
    values = [run.metrics.get("f1") for run in source(DvcRuns, folder / "evaluated").read(None, None).all.values()]
    assert {0.6, 0.8} <= set(values), "by default DVC keeps metrics in its cache"


def _experiments(folder: Path) -> None:
    """Write experiments as they are logged, and beside them a copy in which two are evaluated by a stage."""
    logged, evaluated = folder / "logged", folder / "evaluated"
    logged.mkdir()
    commit = ["git", *run_stores.COMMIT_AUTHOR, "commit", "-qm"]
    with run_stores.python_with(run_stores.DVC_PACKAGES) as python:
        init = [str(python.with_name("dvc")), "init", "-q"]
        run_stores.write(logged, run_stores.DVC_SCRIPT, python, init, [*commit, "Use DVC"])
        shutil.copytree(logged, evaluated, symlinks=True)
        path = os.pathsep.join((str(python.parent), os.environ.get("PATH", "")))
        for value in (0.6, 0.8):
            (evaluated / "eval.py").write_text(f"""print('{{"f1": {value}}}', file=open('f1.json', 'w'))""")
            options = ("--force", "--run", "-n", "eval", "-d", "eval.py", "-m", "f1.json")
            stage = ["dvc", "stage", "add", "-q", *options, "python eval.py"]
            for command in (stage, ["git", "add", "-A"], [*commit, "Evaluate"]):
                subprocess.run(command, cwd=evaluated, env={**os.environ, "PATH": path, "DVC_NO_ANALYTICS": "true"}, check=True)


def test_a_workspace_without_such_files_has_no_runs_and_git_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("this is no repository")
    (tmp_path / ".auto").symlink_to("/")
    assert not any(runs_of(kind, tmp_path) for kind in KINDS)


def test_ledgers_of_agents(repository: Repository) -> None:
    """One run a line; what crashed has no metrics, and the commits are those of the repository."""
    hash = repository.commit("Start")
    folder = repository.folder
    rows = ("commit\tval_bpb\tmemory_gb\tstatus\tdescription", f"{hash[:7]}\t0.99\t44.0\tkeep\tbaseline for EXP-23")
    (folder / "results.tsv").write_text("\n".join((*rows, "b1b2b3b\t0.0\t0.0\tcrash\tdouble width", "")))
    (folder / "data").mkdir()
    (folder / "data" / "results.tsv").write_text("name\tscore\na\t1\n")
    (folder / ".auto").mkdir()
    entries = (
        {"type": "config", "name": "EXP-24: smaller", "metricName": "kb", "bestDirection": "lower"},
        {"commit": hash[:7], "metric": 5, "metrics": {"ms": 3}, "status": "discard", "timestamp": 1763000000000},
    )
    (folder / ".auto" / "log.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in entries) + '{"commit": "')
    found = source(LedgerRuns, folder).read(None, None)
    assert not found.missing
    runs = {run.id: run for run in found.all.values()}
    assert runs.keys() == {"results.tsv#1", "results.tsv#2", ".auto/log.jsonl#1"}
    kept, crashed, discarded = (runs[id] for id in ("results.tsv#1", "results.tsv#2", ".auto/log.jsonl#1"))
    assert (kept.name, kept.commit, kept.metrics) == ("baseline for EXP-23", hash, {"val_bpb": 0.99, "memory_gb": 44.0})
    assert (kept.finished, bool(kept.ended), kept.tags) == (True, True, {"status": "keep"})
    assert (crashed.status, crashed.commit, crashed.metrics) == ("failed", "", {})
    assert (discarded.group, discarded.metrics) == ("EXP-24: smaller", {"kb": 5.0, "ms": 3.0})
    assert discarded.ended == datetime.fromtimestamp(1763000000, UTC)
    assert found.named("ledger:results.tsv#1") == (kept,)


def test_a_store_of_trackio(tmp_path: Path) -> None:
    """Only what is Trackio's, and lies in a folder of its name."""
    for folder in ("trackio", "other"):
        (tmp_path / folder).mkdir()
        with closing(sqlite3.connect(tmp_path / folder / "churn.db")) as store:
            store.execute("CREATE TABLE metrics (id INTEGER PRIMARY KEY, run_id, timestamp, run_name, step, metrics)")
            store.execute("CREATE TABLE configs (run_id, run_name, config)")
            rows = [
                (f"2025-11-01T10:0{n}:00", json.dumps({"val/f1": v, "loss": "NaN"})) for n, v in enumerate((0.5, 0.75, 0.72))
            ]
            insert = "INSERT INTO metrics(run_id, timestamp, run_name, metrics) VALUES ('a1', ?, 'owl', ?)"
            store.executemany(insert, rows)
            config = {"lr": 0.1, "opt": {"name": "adam"}, "seed": 3, "dualtrack.item": "exp-23", "_Group": "nightly"}
            store.execute("INSERT INTO configs VALUES ('a1', 'owl', ?)", (json.dumps(config),))
            store.commit()
    check_trackio(tmp_path)
    owl = runs_of(TrackioRuns, tmp_path)["owl"]
    assert (owl.id, owl.finished, owl.ended) == ("a1", True, datetime(2025, 11, 1, 10, 2, tzinfo=UTC))
    (tmp_path / "trackio" / "broken.db").write_bytes(b"SQLite format 3\0 and nothing more")
    asked = source(TrackioRuns, tmp_path).read(None, None)
    assert len(asked.all) == 1
    assert asked.missing.startswith("not all runs are known: trackio/broken.db (")


def test_a_table_that_was_exported_from_neptune(tmp_path: Path) -> None:
    """The service has ended, so that the columns are those of its documentation."""
    head = "sys/id,sys/name,sys/creation_time,sys/failed,parameters/lr,parameters/dualtrack.item,val/f1,note,monitoring/cpu"
    rows = ('CHURN-7,owl,2024-05-01T10:00:00Z,False,0.1,exp-23,0.72,"a, b",3', "CHURN-8,cat,,True,0.2,,0.3,,", ",,,,,,,,")
    (tmp_path / "neptune_runs.csv").write_text("\n".join((head, *rows)))
    (tmp_path / "neptune_other.csv").write_text("name,score\na,1\n")
    runs = runs_of(NeptuneExports, tmp_path)
    assert runs.keys() == {"owl", "cat"}
    owl = runs["owl"]
    assert (owl.id, owl.item, owl.metrics, owl.params) == ("CHURN-7", "EXP-23", {"val/f1": 0.72}, {"lr": "0.1"})
    assert (owl.finished, owl.started, runs["cat"].status) == (True, datetime(2024, 5, 1, 10, tzinfo=UTC), "failed")


def test_each_source_of_runs_is_found() -> None:
    assert set(KINDS) <= set(all_sources())
