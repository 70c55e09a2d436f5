"""What an agent does from picking an experiment to deciding it, through `dualtrack mcp` and its gate as they are started."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.adapters.git_repository import Repository
from tests.cli.commands import ENV, board

DUALTRACK = (sys.executable, "-m", "dualtrack.cli.main")
READY = """\
---
title: Focal loss
status: proposed
hypothesis: Focal loss raises recall of the churners
success_criteria: f1 >= 0.72
baseline: {f1: 0.69}
timebox_days: 5
---
## Definition of Done
- [ ] Training run reproducible and logged
"""
TRIED = """\
---
title: Oversample the churners
status: decided
decision: decided-not-to-pursue
hypothesis: Oversampling raises recall of the churners
success_criteria: f1 >= 0.72
closed: 2026-11-01
---
## Definition of Done
- [-] Training run reproducible and logged — N/A: done by hand
## Learnings
It overfits.
"""
LEDGER = "commit\tf1\tstatus\tdescription\titem\n{0}\t0.7\tdiscard\tgamma 5\tEXP-2\n{0}\t0.73\tkeep\tgamma 2\tEXP-2\n"
RUN = """
import sys
from mlflow.tracking import MlflowClient
client = MlflowClient("sqlite:///mlflow.db")
tags = {"mlflow.source.git.commit": sys.argv[1], "dualtrack.item": "EXP-2"}
run = client.create_run(client.create_experiment("focal"), run_name="gamma-2", tags=tags).info.run_id
client.log_param(run, "gamma", 2)
client.log_metric(run, "f1", 0.74)
client.set_terminated(run)
"""


@pytest.mark.slow
def test_from_picking_to_deciding(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    folder = board(repository.folder, EXP_1=TRIED, EXP_2=READY)
    (folder / "dualtrack.yaml").write_text("definition_of_done: {experiment: [run-logged]}\n")
    (folder / ".gitignore").write_text("mlflow.db\nmlruns\n")
    anyio.run(_work, repository, folder, repository.commit("Start"))


async def _work(repository: Repository, folder: Path, start: str) -> None:
    # Imported only where the test runs: collecting the others would take a second more.
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters

    item = folder / "tracks" / "experiments" / "EXP-2.md"
    parameters = StdioServerParameters(command=DUALTRACK[0], args=[*DUALTRACK[1:], "mcp"], env=dict(ENV), cwd=folder)
    async with Client(parameters) as client:

        async def told(tool: str, **arguments: Any) -> Any:
            answer = await client.call_tool(tool, arguments)
            assert not answer.is_error, answer.content
            return answer.structured_content

        brief = await told("brief")
        assert {part["title"] for part in brief["parts"]} == {"Ready to start"}
        (ready,) = (await told("ready"))["ready"]
        assert (ready["id"], ready["success_criteria"], ready["timebox_days"]) == ("EXP-2", ["f1 >= 0.72"], 5)
        (prior,) = (await told("prior", idea=ready["hypothesis"]))["experiments"]
        assert (prior["id"], prior["learnings"]) == ("EXP-1", "It overfits.")

        assert (await told("claim", id="EXP-2", person="agent"))["said"] == "EXP-2 moved to running, assigned to agent"
        assert (await client.call_tool("claim", {"id": "EXP-2", "person": "other"})).is_error
        assert (await told("ready"))["ready"] == []

        (folder / "results.tsv").write_text(LEDGER.format(start))
        shown = (await told("show", id="EXP-2"))["item"]
        assert shown["criteria"] == ["success: f1 >= 0.72: f1 0.73 ≥ 0.72, met once · best of 2 variants"]

        item.write_text(item.read_text().replace("- [ ] Training", "- [x] Training"))
        held = _gate(folder, start)
        assert held.returncode == 2
        assert "logs no params [bare-tick]" in held.stderr.replace("’", "'"), held.stderr

        commit = repository.commit("feat(EXP-2): focal loss")
        trained = subprocess.run([sys.executable, "-c", RUN, commit], cwd=folder, env=ENV, capture_output=True, text=True)
        assert not trained.returncode, trained.stderr
        (line,) = (await told("show", id="EXP-2"))["item"]["definition_of_done"]
        assert line["state"] == "proven", line

        await told("change", change="learn", id="EXP-2")
        decided = await told("change", change="decide", id="EXP-2", values={"decision": "ship", "reason": "beats the baseline"})
        assert decided["said"] == "EXP-2 decided: Ship"
        assert "> - tried: `gamma 5` (discarded, `f1` 0.7, " in item.read_text()
        assert (await told("check", since=start))["findings"] == []
    assert _gate(folder, start).returncode == 0


def _gate(folder: Path, since: str) -> subprocess.CompletedProcess[str]:
    command = [*DUALTRACK, "check", "--since", since, "--gate", "--fail-on", "information"]
    return subprocess.run(command, cwd=folder, env=ENV, input='{"stop_hook_active": false}', capture_output=True, text=True)
