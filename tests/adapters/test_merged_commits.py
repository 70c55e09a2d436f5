"""The commits that came with the branches of items, in real repositories."""

import random
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.sources.merged_commits import GitMergedCommits
from dualtrack.facts.facts import Facts, Told
from dualtrack.facts.history import History
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.features.unknown import unknown_lines
from dualtrack.model.mention import BUILT_IN_PREFIXES
from dualtrack.model.merge_subject import merged_ids
from dualtrack.project import evidence
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository, history_of, place

_EXPERIMENT = "---\nid: EXP-1\nstatus: running\n---\n"


def _read(folder: Path, history: History) -> MergedCommits:
    project = Project().with_facts(Facts().with_told({"history": Told(History, history)}))
    (wanted,) = GitMergedCommits.needs(project, place(folder)).values()
    return GitMergedCommits(place(folder), "").read(wanted._replace(prefixes=frozenset(BUILT_IN_PREFIXES)), None)


def _merged(folder: Path) -> dict[str, list[str]]:
    """The subjects of the commits that came with the branches of each item, newest first."""
    found = _read(folder, history_of(folder)).by_id
    return {id: [commit.subject for commit in commits] for id, commits in found.items()}


@pytest.mark.parametrize(
    ("subject", "ids"),
    [
        ("Merge branch 'exp-1-words'", ["EXP-1"]),
        ("Merge branch 'exp-1-words' into 'main'", ["EXP-1"]),
        ("Merge branch 'exp-1-words' of github.com:team/churn", ["EXP-1"]),
        ("Merge remote-tracking branch 'origin/exp-1-words' into main", ["EXP-1"]),
        ("Merge pull request #12 from ana/exp-1-words", ["EXP-1"]),
        ("Merge pull request 'Add words' (#12) from exp-1-words into main", ["EXP-1"]),
        ("Merged in exp-1-words (pull request #12)", ["EXP-1"]),
        ("Merged PR 12: EXP-1: words", ["EXP-1"]),
        ("Merged PR 12: [EXP-1] words", ["EXP-1"]),
        ("Merge EXP-1 (#12)", ["EXP-1"]),
        ("Merged PR 12: Sync release train (not EXP-1)", []),
        ("Merge EXP-1's base into release", []),
        ("Merge EXP-1 with main", []),
        ("EXP-1: merge the latest changes", []),
        ("Merge branch 'main' into exp-1-words", []),
        ("Merge branch 'release' for EXP-1", []),
        ("Merge branches 'exp-1-words' and 'other'", []),
    ],
)
def test_whose_branch_a_merge_is_of(subject: str, ids: list[str]) -> None:
    assert list(merged_ids(subject)) == ids


def test_the_commits_of_a_branch_are_its_items_when_it_is_merged_and_gone(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("Start", at="2026-11-01T10:00:00Z", tracks__experiments__EXP_1_md=_EXPERIMENT)
    repository.git("checkout", "-q", "-b", "exp-1-words")
    repository.commit("Train with words", at="2026-11-02T10:00:00Z", train_py="words")
    repository.git("checkout", "-q", "main")
    repository.commit("Tidy", at="2026-11-03T10:00:00Z", readme_md="tidy")
    repository.git("checkout", "-q", "exp-1-words")
    repository.git("merge", "-q", "main", at="2026-11-04T10:00:00Z")
    made = repository.commit("Train longer", at="2026-11-05T10:00:00Z", train_py="longer", notes_md="")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "exp-1-words", at="2026-11-06T10:00:00Z")
    repository.git("branch", "-q", "-D", "exp-1-words")
    repository.commit("Go on", at="2026-11-07T10:00:00Z", readme_md="more")
    assert _merged(tmp_path) == {"EXP-1": ["Train longer", "Merge branch 'main' into exp-1-words", "Train with words"]}
    (tmp_path / "tracks" / "experiments" / "EXP-1.md").write_text(_EXPERIMENT)
    (tmp_path / "results.tsv").write_text(f"commit\tf1\tstatus\n{made[:7]}\t0.7\tkeep\n")
    project = read_repository(str(tmp_path), "2026-11-08", trust=False).project
    item = project.items["EXP-1"]
    worked = [(commit.subject, commit.paths) for commit in evidence.commits(project, item) if not commit.is_merge]
    assert worked == [("Train longer", ("notes.md", "train.py")), ("Train with words", ("train.py",))]
    linked = linked_runs(project, item)
    assert ([run.id for run in linked.runs], linked.inferred_from) == (["results.tsv#1"], "a branch that was merged")


