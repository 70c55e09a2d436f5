"""How soon the server answers what an editor asks while somebody works in a board of 10,000 items.

    npm run bench -- editor [--items 10000]

Each question is asked of the packaged server over its protocol, from the message that leaves to the answer that is read.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dualtrack.lsp.convert import uri_of
from support.conversation import Conversation
from support.items import TODAY, write_boards
from support.report import Report

ROOT = Path(__file__).parents[1]
ROUNDS = 300
PROMISE = 20.0
WARMING = 12
"""Rounds until every kind of each question was asked once."""
TASK = "tracks/tasks/TASK-0.md"
TASK_TEXT = "---\ntitle: New\nsta\nstatus: \ndepends_on: [TASK-2, {word}]\nassignee: \n---\n"
WORDS = ("churn", "feat", "TASK-1", "sess", "9", "label", "drift", "EXP-", "batch", "weekl")
Question = tuple[str, str, Callable[[int], dict[str, Any]]]


def _questions(folder: Path, talk: Conversation) -> list[Question]:
    """What is asked, with its method and the parameters of each round."""
    items = sorted((folder / "tracks").rglob("*.md"))
    random.Random(3).shuffle(items)
    experiments = [path for path in items if path.name.startswith("EXP-")]
    script = "".join(
        f"# {path.name.split()[0]}\n# {WORDS[number % len(WORDS)]}\n" for number, path in enumerate(items[:ROUNDS])
    )
    task = TASK_TEXT.format(word="featu")
    for path, language, text in ((TASK, "markdown", task), ("train.py", "python", script)):
        opened = {"uri": uri_of(folder, path), "languageId": language, "version": 1, "text": text}
        talk.send("textDocument/didOpen", {"textDocument": opened})

    def at(path: str, line: int, character: int, **more: Any) -> dict[str, Any]:
        place = {"textDocument": {"uri": uri_of(folder, path)}, "position": {"line": line, "character": character}}
        return place | more

    def hints(number: int) -> dict[str, Any]:
        uri = experiments[number % len(experiments)].as_uri()
        return {
            "textDocument": {"uri": uri},
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}},
        }

    def outline(number: int) -> dict[str, Any]:
        return {"textDocument": {"uri": items[number].as_uri()}}

    lines = task.splitlines()
    keys = [(2, 3), (3, len(lines[3])), (4, len(lines[4]) - 1), (5, len(lines[5]))]
    context = {"includeDeclaration": True}
    return [
        ("completion in keys", "textDocument/completion", lambda number: at(TASK, *keys[number % len(keys)])),
        ("completion in code", "textDocument/completion", lambda n: at("train.py", 2 * n + 1, 2 + len(WORDS[n % len(WORDS)]))),
        ("references", "textDocument/references", lambda number: at("train.py", 2 * number, 4, context=context)),
        ("workspace symbols", "workspace/symbol", lambda number: {"query": ("", "EXP-23", *WORDS)[number % (2 + len(WORDS))]}),
        ("document symbols", "textDocument/documentSymbol", outline),
        ("inlay hints", "textDocument/inlayHint", hints),
    ]


def _milliseconds(talk: Conversation, method: str, params: dict[str, Any], number: int) -> float:
    start = time.perf_counter()
    talk.send(method, params, 1000 + number)
    while (answer := talk.receive()).get("id") != 1000 + number:
        pass
    assert "error" not in answer, answer
    return (time.perf_counter() - start) * 1000


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- editor")
    parser.add_argument("--items", type=int, default=10_000, metavar="N")
    options = parser.parse_args()
    report = Report("editor")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "board"
        write_boards(folder, Path(temporary) / "peer", options.items)
        env = {**os.environ, "DUALTRACK_TODAY": str(TODAY)}
        command = [sys.executable, "-I", "-S", "-X", f"pycache_prefix={temporary}/pyc", str(ROOT / "server" / "boot.py")]
        talk = Conversation(command, env)
        talk.initialize(folder)
        talk.until(lambda message: message.get("id") == 1)
        talk.send("initialized", {})
        talk.until(lambda message: message.get("method") == "dualtrack/board" and message["params"]["state"] == "ready")
        for what, method, params in _questions(folder, talk):
            first = [_milliseconds(talk, method, params(number), number) for number in range(WARMING)]
            times = sorted(_milliseconds(talk, method, params(number), number) for number in range(ROUNDS))
            report.row(f"{what}, the first time", max(first), "ms")
            report.row(f"{what}, p50", times[ROUNDS // 2], "ms")
            report.promise(f"{what} p99 ms", times[int(ROUNDS * 0.99)], at_most=PROMISE)
        talk.end()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
