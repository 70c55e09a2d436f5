"""Git repositories with many branches that each changed an item."""

import random
from pathlib import Path

from support.repositories import git

_START = 1_500_000_000
_TEXT = "tidy the loader and keep what the model reads in one place " * 20


def write_branches(folder: Path, commits: int, items: int, branches: int, merging: bool) -> None:
    """So many commits on `main`, a fifth of them to one of the items; each branch, `task-0` and so on, leaves it in its last
    quarter, and changes an item or adds one. With `merging` each has merged `main` once."""
    chance = random.Random(3)
    git(folder, "init", "-q", "-b", "main")
    mark = 0
    lines: list[str] = []

    def commit(branch: str, files: list[tuple[str, str]], *origins: str) -> None:
        nonlocal mark
        mark += 1
        who = f"A <a@example.org> {_START + mark * 120} +0000"
        said = f"Work {mark}"
        lines.extend((f"commit refs/heads/{branch}", f"mark :{mark}", f"author {who}", f"committer {who}"))
        lines.extend((f"data {len(said)}", said, *origins))
        for path, text in files:
            lines.extend((f"M 100644 inline {path}", f"data {len(text)}", text))

    commit("main", [_item(number, "backlog", "") for number in range(1, items + 1)])
    for number in range(1, commits):
        status = chance.choice(("backlog", "in-progress", "done"))
        changed = _item(chance.randint(1, items), status, str(number))
        commit("main", [changed if chance.random() < 0.2 else (f"src/{chance.randrange(1600)}.py", str(number))])
    for number in range(branches):
        name, left = f"task-{number}", chance.randint(commits * 3 // 4, commits - 50)
        commit(name, [(f"src/{number}.py", "1")], f"from :{left}")
        if merging:
            commit(name, [], f"merge :{left + 50}")
        item = items + number if number % 10 == 0 else chance.randint(1, items)
        commit(name, [_item(item, "review", f"branch {number}")])
    git(folder, "fast-import", "--quiet", "--depth=10", stdin="\n".join([*lines, ""]).encode())
    git(folder, "pack-refs", "--all")
    git(folder, "repack", "-a", "-d", "-q")
    git(folder, "reset", "-q", "--hard", "main")


def _item(number: int, status: str, words: str) -> tuple[str, str]:
    text = f"---\nid: TASK-{number}\ntitle: Item {number}\nstatus: {status}\n---\n{_TEXT}{words}\n"
    return f"tracks/tasks/TASK-{number} Item {number}.md", text
