from dualtrack.facts.facts import Facts, Told, Unknown
from dualtrack.facts.history import History
from dualtrack.facts.runs import Runs
from dualtrack.features.board import board
from dualtrack.project.linked_runs import experiments_of, is_linked, is_loose, linked_runs, why_linked

from tests.fixture import parse

RUNS = """
-- tracks/experiments/EXP-1.md --
---
runs: [mlflow:cited001]
---
-- tracks/experiments/EXP-2.md --
-- tracks/experiments/EXP-3.md --
-- tracks/experiments/EXP-4.md --
-- tracks/experiments/EXP-5.md --
-- facts.yaml --
commits: [{hash: "1111111111", message: "EXP-5 train"}]
branches: [{name: exp-4-train}]
runs:
  - {id: cited001}
  - {id: tagged01, item: EXP-1}
  - {id: tagged02, item: EXP-2}
  - {id: nested01, parent: tagged02}
  - {id: grouped1, group: churn, group_item: EXP-2}
  - {id: named001, name: exp-3 wide}
  - {id: branch01, branch: exp-4-train}
  - {id: commit01, commit: "1111111111"}
  - {id: loose001}
  - {id: loose002, parent: loose001}
  - {id: loose003, status: running}
  - {id: loose004, item: EXP-9, name: exp-8}
"""


def test_every_link_says_why() -> None:
    project = parse(RUNS).project
    why = {}
    for id in ("EXP-1", "EXP-2", "EXP-3", "EXP-4", "EXP-5"):
        linked = linked_runs(project, project.items[id])
        why[id] = {run.id: why_linked(project, project.items[id], linked, run) for run in linked.runs}
    assert why == {
        "EXP-1": {"cited001": "named under runs:"},
        "EXP-2": {
            "grouped1": "the tag dualtrack.item of its group churn",
            "nested01": "nested below tagged02",
            "tagged02": "its tag dualtrack.item",
        },
        "EXP-3": {"named001": "its name"},
        "EXP-4": {"branch01": "inferred from branch exp-4-train"},
        "EXP-5": {"commit01": "inferred from commits that mention EXP-5"},
    }
    assert [run.id for run in linked_runs(project, project.items["EXP-1"]).beside] == ["tagged01"]


def test_what_belongs_to_no_item_is_listed_once() -> None:
    project = parse(RUNS).project
    assert [run.id for run in project.facts[Runs].all.values() if is_loose(project, run)] == ["loose001", "loose004"]


ON_BRANCHES = """
-- tracks/experiments/EXP-1.md --
-- tracks/experiments/EXP-2.md --
-- tracks/experiments/EXP-3.md --
-- facts.yaml --
commits: [{hash: "1111111111", message: "EXP-2 as a base"}]
branches: [{name: exp-1-train, commits: ["1111111111"]}]
clones: {commits: [{hash: "2222222222", message: "EXP-3 serve"}]}
runs:
  - {id: branch01, commit: "1111111111"}
  - {id: clone001, commit: "2222222222"}
"""


def test_a_run_at_a_commit_of_a_branch_or_of_a_clone_belongs_to_its_item_though_its_tracker_names_no_branch() -> None:
    project = parse(ON_BRANCHES).project
    runs = {id: [run.id for run in linked_runs(project, project.items[id]).runs] for id in ("EXP-1", "EXP-2", "EXP-3")}
    assert runs == {"EXP-1": ["branch01"], "EXP-2": [], "EXP-3": ["clone001"]}
    assert [run.id for run in project.facts[Runs].all.values() if is_loose(project, run)] == []
    assert [item.id for run in project.facts[Runs].all.values() for item in experiments_of(project, run)] == ["EXP-1", "EXP-3"]


