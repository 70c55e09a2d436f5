"""Runs and data out of the files that DVC keeps in git."""

from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.disk import LFS_POINTER
from dualtrack.adapters.sources.dvc import DvcRuns
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Dataset

from tests.adapters.git_repository import Repository
from tests.adapters.run_kinds import runs_of, source


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
    assert found.missing.startswith("not all runs are known: model/out.json (")
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


_LOCK = "stages:\n  train:\n    deps:\n    - {path: raw.csv, md5: aa}\n"


@pytest.mark.parametrize(
    ("path", "written", "why"),
    [
        ("dvc.lock", b"\xff\n", "this file is not UTF-8: byte 0xff in line 1"),
        ("dvc.lock", _LOCK.encode() + b"#" * 300_000, "this file has 293.1 KB; up to 256 KB are read"),
        ("dvc.lock", f"{_LOCK}  }}{{\n".encode(), "not valid YAML from line 5"),
        ("dvc.lock", "/etc/passwd", "this link leads out of the workspace"),
        ("dvc.lock", "nowhere", "this link leads to no file"),
        ("dvc.yaml", b"\xff", "this file is not UTF-8: byte 0xff in line 1"),
        ("dvc.yaml", b"stages:\n  train: {metrics: [out.json]}\n}", "not valid YAML from line 3"),
        ("dvc.yaml", "/etc/passwd", "this link leads out of the workspace"),
        ("out.json", "dvc.yaml", "its content is garbled (JSONDecodeError)"),
        ("out.json", b"[" * 300_000, "this file has 293 KB; up to 256 KB are read"),
        ("conf.yaml", b"a: [1\n", ""),
        ("params.py", b"lr = 0.1\n", ""),
        ("dvclive/metrics.json", "/etc/passwd", "this link leads out of the workspace"),
        ("dvclive/params.yaml", b"\xff", ""),
        ("dvclive/params.yaml", b"{", ""),
    ],
)
def test_what_cannot_be_read_of_dvc_is_said(repository: Repository, path: str, written: bytes | str, why: str) -> None:
    """Bytes are written to the file, a text is where a link leads to."""
    folder = repository.folder
    (folder / "dvc.yaml").write_text(
        "stages:\n  train:\n    params: [{conf.yaml: [lr]}, {params.py: [lr]}]\n    metrics: [out.json]\n"
    )
    (folder / "dvc.lock").write_text(_LOCK)
    (folder / "conf.yaml").write_text("lr: 0.1\n")
    (folder / "out.json").write_text('{"f1": 0.7}')
    (folder / "dvclive").mkdir()
    (folder / "dvclive" / "metrics.json").write_text('{"f1": 0.8}')
    repository.commit("Train")
    assert not source(DvcRuns, folder).read(None, None).missing
    (folder / path).unlink(missing_ok=True)
    if isinstance(written, bytes):
        (folder / path).write_bytes(written)
    else:
        (folder / path).symlink_to(written)
    repository.commit("Break")
    found = source(DvcRuns, folder).read(None, None)
    assert found.unread == (f"{path} ({why})" if why else ""), "a run is the same one without its params"


_OUTS = """
    outs:
    - {path: out.json, hash: md5, md5: %s}
    - {path: eval, hash: md5, md5: %s.dir}
"""
_OUT, _EVAL, _FOLDER = "a1" * 16, "b2" * 16, "c3" * 16


