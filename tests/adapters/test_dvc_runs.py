"""What of a commit or an experiment of DVC is its own: an earlier run wrote the rest."""

from pathlib import Path

import pytest
from dualtrack.adapters.sources.dvc import DvcRuns
from dualtrack.model.run import Dataset, Run

from tests.adapters.git_repository import Repository
from tests.adapters.run_kinds import source

_TWO = """
stages:
  train:
    params: [lr]
    metrics: [out.json: {cache: false}]
params: [dvclive/params.yaml]
metrics: [dvclive/metrics.json]
"""
_LOCK = "stages:\n  train:\n    deps:\n    - {path: raw.csv, md5: %s}\n"
_FOREST = {"dvc_yaml": _TWO, "params_yaml": "lr: 0.1\n", "out_json": '{"val": {"f1": 0.7}}', "dvc_lock": _LOCK % "aa"}
_BOOSTED = {"dvclive__metrics_json": '{"val": {"f1": 0.8}}', "dvclive__params_yaml": "dualtrack.item: EXP-3\nseed: 1\n"}


def _runs(repository: Repository) -> dict[str, Run]:
    return {run.id: run for run in source(DvcRuns, repository.folder).read(None, None).all.values()}


def _experiment(repository: Repository, name: str, **files: str) -> None:
    """An experiment from HEAD."""
    parent = repository.git("rev-parse", "HEAD")
    made = repository.commit("dvc: commit experiment", **files)
    repository.git("update-ref", f"refs/exps/{parent[:2]}/{parent[2:]}/{name}", made)
    repository.git("reset", "-q", "--hard", parent)


def test_a_run_has_only_the_metrics_that_changed_in_it(repository: Repository) -> None:
    """With the params of these, and data where it is of a stage."""
    forest = repository.commit("Forest", **_FOREST)
    _experiment(repository, "boost", **_BOOSTED)
    boosted = repository.commit("Boost", **_BOOSTED | {"dvclive__metrics_json": '{"val": {"f1": 0.9}}'})
    again = repository.commit("Forest", params_yaml="lr: 0.2\n", out_json='{"val": {"f1": 0.6}}', dvc_lock=_LOCK % "bb")
    runs = _runs(repository)
    assert {id: (run.metrics["val.f1"], run.item, dict(run.params)) for id, run in runs.items()} == {
        forest: (0.7, "", {"lr": "0.1"}),
        "boost": (0.8, "EXP-3", {"seed": "1"}),
        boosted: (0.9, "EXP-3", {"seed": "1"}),
        again: (0.6, "", {"lr": "0.2"}),
    }
    assert {id for id, run in runs.items() if run.datasets} == {forest, again}
    assert runs[again].datasets == (Dataset("raw.csv", "bb"),)


def test_a_merge_and_a_squash_of_runs_are_no_other_run(repository: Repository) -> None:
    repository.commit("Start", dvc_yaml=_TWO)
    repository.git("checkout", "-q", "-b", "work")
    made = {repository.commit("Forest", **_FOREST), repository.commit("Boost", **_BOOSTED)}
    repository.git("checkout", "-q", "main")
    repository.commit("Write", note="text")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "work")
    assert _runs(repository).keys() == made
    repository.git("reset", "-q", "--hard", "HEAD^")
    repository.git("merge", "-q", "--squash", "work")
    squashed = repository.commit("Work (#3)")
    assert _runs(repository).keys() == made
    repository.git("branch", "-q", "-D", "work")
    (run,) = _runs(repository).values()
    assert (run.id, run.metrics) == (squashed, {"dvclive/metrics/val.f1": 0.8, "out/val.f1": 0.7})


def test_the_commit_at_which_a_shallow_clone_ends_is_no_run(repository: Repository, tmp_path: Path) -> None:
    """Its files may all be of earlier runs. What they hold is no new run where a later commit brings it back."""
    forest = repository.commit("Forest", **_FOREST)
    repository.commit("Forest", out_json='{"val": {"f1": 0.6}}')
    worse = repository.commit("Forest", out_json='{"val": {"f1": 0.5}}')
    repository.git("revert", "--no-edit", worse, at="2026-11-11T10:00:00Z")
    boosted = repository.commit("Boost", at="2026-11-12T10:00:00Z", **_BOOSTED)
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=4", repository.folder.as_uri(), str(clone))
    found = source(DvcRuns, clone).read(None, None)
    assert {run.id for run in found.all.values()} == {worse, boosted}
    assert found.beyond == "runs of DVC at older commits are not known, since this clone is shallow"
    assert not found.reads(f"dvc:{forest}"), "it may be there"


