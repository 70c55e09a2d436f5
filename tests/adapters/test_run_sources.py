"""Runs from files of other trackers than MLflow, as their own packages write them."""

import json
import os
import shutil
import sqlite3
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dualtrack import limits
from dualtrack.adapters import clock
from dualtrack.adapters.access import Access, user_access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import Place, Source
from dualtrack.adapters.sources import all_sources
from dualtrack.adapters.sources.comet_archives import CometArchives
from dualtrack.adapters.sources.dvc import DvcRuns
from dualtrack.adapters.sources.ledgers import LedgerRuns
from dualtrack.adapters.sources.neptune_exports import NeptuneExports
from dualtrack.adapters.sources.tensorboard_files import EventFile, TensorBoardRuns, masked
from dualtrack.adapters.sources.trackio_stores import TrackioRuns
from dualtrack.adapters.sources.wandb_files import WandbFile, WandbRuns
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Run
from dualtrack.project.linked_runs import linked_runs
from dualtrack.workspace.workspace import Workspace
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters import run_stores
from tests.adapters.git_repository import Repository

KINDS = (CometArchives, DvcRuns, LedgerRuns, NeptuneExports, TensorBoardRuns, TrackioRuns, WandbRuns)


def source(kind: type[Source[None, Runs]], folder: Path) -> Source[None, Runs]:
    return kind(Place(folder, Listing(folder), Access(True, True, {})), "")


def runs_of(kind: type[Source[None, Runs]], folder: Path) -> dict[str, Run]:
    return {run.name: run for run in source(kind, folder).read(None, None).all.values()}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """What wandb 0.31.0, tensorboardX 2.6.5 and comet-ml 3.58.8 wrote."""
    return shutil.copytree(run_stores.KEPT, tmp_path / "kept")


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
    owl = runs["runs/owl"]
    (tuned,) = (run for run in runs.values() if run.parent == owl.id)
    assert (owl.item, owl.metrics, owl.best) == ("EXP-23", {"val/f1": 0.72}, {"val/f1": (0.5, 0.75)})
    assert (tuned.params, tuned.metrics) == ({"lr": "0.1", "opt": "adam", "bn": "true"}, {"hparam/f1": 0.72})
    assert tuned.finished and tuned.started and tuned.ended


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
def test_new_files_are_read_as_the_packages_write_them(tmp_path: Path) -> None:
    python = run_stores.environment(tmp_path / "env", run_stores.PACKAGES)
    if not python:
        pytest.skip("the packages cannot be installed")
    folder = tmp_path / "churn"
    folder.mkdir()
    run_stores.write(folder, run_stores.SCRIPT, python)
    for check in (check_wandb, check_tensorboard, check_comet, check_trackio):
        check(folder)


@pytest.mark.slow
def test_experiments_are_read_as_dvc_keeps_them(tmp_path: Path) -> None:
    python = run_stores.environment(tmp_path / "env", run_stores.DVC_PACKAGES)
    if not python:
        pytest.skip("the package cannot be installed")
    folder = tmp_path / "churn"
    folder.mkdir()
    initialised = [[str(python.with_name("dvc")), "init", "-q"], ["git", *run_stores.COMMIT_AUTHOR, "commit", "-qm", "Use DVC"]]
    run_stores.write(folder, run_stores.DVC_SCRIPT, python, *initialised)
    check_dvc(folder)


def test_a_workspace_without_such_files_has_no_runs_and_git_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("this is no repository")
    (tmp_path / ".auto").symlink_to("/")
    assert not any(runs_of(kind, tmp_path) for kind in KINDS)


