from collections.abc import Iterable
from datetime import date

from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts, Told
from dualtrack.facts.runs import Runs
from dualtrack.features.check import Checked, check, in_order
from dualtrack.model.run import Run
from dualtrack.project.project import Project

EXPERIMENT = "---\nid: EXP-1\nstatus: running\n---\n"
TASK = """---
id: TASK-1
status: in-progress
depends_on: [EXP-1]
---
## Definition of Done
- [x] Training run reproducible and logged
"""


def test_who_reads_an_answer_is_judged_again_only_where_it_differs() -> None:
    runs = [_run("1a2b3c01"), _run("1a2b3c02")]
    project = Project().with_facts(_facts(runs)).with_file("tracks/experiments/EXP-1.md", EXPERIMENT)
    project = project.with_file("tracks/tasks/TASK-1.md", TASK)
    experiment, task = (project.find(id).key for id in ("EXP-1", "TASK-1"))  # pyright: ignore[reportOptionalMemberAccess]
    checked = check(project)
    later: tuple[tuple[list[Run], set[str], str], ...] = (
        ([*runs, _run("1a2b3c03")], {experiment}, "every linked run logs no params"),
        ([_run("1a2b3c01"), _run("1a2b3c04", {"lr": "0.1"})], {experiment, task}, "run 1a2b3c04 has no commit"),
        ([], {experiment, task}, ""),
        ([_run("1a2b3c01")], {experiment, task}, "run 1a2b3c01 logs no params"),
    )
    for runs, judged, sentence in later:
        project = project.with_facts(project.facts.with_told({"mlflow": Told(Runs, Runs.of(runs, project.facts[Runs]))}))
        checked = check(project, checked)
        assert checked.items.changed == judged
        assert _said(checked) == _said(check(project, once=True))
        assert [said for said in _said(checked) if "ticked" in said] == ([f"ticked, but {sentence}"] if sentence else [])
    project = project.with_files(["tracks/experiments/EXP-1.md"])
    assert _said(check(project, checked)) == _said(check(project, once=True))


def _said(checked: Checked) -> list[str]:
    return [each.message for each in in_order(checked)]


def _facts(runs: Iterable[Run]) -> Facts:
    return Facts(Clock({"": date(2026, 11, 16)})).with_told({"mlflow": Told(Runs, Runs.of(runs))})


def _run(id: str, params: dict[str, str] | None = None) -> Run:
    return Run("mlflow", id, "", True, "finished", None, None, {"val_f1": 0.7}, item="EXP-1", params=params or {})