def test_the_run_of_a_baseline_belongs_to_who_is_compared_with_it() -> None:
    text = "-- tracks/experiments/EXP-1.md --\n{}-- facts.yaml --\nruns: [{{id: base0001}}, {{id: loose001}}]\n"
    before = board(parse(text.format("")).project)
    assert before.loose.listed == "loose001, base0001"
    assert board(parse(text.format("---\nbaseline_run: mlflow:base0001\n---\n")).project, before).loose.listed == "loose001"


def test_before_the_commits_are_known_no_run_is_said_to_belong_to_no_item() -> None:
    project = parse(RUNS).project
    loose = project.facts[Runs].named("loose001")[0]
    assert is_loose(project, loose)
    pending = Facts(project.facts.clock).with_told({"runs": Told(Runs, project.facts[Runs])})
    assert not is_loose(project.with_facts(pending), loose)
    before = board(project.with_facts(pending))
    failed = pending.with_told({"history": Told(History, unknown=Unknown("failed", "git", "it is not there"))})
    assert (before.loose.title, board(project.with_facts(failed), before)) == ("", board(project.with_facts(failed)))


RUNNING = """
-- tracks/experiments/EXP-1.md --
-- tracks/experiments/EXP-2.md --
-- tracks/experiments/EXP-3.md --
-- tracks/experiments/EXP-4.md --
---
runs: [mlflow:cited001]
---
-- tracks/experiments/EXP-5.md --
-- facts.yaml --
runs:
  - {id: crashed1, name: exp-1-long, status: failed}
  - {id: branch01, branch: exp-1-train}
  - {id: running2, item: EXP-2, status: running}
  - {id: crashed2, name: exp-2, status: crashed}
  - {id: branch02, branch: exp-2-train}
  - {id: search03, item: EXP-3, status: running}
  - {id: trial003, parent: search03}
  - {id: branch03, branch: exp-3-train}
  - {id: cited001, status: running}
  - {id: tagged04, item: EXP-4}
  - {id: running5, item: EXP-5, status: running}
  - {id: crashed5, name: exp-5, status: crashed}
"""


def test_a_link_to_runs_that_did_not_finish_hides_no_finished_ones() -> None:
    project = parse(RUNNING).project
    found = {id: linked_runs(project, item) for id, item in project.items.items()}
    assert {id: ([run.id for run in each.runs], each.link, [run.id for run in each.beside]) for id, each in found.items()} == {
        "EXP-1": (["branch01", "crashed1"], "branch", []),
        "EXP-2": (["branch02", "crashed2", "running2"], "branch", []),
        "EXP-3": (["search03", "trial003"], "tag", ["branch03"]),  # the search goes on, one trial has finished
        "EXP-4": (["cited001"], "runs", ["tagged04"]),  # what is stated comes first, whatever became of it
        "EXP-5": (["running5"], "tag", ["crashed5"]),
    }


def test_runs_that_are_nested_in_a_loop_or_a_long_chain_end() -> None:
    """The parent of a run is whatever its tracker was told."""
    loop = [
        f"  - {{id: loop000{at}, parent: loop000{(at + 1) % 3}, params: {{a: 1}}, metrics: {{f1: 0.7}}}}" for at in range(3)
    ]
    chain = [f"  - {{id: run{at:05}, parent: run{at + 1:05}, metrics: {{f1: 0.7}}}}" for at in range(1500)]
    end = "  - {id: run01500, item: EXP-1, params: {a: 1}, metrics: {f1: 0.7}}"
    item = (
        "-- tracks/experiments/EXP-1.md --\n---\nsuccess_criteria: f1 >= 0.6\nruns: [loop0000]\n---\n-- facts.yaml --\nruns:\n"
    )
    project = parse(item + "\n".join((*loop, *chain, end)) + "\n").project
    runs = {run.id: run for run in project.facts[Runs].all.values()}
    assert [is_linked(project, runs[id]) for id in ("loop0001", "run00000")] == [True, True]
    assert [found.key for found in experiments_of(project, runs["loop0002"])] == ["EXP-1"]
    assert board(project).cards["EXP-1"].verdicts
