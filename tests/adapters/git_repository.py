"""Real git repositories for tests."""

import os
import subprocess
from pathlib import Path

from dualtrack.adapters.access import user_access
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.facts.history import History
from dualtrack.model.mention import BUILT_IN_PREFIXES

ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    # After each commit git would start a process to look whether objects are to be packed.
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "maintenance.auto",
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_AUTHOR_NAME": "Ana Ruiz",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana Ruiz",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
    "GIT_AUTHOR_DATE": "2026-11-10T10:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-10T10:00:00Z",
}


class Repository:
    """A repository in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: str = "", stdin: str = "") -> str:
        env = {**os.environ, **ENVIRONMENT}
        if at:
            env |= {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=env, input=stdin, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, message: str, at: str = "", **files: str) -> str:
        """Write files (`a__b_md` is a/b.md), commit everything, return the hash."""
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, at=at)
        return self.git("rev-parse", "HEAD")


def place(folder: Path) -> WorkspaceFolder:
    """A trusted folder, as sources are told of it."""
    return WorkspaceFolder(folder, Listing(folder), user_access(trusted=True, network=False))


def history_of(folder: Path) -> History:
    """The history as a new start reads it, paths included."""
    return HistoryIndex(folder).read(BUILT_IN_PREFIXES)
