"""The git repository that is written: each commit by its person at its moment, nothing from the machine's settings."""

import os
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SETTINGS = {
    "core.autocrlf": "false",
    "core.fileMode": "false",
    "core.hooksPath": os.devnull,
    "commit.gpgSign": "false",
    "tag.gpgSign": "false",
    "gc.auto": "0",
    "merge.log": "false",
}


@dataclass(frozen=True)
class Person:
    login: str
    name: str

    @property
    def email(self) -> str:
        return f"{self.login}@example.org"


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Without GIT_DIR and its like: the script may run from a git hook.
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self._environment |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
        self._environment |= {"GIT_CONFIG_COUNT": str(len(SETTINGS))}
        for number, (key, value) in enumerate(SETTINGS.items()):
            self._environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        self.git("init", "--quiet", "--template=", "--initial-branch=main")

    def git(self, *words: str, by: Person | None = None, at: datetime | None = None) -> str:
        environment = dict(self._environment)
        if by and at:
            for role in ("AUTHOR", "COMMITTER"):
                environment[f"GIT_{role}_NAME"] = by.name
                environment[f"GIT_{role}_EMAIL"] = by.email
                environment[f"GIT_{role}_DATE"] = f"{int(at.timestamp())} +0000"
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=environment, capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode:
            raise RuntimeError(f"git {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def commit(self, by: Person, at: datetime, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message, by=by, at=at)

    def merge(self, branch: str, by: Person, at: datetime, message: str) -> None:
        self.git("merge", "--quiet", "--no-ff", "--message", message, branch, by=by, at=at)

    def revert(self, commit: str, by: Person, at: datetime, message: str) -> None:
        self.git("revert", "--no-commit", commit, by=by, at=at)
        self.commit(by, at, message)

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")