def test_what_a_nested_merge_brought_is_of_the_inner_branch(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("Start")
    for branch in ("exp-1-words", "task-2-features"):
        repository.git("checkout", "-q", "-b", branch)
        repository.commit(f"Work on {branch}")
    repository.git("checkout", "-q", "exp-1-words")
    repository.git("merge", "-q", "--no-ff", "task-2-features")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "exp-1-words")
    found = _merged(tmp_path)
    assert found["TASK-2"] == ["Work on task-2-features"]
    assert sorted(found["EXP-1"]) == ["Merge branch 'task-2-features' into exp-1-words", "Work on exp-1-words"]


def test_paths_count_from_the_folder(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("Start", a__b_py="")
    repository.git("checkout", "-q", "-b", "exp-1")
    repository.commit("Train", a__b_py="1", c_py="")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "exp-1")
    (commit,) = _read(tmp_path / "a", history_of(tmp_path / "a")).by_id["EXP-1"]
    assert commit.paths == ("b.py",)


def test_only_the_latest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MERGED_COMMITS", 1)
    repository = Repository(tmp_path)
    repository.commit("Start")
    for number in (1, 2):
        repository.git("checkout", "-q", "-b", f"exp-{number}")
        repository.commit(f"Train {number}", at=f"2026-11-1{number}T10:00:00Z")
        repository.git("checkout", "-q", "main")
        repository.git("merge", "-q", "--no-ff", f"exp-{number}", at=f"2026-11-1{number}T10:00:00Z")
    assert _merged(tmp_path) == {"EXP-2": ["Train 2"]}
    assert _read(tmp_path, history_of(tmp_path)).not_read == {"EXP-1"}
    monkeypatch.setattr(limits, "MERGES", 1)
    assert _read(tmp_path, history_of(tmp_path)).not_read == {"EXP-1"}
    monkeypatch.setattr(limits, "COMMITS_BESIDE_MERGES", 1)
    assert _merged(tmp_path) == {}
    (tmp_path / "tracks").mkdir()
    for number in (1, 3):
        (tmp_path / f"tracks/EXP-{number}.md").write_text(_EXPERIMENT.replace("EXP-1", f"EXP-{number}"))
    project = read_repository(str(tmp_path), "2026-11-16", False).project
    told = [[*unknown_lines(project, project.items[key])] for key in ("EXP-1", "EXP-3")]
    assert told == [["What older merges brought is not read"], []]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_merge_brought_what_its_first_parent_lacks(tmp_path: Path, seed: int) -> None:
    """As `git rev-list` counts it, in histories of any shape, among what landed with it; of what several brought each by the
    innermost."""
    chance, repository = random.Random(seed), Repository(tmp_path)
    tips = ["main"]
    repository.commit("Start")
    merges: dict[str, str] = {}
    for step in range(40):
        repository.git("checkout", "-q", chance.choice(tips))
        if chance.random() < 0.25:
            tips.append(f"exp-{step}")
            repository.git("checkout", "-q", "-b", tips[-1])
        other = chance.choice(tips)
        if chance.random() < 0.4 and other != "main":
            before = repository.git("rev-parse", "HEAD")
            repository.git("merge", "-q", "--no-ff", "-m", f"Merge branch '{other}'", other, at=f"2026-11-10T10:{step:02}:00Z")
            if (now := repository.git("rev-parse", "HEAD")) != before:
                merges[now] = other.upper()
        else:
            repository.commit(f"Work {step}", at=f"2026-11-10T10:{step:02}:00Z")
    repository.git("checkout", "-q", "main")

    def brought_to(hash: str) -> set[str]:
        return (
            {*repository.git("rev-list", f"{hash}^1..{hash}").split()} if repository.git("rev-parse", f"{hash}^@") else {hash}
        )

    landed = [brought_to(hash) for hash in repository.git("rev-list", "--first-parent", "main").split()]
    brought = {merge: brought_to(merge) & group - {merge} for merge in merges for group in landed if merge in group}
    expected: dict[str, tuple[str, ...]] = {}
    for merge in sorted(brought, key=lambda merge: (-len(brought[merge]), merge)):
        expected.update(dict.fromkeys(brought[merge], (merges[merge],)))
    assert dict(_read(tmp_path, history_of(tmp_path)).ids) == expected


def test_in_a_clone_that_lacks_commits_nothing_is_known_of_merges(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "whole")
    repository.commit("Start")
    repository.git("checkout", "-q", "-b", "exp-1")
    repository.commit("Train")
    repository.git("checkout", "-q", "main")
    for number in range(3):
        repository.commit(f"Go on {number}")
    repository.git("merge", "-q", "--no-ff", "exp-1")
    Repository(tmp_path).git("clone", "-q", "--depth", "3", f"file://{repository.folder}", "cut")
    assert _merged(tmp_path / "cut") == {}
    Repository(tmp_path / "cut").git("fetch", "-q", "--unshallow")
    assert _merged(tmp_path / "cut") == {"EXP-1": ["Train"]}