@pytest.mark.parametrize("layout", ["files/md5/", ""])
def test_metrics_that_dvc_keeps_are_read_from_its_cache(repository: Repository, layout: str) -> None:
    folder = repository.folder
    (folder / "dvc.yaml").write_text("stages:\n  train:\n    metrics: [out.json]\nmetrics: [eval/out.json]\n")
    (folder / ".gitignore").write_text("/out.json\n/eval\n.dvc\n")
    contents = {
        _OUT: '{"f1": 0.7}',
        _EVAL: '{"auc": 0.9}',
        f"{_FOLDER}.dir": f'[{{"md5": "{_EVAL}", "relpath": "out.json"}}]',
        "d4" * 16: '{"f1": 0.8}',
    }
    for out in (_OUT, "d4" * 16):
        (folder / "dvc.lock").write_text(_LOCK + _OUTS[1:] % (out, _FOLDER))
        repository.commit("Train")
    asked = source(DvcRuns, folder)
    found = asked.read(None, None)
    lacking = "metrics in {} are not all read, since DVC's cache in this folder lacks some of them"
    assert (found.any, found.missing, found.beyond) == (False, "", lacking.format("eval/out.json, out.json"))
    for digest, content in contents.items():
        path = folder / ".dvc" / "cache" / layout / digest[:2] / digest[2:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        found = asked.read(None, found)
        assert not found.missing
    assert not found.beyond
    assert [run.metrics for run in found.all.values()] == [{"f1": 0.7, "auc": 0.9}, {"f1": 0.8, "auc": 0.9}]
    (folder / "out.json").write_text('{"f1": 0.8}')
    repository.git("add", "--force", "out.json")
    repository.commit("Take it into git")
    assert len(asked.read(None, found).all) == 2, "a run is the same one wherever its metrics are kept"


def test_the_cache_is_not_followed_out_of_the_folder(repository: Repository, tmp_path: Path) -> None:
    folder, outside = repository.folder, tmp_path / "outside"
    (outside / _OUT[:2]).mkdir(parents=True)
    (outside / _OUT[:2] / _OUT[2:]).write_text('{"f1": 0.7}')
    (folder / ".dvc").mkdir()
    (folder / ".dvc" / "cache").symlink_to(outside)
    (folder / "dvc.yaml").write_text("metrics: [out.json]\n")
    for digest in (_OUT, "../../../x", "e5" * 500, f"{_OUT}.dir"):
        (folder / "dvc.lock").write_text(_LOCK + f"    outs:\n    - {{path: out.json, md5: {digest}}}\n")
        repository.commit("Train")
    found = source(DvcRuns, folder).read(None, None)
    assert (found.any, found.missing, bool(found.beyond)) == (False, "", True)


@pytest.mark.parametrize("content", ["{", "[]", '{"f1": 1', "\0"])
def test_what_is_garbled_in_the_cache_is_said(repository: Repository, content: str) -> None:
    folder = repository.folder
    (folder / "dvc.yaml").write_text("metrics: [eval/out.json, acc.json]\n")
    (folder / "dvc.lock").write_text(_LOCK + _OUTS[1:] % (_OUT, _FOLDER))
    (folder / "acc.json").write_text('{"acc": 0.7}')
    path = folder / ".dvc" / "cache" / _FOLDER[:2] / f"{_FOLDER[2:]}.dir"
    path.parent.mkdir(parents=True)
    path.write_text(content)
    repository.commit("Train")
    found = source(DvcRuns, folder).read(None, None)
    (run,) = found.all.values()
    assert (run.metrics, found.unread.startswith("eval/out.json (")) == ({"acc": 0.7}, content != "[]")


def test_metrics_that_git_has_a_pointer_of_are_not_read_by_intent(repository: Repository) -> None:
    folder = repository.folder
    (folder / "dvc.yaml").write_text("metrics: [out.json, eval.json]\n")
    (folder / "out.json").write_bytes(LFS_POINTER + b"\noid sha256:aa\nsize 12\n")
    (folder / "eval.json").write_text('{"f1": 0.7}')
    repository.commit("Train")
    found = source(DvcRuns, folder).read(None, None)
    assert (len(found.all), found.missing) == (1, "")
    assert found.beyond == "metrics in out.json are not read, since Git LFS keeps them, not git"


def test_a_run_before_the_latest_commits_may_be_there(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DVC_COMMITS", 2)
    folder = repository.folder
    (folder / "dvc.yaml").write_text("metrics: [out.json]\n")
    for count in range(3):
        found = source(DvcRuns, folder).read(None, None)
        assert len(found.all) == count
        assert found.reads("dvc:0123456789") and found.reads("0123456789")
        (folder / "out.json").write_text(f'{{"f1": 0.{count}}}')
        repository.commit(f"Train {count}")
    found = source(DvcRuns, folder).read(None, None)
    assert len(found.all) == 2
    for known in (found, Runs.merged([Runs(), found], None)):
        assert known.reads("mlflow:0123456789")
        assert not known.reads("dvc:0123456789") and not known.reads("0123456789")


@pytest.mark.parametrize("folder", ["a\nb", "a\r", "a\tb", "a b dangling 9"])
def test_a_folder_of_any_name_shifts_no_answer_of_git(repository: Repository, folder: str) -> None:
    root = repository.folder
    (root / folder).mkdir()
    (root / folder / "dvc.yaml").write_text("stages:\n  other:\n    cmd: x\n")
    (root / "dvc.yaml").write_text("metrics: [out.json]\n")
    made: dict[str, float] = {}
    for score in (0.7, 0.8, 0.9):
        (root / "out.json").write_text(f'{{"f1": {score}}}')
        made[repository.commit(f"Train {score}")] = score
    found = source(DvcRuns, root).read(None, None)
    assert {run.id: run.metrics["f1"] for run in found.all.values()} == made
    assert not found.missing


@pytest.mark.parametrize(
    "path", ["s3://b/../../../../x", "../../../x", "/data/x", "C:\\data\\x", "\\\\host\\x", "C:/data/x", "..\\..\\x"]
)
def test_data_outside_of_the_repository_is_data_and_git_is_not_asked(repository: Repository, path: str) -> None:
    folder = repository.folder
    (folder / "dvc.yaml").write_text("metrics: [out.json]\n")
    (folder / "dvc.lock").write_text(f"stages:\n  train:\n    deps:\n    - {{path: '{path}', md5: aa}}\n")
    (folder / "out.json").write_text('{"f1": 0.7}')
    repository.commit("Train")
    (run,) = source(DvcRuns, folder).read(None, None).all.values()
    assert run.datasets == (Dataset(path, "aa"),)


def test_the_same_lock_file_in_two_folders_tells_of_two_data(repository: Repository) -> None:
    folder = repository.folder
    (folder / "dvc.yaml").write_text("metrics: [out.json]\n")
    (folder / "out.json").write_text('{"f1": 0.7}')
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "dvc.yaml").write_text("stages:\n  train:\n    cmd: x\n")
        (folder / name / "dvc.lock").write_text("stages:\n  train:\n    deps:\n    - {path: raw.csv, md5: aa}\n")
    repository.commit("Train")
    (run,) = source(DvcRuns, folder).read(None, None).all.values()
    assert run.datasets == (Dataset("a/raw.csv", "aa"), Dataset("b/raw.csv", "aa"))


def test_of_many_files_of_dvc_it_is_said_that_not_all_are_read(repository: Repository) -> None:
    folder = repository.folder
    (folder / "a").mkdir()
    (folder / "a" / "dvc.yaml").write_text("metrics:\n" + "".join(f"- m{number}.json\n" for number in range(51)))
    (folder / "a" / "m0.json").write_text('{"f1": 0.7}')
    repository.commit("Train")
    found = source(DvcRuns, folder).read(None, None)
    assert (len(found.all), found.missing) == (1, "")
    assert found.beyond == "only 50 of the files that dvc.yaml names are read"


def test_files_of_metrics_are_read_as_dvc_reads_them(repository: Repository) -> None:
    """What has no other ending is YAML, and a link leads to a file of the repository."""
    folder = repository.folder
    (folder / "dvc.yaml").write_text("metrics: [scores, last.json]\n")
    (folder / "scores").write_text("val: {f1: 0.7}\n")
    (folder / "made.json").write_text('{"auc": 0.9}')
    (folder / "last.json").symlink_to("made.json")
    repository.commit("Train")
    (run,) = source(DvcRuns, folder).read(None, None).all.values()
    assert run.metrics == {"val.f1": 0.7, "auc": 0.9}


def test_the_data_that_dvc_keeps_of_a_run(repository: Repository) -> None:
    """What stages take in and none puts out, as dvc.lock has its digest; what git has may be code."""
    folder = repository.folder
    (folder / "dvc.yaml").write_text(
        "stages:\n  prepare:\n    wdir: data\n    cmd: x\n  train:\n    metrics: [out.json: {cache: false}]\n"
    )
    inputs = {"raw.xml": "{md5}", "train.csv": "77.dir", "../src": "31.dir", "s3://bucket/x.csv": "e1"}
    lock = "schema: '2.0'\nstages:\n  prepare@a:\n    deps:\n"
    lock += "".join(f"    - path: {path}\n      md5: {digest}\n      size: 4\n" for path, digest in inputs.items())
    lock += "    outs:\n    - {path: made, md5: aa}\n  train:\n    deps:\n    - {path: data/made, md5: aa}\n"
    lock += "    - {path: other/made.csv, md5: bb}\n"
    (folder / "other").mkdir()
    (folder / "other" / "dvc.yaml").write_text("stages:\n  make:\n    cmd: x\n")
    (folder / "other" / "dvc.lock").write_text("stages:\n  make:\n    outs:\n    - {path: made.csv, md5: bb}\n")
    (folder / "src").mkdir()
    (folder / "src" / "train.py").write_text("print()")
    made: list[str] = []
    for digest, score in (("11", 0.7), ("22", 0.8)):
        (folder / "dvc.lock").write_text(lock.replace("{md5}", digest))
        (folder / "out.json").write_text(f'{{"f1": {score}}}')
        made.append(repository.commit(f"Train on {digest}"))
    runs = {run.id: run for run in source(DvcRuns, folder).read(None, None).all.values()}
    for commit, digest in zip(made, ("11", "22"), strict=True):
        assert runs[commit].datasets == (
            Dataset("data/raw.xml", digest),
            Dataset("data/train.csv", "77.dir", "training"),
            Dataset("s3://bucket/x.csv", "e1"),
        )
