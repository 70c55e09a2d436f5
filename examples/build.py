"""Build the example: `python examples/build.py DEST [--today 2026-11-16]`.

A small churn project as a real git repository: its history really committed, its notebooks really executed, its MLflow
runs really trained, at the commits they name. The same day gives the same commits and the same metrics.
"""

import argparse
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent
# Inside .git, where neither a commit nor `git clean` takes it away.
MARKER = Path(".git") / "built-by-dualtrack-examples"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dest", type=Path, help="a new or empty folder, or one this script has built before")
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 16), help="the day the story ends")
    arguments = parser.parse_args()
    dest = arguments.dest.resolve()
    if reason := refusal(dest):
        parser.error(reason)
    clear(dest)
    with tempfile.TemporaryDirectory() as scratch:
        settle_environment(Path(scratch))
        build(dest, arguments.today)
    print(f"Built {dest}")


def refusal(dest: Path) -> str | None:
    if dest.is_relative_to(EXAMPLES.parent):
        return f"{dest} is inside Dualtrack's own repository"
    if dest.exists() and not dest.is_dir():
        return f"{dest} is a file"
    if dest.is_dir() and any(dest.iterdir()) and not (dest / MARKER).exists():
        return f"{dest} is not empty and was not built by this script"
    return None


def clear(dest: Path) -> None:
    """Empty the folder but keep it: a shell or an editor may be inside."""
    dest.mkdir(parents=True, exist_ok=True)
    for entry in dest.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


def settle_environment(scratch: Path) -> None:
    """Nothing of the machine or its user may reach the result; numpy reads the threads when it is imported."""
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    os.environ |= {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "MLFLOW_CONFIGURE_LOGGING": "false"}
    os.environ |= {name: str(scratch) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")}
    # A .pyc is stale for Python by the second of its source, and the story rewrites sources within one.
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


def build(dest: Path, today: date) -> None:
    # Only now: these import numpy, scikit-learn and MLflow, which must find the environment settled.
    from chapters import claims, first_model, sprint_5, usage_trends
    from repository import Repository
    from team import Team
    from templates import Templates
    from tracking import Tracking

    repository = Repository(dest)
    (dest / MARKER).touch()
    tracking = Tracking(dest / "mlflow.db", today)
    team = Team(repository, tracking, Templates(EXAMPLES, today, tracking.value), today)
    for chapter in (first_model, usage_trends, sprint_5):
        print(chapter.__doc__, flush=True)
        chapter.tell(team)
    claims.check(tracking)
    tracking.close()


if __name__ == "__main__":
    main()
