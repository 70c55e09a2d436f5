"""What commands print for programs is what `dualtrack schema COMMAND` says."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from dualtrack.changes import all_requests
from dualtrack.cli.parser import all_commands
from dualtrack.workspace.answers import ANSWERS
from jsonschema import Draft202012Validator

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call

FILES = {
    "tracks/experiments/EXP-1 Look.md": "status: running\nstarted: 2026-11-02\ntimebox_days: 10\nbaseline: {f1: 0.7}\n"
    "success_criteria: f1 >= 0.72\nstop_criteria: f1 < 0.5\nmine: [1, {a: b}]\ndue: 2026-11-17\n",
    "tracks/experiments/EXP-2 Was looked at.md": "status: decided\ndecision: ship\nclosed: 2026-11-12\n"
    "hypothesis: Oversampling the churners raises recall\n",
    "tracks/experiments/EXP-3 Ready.md": "status: proposed\nhypothesis: It helps\nsuccess_criteria: f1 > 0\ntimebox_days: 3\n",
    "tracks/tasks/TASK-1 Ship.md": "status: backlog\ndepends_on: EXP-1\nblocked: {kind: data, since: 2026-11-10}\n",
    "tracks/models/churn@1.2.md": "stage: deployed\ndeployed: 2026-11-10\n",
}
SPRINT = "sprint-1: {start: 2026-11-09, end: 2026-11-22, goal: Look, product_tasks: [TASK-1], experiments: [EXP-1]}\n"
LEDGER = "commit\tf1\tstatus\tdescription\titem\n-\t0.73\tkeep\tWider\tEXP-1\n-\t0.6\tdiscard\tDeeper\tEXP-1\n"
SILENT = ("lsp", "mcp", "schema")
"""Commands that serve, or print JSON anyway."""
CALLS: Sequence[Sequence[str]] = (
    ("agents", "install"),
    ("board",),
    ("brief", "--since", "2026-11-01"),
    ("check",),
    ("explain",),
    ("flow",),
    ("explain", "bare-tick"),
    ("import", "jira.csv", "--dry-run"),
    ("init", "../other"),
    ("journey", "EXP-1"),
    ("learnings",),
    ("log", "EXP-1"),
    ("models",),
    ("notify", "--dry-run"),
    ("now",),
    ("prior", "oversampling churners"),
    ("ready",),
    ("report", "weekly"),
    ("show", "EXP-1"),
    ("show", "churn@1.2"),
    ("sprint",),
    ("sync",),
    ("assign", "TASK-1", "ana"),
    ("block", "EXP-1", "people"),
    ("claim", "EXP-3", "--person", "agent"),
    ("decide", "EXP-1", "iterate"),
    ("extend", "EXP-1", "3"),
    ("learn", "EXP-1"),
    ("move", "TASK-1", "in-progress"),
    ("new", "experiment", "Looking twice"),
    ("start", "EXP-3", "--branch", "exp-3-ready"),
    ("unblock", "TASK-1"),
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def _folder(repository: Repository) -> Path:
    for path, text in FILES.items():
        file = repository.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{text}---\n## Definition of Done\n- [x] Training run reproducible and logged\n")
    (repository.folder / "tracks" / "sprint-1.yml").write_text(SPRINT)
    (repository.folder / "results.tsv").write_text(LEDGER)
    (repository.folder / "jira.csv").write_text("Issue key,Summary,Status,Issue Type\nAB-1,Look,Done,Task\n")
    (repository.folder.parent / "other").mkdir()
    repository.commit("feat(EXP-1): look")
    repository.git("tag", "churn@v1.2.0")
    return repository.folder


def test_every_command_answers_programs() -> None:
    lack = {name for name, command in all_commands().items() if "--format" not in command.options}
    assert lack <= set(SILENT)
    assert ANSWERS.keys() | all_requests().keys() | set(SILENT) >= all_commands().keys()


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_what_is_printed_is_as_the_schema_says(repository: Repository, call: Call, arguments: Sequence[str]) -> None:
    done = call(*arguments, "--format", "json", cwd=_folder(repository))
    assert done.err == "" or arguments[0] == "new", done.err
    told = json.loads(call("schema", arguments[0]).out)
    Draft202012Validator.check_schema(told)
    answer = json.loads(done.out)
    assert answer
    assert [error.message for error in Draft202012Validator(told).iter_errors(answer)] == []


def test_there_is_no_schema_of_anything_else(call: Call) -> None:
    assert (call("schema", "bord").code, call("schema", "bord").err) == (
        2,
        "dualtrack: there is no schema bord; board is one\n",
    )
