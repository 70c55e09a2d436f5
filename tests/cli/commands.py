"""The command `dualtrack` as it is called."""

import os
import subprocess
import sys
from pathlib import Path

ENV = {**os.environ, "DUALTRACK_TODAY": "2026-11-16", "NO_COLOR": "1"}
TEXT = (
    "---\nid: EXP-1\ntitle: Look 😀\nstatus: running\nstarted: 2026-11-02\ntimebox_days: 10\n"
    "hypothesis: It helps\nsuccess_criteria: val_f1 >= 0.72\n---\n"
)


def dualtrack(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    command = [sys.executable, "-m", "dualtrack.cli.main", *arguments]
    return subprocess.run(command, cwd=cwd, env={**ENV, **env}, capture_output=True, text=True)


def board(folder: Path, **texts: str) -> Path:
    """A board with these experiments, by id (EXP_1 is EXP-1)."""
    experiments = folder / "tracks" / "experiments"
    experiments.mkdir(parents=True, exist_ok=True)
    for id, text in texts.items():
        (experiments / f"{id.replace('_', '-')}.md").write_text(text)
    return folder
