"""What commands print for programs is what `dualtrack schema COMMAND` says."""

import json
import sqlite3
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
    "tracks/experiments/EXP-4 Train.md": "status: running\nstarted: 2026-11-02\nnotebooks: [train.py]\n",
    "tracks/models/churn@1.2.md": "stage: deployed\ndeployed: 2026-11-10\n",
}
SPRINT = (
    "sprint-1: {start: 2026-11-09, end: 2026-11-22, goal: Look, product_tasks: [TASK-1, {feature: Within}],"
    " experiments: [EXP-1]}\n"
)
STORE = """\
CREATE TABLE runs (run_uuid, name, status, start_time, end_time, lifecycle_stage);
CREATE TABLE latest_metrics (run_uuid, key, value, is_nan);
CREATE TABLE tags (run_uuid, key, value);
INSERT INTO runs VALUES ('3f2a9c11', 'owl', 'FINISHED', 1793880000000, 1793880060000, 'active');
INSERT INTO tags VALUES ('3f2a9c11', 'mlflow.source.name', 'train.py');
"""
LEDGER = "commit\tf1\tstatus\tdescription\titem\n-\t0.73\tkeep\tWider\tEXP-1\n-\t0.6\tdiscard\tDeeper\tEXP-1\n"
SILENT = ("lsp", "mcp", "schema")
"""Commands that serve, or print JSON anyway."""
CALLS: Sequence[Sequence[str]] = (
    ("agents", "install"),
    ("agents", "uninstall"),
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
    ("card", "churn@1.2"),
    ("claim", "EXP-3", "--person", "agent"),
    ("decide", "EXP-1", "iterate"),
    ("extend", "EXP-1", "3", "--reason", "late data"),
    ("extract", "Within"),
    ("fill", "sprint-1", "--items", "EXP-3"),
    ("improve", "sprint-1", "Provide data faster"),
    ("learn", "EXP-1"),
    ("link", "EXP-4"),
    ("move", "TASK-1", "in-progress"),
    ("set", "TASK-1", "priority", "high"),
    ("unset", "TASK-1", "depends_on"),
    ("label", "TASK-1", "web"),
    ("new", "experiment", "Looking twice"),
    ("plan", "EXP-3", "sprint-1"),
    ("start", "EXP-3", "--branch", "exp-3-ready"),
    ("unblock", "TASK-1"),
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def _folder(repository: Repository) -> Path:
    for path, text in FILES.items():
        text = f"---\n{text}---\n## Definition of Done\n- [x] Training run reproducible and logged\n"
        _write(repository.folder / path, text)
    _write(repository.folder / "tracks/sprints/sprint-1.yml", SPRINT)
    (repository.folder / "results.tsv").write_text(LEDGER)
    with sqlite3.connect(repository.folder / "mlflow.db") as store:
        store.executescript(STORE)
    store.close()
    (repository.folder / "jira.csv").write_text("Issue key,Summary,Status,Issue Type\nAB-1,Look,Done,Task\n")
    (repository.folder.parent / "other").mkdir()
    repository.commit("feat(EXP-1): look")
    repository.git("tag", "churn@v1.2.0")
    return repository.folder


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_every_command_answers_programs() -> None:
    lack = {name for name, command in all_commands().items() if not command.options.keys() >= {"--format", "--json"}}
    assert lack == set(SILENT)
    assert ANSWERS.keys() | all_requests().keys() == all_commands().keys() - lack == {arguments[0] for arguments in CALLS}


@pytest.mark.slow
@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_what_is_printed_is_as_the_schema_says(repository: Repository, call: Call, arguments: Sequence[str]) -> None:
    done = call(*arguments, "--json", cwd=_folder(repository))
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
