"""Git repositories of any length, made by `git fast-import`: what a team commits beside a board."""

import os
import random
import subprocess
from pathlib import Path

LINKING = 0.1
"""The share of commits that mention an item."""
_START = 1_500_000_000
_SECONDS_BETWEEN = 120
_TEXT = "tidy the loader and keep what the model reads in one place so that a run can be repeated from its snapshot"
_WORDS = _TEXT.split()
_ENVIRONMENT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}


def git(folder: Path, *arguments: str, stdin: bytes | None = None) -> str:
    """Run git as nobody in particular."""
    env = {**os.environ, **_ENVIRONMENT}
    done = subprocess.run(["git", *arguments], cwd=folder, env=env, input=stdin, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def commit(folder: Path, message: str, *options: str) -> None:
    """One more commit on the branch that is checked out."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    git(folder, *who, "commit", "-q", "--allow-empty", "-m", message, *options)


def write_history(folder: Path, commits: int, items: int, branches: int = 0) -> None:
    """A repository with so many commits on `main`; `branches` of 10 more commits each are named for items 1 to `items`."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    chance = random.Random(5)
    env = {**os.environ, **_ENVIRONMENT}
    importing = subprocess.Popen(["git", "fast-import", "--quiet", "--depth=1"], cwd=folder, env=env, stdin=subprocess.PIPE)
    assert importing.stdin
    for number in range(1, commits + 1):
        importing.stdin.write(_commit("refs/heads/main", number, _message(chance, items), chance, ""))
    for number in range(branches):
        name = f"refs/heads/task-{number % items + 1}-{number}"
        start = f":{chance.randrange(max(1, commits - 2000), commits + 1)}"
        for step in range(10):
            mark = commits + 1 + number * 10 + step
            importing.stdin.write(_commit(name, mark, _message(chance, items), chance, "" if step else start))
    importing.stdin.close()
    if importing.wait():
        raise SystemExit("git fast-import failed")
    git(folder, "pack-refs", "--all")


def _message(chance: random.Random, items: int) -> str:
    words = " ".join(chance.choices(_WORDS, k=8))
    body = "\n\n" + " ".join(chance.choices(_WORDS, k=30)) if chance.random() < 0.4 else ""
    if chance.random() < LINKING:
        id = f"TASK-{chance.randrange(1, items + 1)}"
        return chance.choice((f"feat({id}): {words}{body}", f"{words}{body}\n\nRefs: {id}", f"{words}{body}\n\nCloses {id}"))
    return f"{words}{body}"


def _commit(ref: str, mark: int, message: str, chance: random.Random, start: str) -> bytes:
    text = message.encode()
    content = str(chance.random()).encode()
    path = f"src/part_{chance.randrange(40)}/file_{chance.randrange(40)}.py"
    who = f"Person {chance.randrange(30)} <person@example.org> {_START + mark * _SECONDS_BETWEEN} +0000"
    lines = [f"commit {ref}", f"mark :{mark}", f"author {who}", f"committer {who}", f"data {len(text)}"]
    head = "\n".join(lines).encode() + b"\n" + text + b"\n"
    begin = f"from {start}\n".encode() if start else b""
    return head + begin + f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
