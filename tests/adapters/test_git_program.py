"""Which git is run: none of the workspace, and one that may come and go."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from dualtrack.adapters.git import GitError, git
from dualtrack.adapters.history.index import HistoryIndex

from tests.adapters.git_repository import Repository


def spring(folder: Path, mark: Path) -> None:
    """A `git` in a folder that leaves a mark."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "git").write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    (folder / "git").chmod(0o755)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the trap is a shell script")
@pytest.mark.parametrize("entry", ["", ".", "tools", "{workspace}", "{workspace}/.venv/bin", "{link}"])
def test_a_git_in_the_workspace_is_not_run(repository: Repository, tmp_path: Path, entry: str) -> None:
    """Nor when GitPython is imported, which asks git for its version."""
    mark = tmp_path / "sprung"
    for place in ("", "tools", ".venv/bin", "sub"):
        spring(repository.folder / place, mark)
    repository.commit("TASK-1")
    (tmp_path / "link").symlink_to(repository.folder / "tools")
    filled = entry.format(workspace=repository.folder, link=tmp_path / "link")
    script = (
        "import sys; from pathlib import Path; from dualtrack.adapters.git import git\n"
        "sys.stdout.buffer.write(git(Path(sys.argv[1]), 'log', '--format=%s'))"
    )
    for folder in (repository.folder, repository.folder / "sub"):
        env = {**os.environ, "PATH": f"{filled}{os.pathsep}{os.environ['PATH']}"}
        command = [sys.executable, "-c", script, str(folder)]
        done = subprocess.run(command, cwd=repository.folder, env=env, capture_output=True, text=True, check=True)
        assert done.stdout == "TASK-1\n"
    assert not mark.exists()


def test_where_git_is_not_installed_the_error_says_so(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("TASK-1")
    index = HistoryIndex(repository.folder)
    spring(repository.folder / "bin", tmp_path / "sprung")
    monkeypatch.setenv("PATH", f"{tmp_path / 'none'}{os.pathsep}{repository.folder / 'bin'}")
    with pytest.raises(GitError, match=r"^git is not installed$"):
        index.read(("TASK",))
    assert not (tmp_path / "sprung").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_git_that_goes_away_is_looked_for_again(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shutil.which("git")
    assert found
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "git").symlink_to(found)
    monkeypatch.setenv("PATH", f"{tmp_path / 'one'}{os.pathsep}{tmp_path / 'two'}")
    git(repository.folder, "status")
    (tmp_path / "one" / "git").unlink()
    with pytest.raises(GitError, match=r"^git is not installed$"):
        git(repository.folder, "status")
    git(repository.folder, "status")