def test_what_grows_is_read_from_where_it_ended(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut anywhere, a file gives no error, and what follows is read when it is there."""
    started = next(run.started for run in runs_of(TensorBoardRuns, kept).values() if run.name == "runs/owl")
    assert started
    monkeypatch.setattr(clock, "now", lambda _: started)  # what is long past counts as ended
    (path,) = (path for path in kept.glob("wandb/*/*.wandb") if b"EXP-23" in path.read_bytes())
    (events,) = kept.glob("runs/owl/*tfevents*")
    for file, kind, name in ((path, WandbRuns, "owl"), (events, TensorBoardRuns, "runs/owl")):
        content = file.read_bytes()
        whole = runs_of(kind, kept)[name]
        file.write_bytes(b"")
        asked, known = source(kind, kept), None
        statuses: list[str] = []
        for end in range(0, len(content), 67):
            with file.open("ab") as growing:
                growing.write(content[end : end + 67])
            known = asked.read(None, known)
            assert not known.unread
            statuses += [run.status for run in known.all.values() if run.name == name]
        assert known and {run.name: run for run in known.all.values()}[name] == whole
        assert statuses[0] == "running"
        assert asked.read(None, known) is known
        file.write_bytes(content[: len(content) // 2])
        cut = {run.name: run for run in asked.read(None, known).all.values()}
        assert cut[name] != whole, "another file lies in its place"


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda path: path.write_bytes(b"nothing of the kind, and long enough"), "it is no "),
        (lambda path: (path.unlink(), path.symlink_to("/etc/hostname")), "this link leads out of the workspace"),
        (lambda path: (path.unlink(), os.mkfifo(path)), "this is not a file"),
        (lambda path: path.write_bytes(_flipped(path.read_bytes())), ""),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="links need leave there, and there are no pipes")
def test_a_file_that_cannot_be_read_costs_one_line_and_no_other_run(
    kept: Path, harm: Callable[[Path], Any], reason: str
) -> None:
    for kind, pattern in ((WandbRuns, "wandb/*/*.wandb"), (TensorBoardRuns, "runs/*/*tfevents*"), (CometArchives, "*/*.zip")):
        asked = source(kind, kept)
        path = min(kept.glob(pattern))
        other = path.with_name(f"a{path.name}").with_stem("0" * 32) if kind is CometArchives else path.parent / "b" / path.name
        other.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, other)
        harm(path)
        found = asked.read(None, None)
        assert found.missing.startswith(f"not read: {path.relative_to(kept)} ({reason}")
        assert any(run for run in found.all.values()), "the others are there"


@given(st.data())
def test_no_content_stops_a_source(data: st.DataObject) -> None:
    """Bytes are replaced in records whose checksums are made to fit."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = shutil.copytree(run_stores.KEPT, Path(temporary) / "kept")
        for kind, pattern in ((WandbRuns, "wandb/*/*.wandb"), (TensorBoardRuns, "runs/*/*tfevents*")):
            for path in sorted(folder.glob(pattern)):
                content = bytearray(path.read_bytes())
                for at in data.draw(st.lists(st.integers(20, len(content) - 1), max_size=4)):
                    content[at] = data.draw(st.integers(0, 255))
                path.write_bytes(_checked(content) if kind is WandbRuns else content)
            found = source(kind, folder).read(None, None)
            assert found.all or found.missing


def _checked(content: bytearray) -> bytes:
    """A file of wandb with checksums that fit, as far as its records can be told apart."""
    at = 7
    while at + 7 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 6], "little")
        content[at : at + 4] = zlib.crc32(content[at + 6 : at + 7 + size]).to_bytes(4, "little")
        at += 7 + size
    return bytes(content)


def _flipped(content: bytes) -> bytes:
    """A file with a few bytes that are others, in the middle of a record."""
    return content[:60] + bytes(byte ^ 255 for byte in content[60:70]) + content[70:]


@pytest.mark.parametrize("length", [1, 125, 127, 128, 130, 300])
def test_names_of_metrics_may_be_long(length: int) -> None:
    name, run, events = "m" * length, WandbFile("run.wandb"), EventFile("events")
    for value in (0.5, 0.25):
        item = _field(2, name.encode()) + _field(16, str(value).encode())
        run.take_record(_field(2, _field(1, item) + _field(1, _field(1, b"note") + _field(16, b'"0.9"'))))
        scalar = _field(1, name.encode()) + b"\x15" + struct.pack("<f", value)
        events.take_event(b"\x09" + struct.pack("<d", 1763000000) + b"\x10\x80\x01" + _field(5, _field(1, scalar)))
    run.take_record(_field(17, _field(1, b"3f2a9c11")))
    made = run.run("wandb")
    assert made and (made.metrics, made.best) == ({name: 0.25}, {name: (0.25, 0.5)})
    assert events.series.named(bytes.decode) == ({name: 0.25}, {name: (0.25, 0.5)})