@pytest.mark.parametrize("outs", ["", "    outs:\n    - {path: results, md5: cc}\n"])
def test_a_stage_that_ran_has_all_its_metrics(repository: Repository, outs: str) -> None:
    """Though some of them, or all, came out the same."""
    named = "metrics: [results/a.json, results/b.json]\n"
    definition = named if outs else f"stages:\n  train:\n    {named}"
    lock = "stages:\n  train:\n    deps:\n    - {path: train.py, md5: %s}\n" + outs
    files = {"results__a_json": '{"a": 1}', "results__b_json": '{"b": 1}', "dvc_yaml": definition}
    repository.commit("Train", **files, dvc_lock=lock % "aa")
    _experiment(repository, "some", results__b_json='{"b": 2}', dvc_lock=lock % "bb")
    _experiment(repository, "same", dvc_lock=lock % "cc")
    _experiment(repository, "none", note="text")
    runs = _runs(repository)
    assert (runs["some"].metrics, runs["same"].metrics) == ({"a": 1, "b": 2}, {"a": 1, "b": 1})
    assert (runs["none"].metrics, runs["none"].finished) == ({}, True)


def test_names_do_not_depend_on_what_the_cache_lacks(repository: Repository) -> None:
    digest = "a1" * 16
    lock = f"{_LOCK % 'aa'}    outs:\n    - {{path: out.json, md5: {digest}}}\n"
    made = repository.commit("Train", dvc_yaml=_TWO, dvc_lock=lock, **_BOOSTED)
    _experiment(repository, "boost", dvclive__metrics_json='{"val": {"f1": 0.9}}')
    _experiment(repository, "both", dvclive__metrics_json='{"val": {"f1": 0.9}}', dvc_lock=lock.replace("a1", "b1"))
    assert {id: dict(run.metrics) for id, run in _runs(repository).items()} == {"boost": {"val.f1": 0.9}, "both": {}}
    cache = repository.folder / ".dvc" / "cache" / "files" / "md5" / digest[:2]
    cache.mkdir(parents=True)
    (cache / digest[2:]).write_text('{"val": {"f1": 0.7}}')
    runs = _runs(repository)
    assert runs[made].metrics == {"dvclive/metrics/val.f1": 0.8, "out/val.f1": 0.7}
    assert (runs["boost"].metrics, runs["both"].metrics) == ({"val.f1": 0.9}, {})


@pytest.mark.parametrize("definition", [_TWO, "stages: {}\n"])
def test_what_dvclive_wrote_is_running_until_it_is_committed_or_saved(repository: Repository, definition: str) -> None:
    """Whether or not a definition names it."""
    repository.commit("Forest", **_FOREST | {"dvc_yaml": definition})
    _write_live(repository)
    assert _running(repository) == ["dvclive"]
    _experiment(repository, "boost", **_BOOSTED)
    assert not _running(repository)
    _write_live(repository)
    assert not _running(repository), "it is saved as an experiment"
    repository.git("update-ref", "-d", repository.git("for-each-ref", "--format=%(refname)", "refs/exps"))
    assert _running(repository) == ["dvclive"]
    boosted = repository.commit("Boost")
    assert _runs(repository)[boosted].metrics == {"val.f1": 0.8}
    assert not _running(repository), "it is committed"
    (repository.folder / "dvclive" / "metrics.json").write_text('{"val": {"f1": 0.9}}')
    assert _running(repository) == ["dvclive"]


def _write_live(repository: Repository) -> None:
    (repository.folder / "dvclive").mkdir()
    for name, text in _BOOSTED.items():
        (repository.folder / name.replace("__", "/").replace("_", ".")).write_text(text)


def _running(repository: Repository) -> list[str]:
    return [run.id for run in _runs(repository).values() if not run.finished]
