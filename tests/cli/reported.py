"""A repository that reports tell of, and what they tell."""

from pathlib import Path
from typing import Any

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call

HOSTILE = "<script>alert(1)</script> [x](http://evil.example) *b*"
EXPERIMENT = f"""\
---
title: '{HOSTILE}'
status: running
started: 2026-11-09
timebox_days: 4
assignee: ana
model: churn@1.2
hypothesis: Tickets improve F1 by >= 0.03
success_criteria: f1 >= 0.7
baseline: {{f1: 0.66}}
---
"""
BLOCKED = "---\nstatus: in-progress\nblocked: {kind: data, since: 2026-11-10}\nmodel: churn@1.2\n---\n"
DECIDED = "---\nstatus: decided\ndecision: {}\nclosed: 2026-11-12\nmodel: churn@1.2\nlearnings: It overfits.\n{}---\n"
SPRINT = """\
sprint-5:
  goal: Know whether tickets help
  start: 2026-11-09
  end: 2026-11-18
  product-tasks: [{tasks}]
  experiments: [EXP-1, EXP-2, EXP-3]
  review: {{feature: TASK-1}}
"""


def written(folder: Path) -> Repository:
    """A repository with a sprint, a version that comes, and one of each kind of work."""
    repository = Repository(folder)
    repository.commit(
        "EXP-1: try tickets",
        at="2026-11-11T10:00:00Z",
        **{
            "tracks__sprints__sprint-5_yaml": SPRINT.format(tasks="TASK-1"),
            "tracks__tasks__TASK-3_md": "---\nstatus: backlog\ndepends_on: [TASK-1]\n---\n",
            "tracks__experiments__EXP-4_md": "---\nstatus: proposed\n---\n",
            "tracks__tasks__TASK-4_md": "---\nstatus: backlog\n---\n",
            "tracks__tasks__TASK-5_md": "---\nstatus: backlog\n---\n",
            "tracks__experiments__EXP-1_md": EXPERIMENT,
            "tracks__experiments__EXP-2_md": DECIDED.format("ship", ""),
            "tracks__experiments__EXP-3_md": DECIDED.format("decided-not-to-pursue", "reason: [infrastructure, too-slow]\n"),
            "tracks__tasks__TASK-1_md": BLOCKED,
            "tracks__tasks__TASK-2_md": "---\nstatus: done\nclosed: 2026-11-14\nmodel: churn@1.2\n---\n",
            "tracks__models__churn-1_1_md": "---\nid: churn@1.1\nstage: deployed\ndeployed: 2026-11-10\n---\n",
            "tracks__models__churn-1_2_md": "---\nid: churn@1.2\nstage: experiment\ndue: 2026-12-01\n---\n",
        },
    )
    repository.git("tag", "churn@v1.1")
    repository.git("tag", "churn#prod#1", at="2026-11-11T10:00:00Z")
    repository.commit(
        "Plan TASK-3",
        "2026-11-14T10:00:00Z",
        **{
            "tracks__sprints__sprint-5_yaml": SPRINT.format(tasks="TASK-1, TASK-3"),
            "tracks__tasks__TASK-5_md": "---\nstatus: done\n---\n",
        },
    )
    head = repository.git("rev-parse", "HEAD")
    (repository.folder / "results.tsv").write_text(
        f"commit\tf1\tstatus\tdescription\titem\n{head[:8]}\t0.71\tkeep\ttickets\tEXP-1\n"
    )
    return repository


def report(call: Call, repository: Repository, kind: str, *options: str) -> str:
    done = call("report", kind, *options, "--today", "2026-11-16", cwd=repository.folder)
    assert (done.code, done.err) == (0, "")
    return done.out


def cites(told: Any) -> list[list[str]]:
    """What is cited anywhere in a report."""
    if isinstance(told, dict):
        own = [cite for name in ("cites",) for cite in told.get(name, ()) if cite and isinstance(cite[0], str)]
        return own + [cite for value in told.values() for cite in cites(value)]
    return [cite for value in told for cite in cites(value)] if isinstance(told, list) else []