def _field(number: int, content: bytes) -> bytes:
    """A field of a message, as protobuf writes it."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + _varint(value >> 7)


def test_large_events_are_passed_over(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture is, and what comes after it is read."""
    monkeypatch.setattr(limits, "RUN_RECORD_BYTES", 1 << 21)
    (events,) = kept.glob("runs/owl/*tfevents*")
    content = events.read_bytes()
    length = struct.pack("<Q", 3 << 20)
    picture = length + struct.pack("<I", masked(length)) + bytes((3 << 20) + 4)
    first = 12 + int.from_bytes(content[:8], "little") + 4
    events.write_bytes(content[:first] + picture + content[first:])
    check_tensorboard(kept)
    events.write_bytes(content[:first] + picture[: 1 << 20])
    assert not source(TensorBoardRuns, kept).read(None, None).missing, "it is still being written"


def test_the_latest_files_are_read_where_there_are_too_many(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RUN_FILES_SECONDS", -1)
    asked = source(WandbRuns, kept)
    late = asked.read(None, None)
    assert (len(late.all), late.missing) == (0, "2 wandb files are still to be read")
    monkeypatch.undo()
    assert len(asked.read(None, late).all) == 2
    monkeypatch.setattr(limits, "RUN_FILES", 1)
    found = source(WandbRuns, kept).read(None, None)
    assert len(found.all) == 1
    assert found.missing == "only the latest 1 of 2 wandb files are read"
    monkeypatch.setattr(limits, "RUN_NAMES", 1)
    assert "more than 1 params or metrics" in source(WandbRuns, kept).read(None, None).missing


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


def test_commits_and_experiments_of_dvc(repository: Repository) -> None:
    """A run is a commit at which metrics changed that dvc.yaml names, and each experiment; nothing else is one."""
    folder = repository.folder
    repository.commit("Start")
    assert not runs_of(DvcRuns, folder)
    (folder / "dvc.yaml").write_text(
        "stages:\n  train:\n    wdir: model\n    params: [lr, {../conf.toml: [seed]}]\n"
        "    metrics: [out.json: {cache: false}]\n"
        "  other:\n    foreach: [a]\n    do: {metrics: ['${item}.json', ../../out.json]}\n"
    )
    (folder / "model").mkdir()
    (folder / "model" / "params.yaml").write_text("lr: 0.1\ndualtrack: {item: EXP-23}\n")
    (folder / "conf.toml").write_text("seed = 3\n")
    (folder / "metrics.json").write_text('{"f1": 1}')
    (folder / "model" / "out.json").write_text('{"val": {"f1": 0.7}, "name": "x", "bad": NaN}')
    first = repository.commit("Train")
    repository.commit("Write", note="nothing else")
    (folder / "model" / "out.json").write_text('{"val": {"f1": 0.8')
    broken = repository.commit("Break")
    (folder / "model" / "out.json").write_text('{"val": {"f1": 0.9}}')
    (folder / "model" / "params.yaml").write_text("lr: 0.2\n")
    tried = repository.commit("Try")
    repository.git("update-ref", f"refs/exps/{broken[:2]}/{broken[2:]}/owl", tried)
    repository.git("update-ref", "refs/exps/exec/EXEC_HEAD", tried)
    repository.git("reset", "-q", "--hard", broken)
    asked = source(DvcRuns, folder)
    found = asked.read(None, None)
    assert found.missing.startswith("not read: model/out.json (")
    runs = {run.id: run for run in found.all.values()}
    assert runs.keys() == {first, "owl"}
    assert (runs[first].metrics, runs[first].commit, runs[first].item) == ({"val.f1": 0.7}, first, "EXP-23")
    assert runs[first].params == {"lr": "0.1", "seed": "3"}
    assert (runs["owl"].commit, runs["owl"].dirty, runs["owl"].params["lr"]) == (broken, False, "0.2")
    assert asked.read(None, found) is found
    repository.git("revert", "--no-edit", broken, at="2026-11-11T10:00:00Z")
    repository.git("update-ref", "refs/heads/taken", tried)
    later = asked.read(None, found)
    assert {run.id for run in later.all.values()} == {first, "owl"}, "the same files are the same run"
    assert not later.missing, "what cannot be read is of an older commit"


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
    assert asked.missing.startswith("not read: trackio/broken.db (")


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
