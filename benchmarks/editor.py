"""How soon the server answers what an editor asks in a board of 10,000 items, beside the servers of YAML and Markdown.

    npm run bench -- editor [--items 10000]

Each question is asked of the packaged server over its protocol, from the message that leaves to the answer that is read, once
the board is there and nothing more is told. The others are asked the same of the same files, after they have read all of them:
what only they know, such as a link, stands beside what only Dualtrack knows, such as an id.

Beside the others each question is asked of a text that stays as it is, which shows what a server keeps, and right behind a
keystroke, from the change that is told to the answer. The promise is what an editor does: it asks for symbols and completions
because the text has changed, and for what is below the mouse, references and items while it stays. What the client does for a
server meanwhile, which in VS Code is parsing Markdown, is not counted. An empty handler of pygls, asked alike, is the floor.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

from dualtrack.lsp.convert import uri_of
from support.conversation import Conversation
from support.items import TODAY, write_boards
from support.peers import Peer
from support.report import Report

ROOT = Path(__file__).parents[1]
ROUNDS = 300
KEYS = 60
BETWEEN_KEYS = 0.05
"""Seconds: faster than most people type."""
PROMISE = 20.0
WARMING = 12
"""Rounds until every kind of each question was asked once."""
QUIET = 20
"""Questions in a row that are answered before anything else is told."""
TASK, NOTE, SPRINT = "tracks/tasks/TASK-0.md", "tracks/wiki/note.md", "tracks/sprints/sprint-5.yaml"
TASK_TEXT = "---\ntitle: New\nsta\nstatus: \ndepends_on: [TASK-2, {word}]\nassignee: \n---\n"
WORDS = ("churn", "feat", "TASK-1", "sess", "9", "label", "drift", "EXP-", "batch", "weekl")
AFTER_A_KEY = ("document symbols", "completion")
"""What an editor asks because the text has changed."""
Question = tuple[str, str, Callable[[int], dict[str, Any]]]
Change = Callable[[int], dict[str, Any]]
_EMPTY = """
import sys
sys.path[:0] = [{server!r} + part for part in ("", "/bundled/pure", "/bundled/native/cp{abi}")]
from lsprotocol import types
from pygls.lsp.server import LanguageServer
server = LanguageServer("empty", "1")
server.feature(types.TEXT_DOCUMENT_HOVER)(lambda params: None)
place = types.Range(types.Position(0, 0), types.Position(0, 9))
made = [types.DocumentSymbol("TASK-1", types.SymbolKind.Struct, place, place, "backlog") for _ in range({symbols})]
server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(lambda params: made)
server.start_io()
"""


class Board:
    """A folder with items, and what is asked about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.items = sorted((folder / "tracks").rglob("*.md"))
        random.Random(3).shuffle(self.items)
        ids = [path.name.split()[0] for path in self.items]
        links = (f"{id} [{id}](<../{path.relative_to(folder / 'tracks')}>)" for id, path in zip(ids, self.items, strict=True))
        self.note = [line for line, _ in zip(links, range(ROUNDS), strict=False)]
        entries = [f"    - {id}" for id in ids[:40]]
        self.sprint = ["sprint-5:", "  goal: Better churn", "  product_tasks:", *entries, "  "]
        self.task = TASK_TEXT.format(word="featu").splitlines()
        for path, lines in ((NOTE, self.note), (SPRINT, self.sprint)):
            (folder / path).parent.mkdir(parents=True)
            (folder / path).write_text("\n".join(lines))
        self._versions = count(2)
        self.script = [f"# {word}" for pair in zip(ids[:ROUNDS], WORDS * ROUNDS, strict=False) for word in pair]

    def open(self, talk: Conversation, path: str, language: str, lines: list[str]) -> None:
        opened = {"uri": uri_of(self.folder, path), "languageId": language, "version": 1, "text": "\n".join(lines)}
        talk.send("textDocument/didOpen", {"textDocument": opened})

    def changed(self, path: str, lines: list[str]) -> Change:
        """The text of a file after each of many keystrokes, in a word of its second line, whole as editors may send it."""

        def change(number: int) -> dict[str, Any]:
            text = "\n".join([lines[0], lines[1] + "s" * (number % 9), *lines[2:]])
            identifier = {"uri": uri_of(self.folder, path), "version": next(self._versions)}
            return {"textDocument": identifier, "contentChanges": [{"text": text}]}

        return change

    def at(self, path: str, line: int, character: int, **more: Any) -> dict[str, Any]:
        place = {"textDocument": {"uri": uri_of(self.folder, path)}, "position": {"line": line, "character": character}}
        return place | more

    def lines(self, path: Path, last: int) -> dict[str, Any]:
        ends = {"start": {"line": 0, "character": 0}, "end": {"line": last, "character": 0}}
        return {"textDocument": {"uri": path.as_uri()}, "range": ends}

    def questions(self) -> list[Question]:
        """What is asked of Dualtrack, with its method and the parameters of each round."""
        experiments = [path for path in self.items if path.name.startswith("EXP-")]
        ends = [(2, 3), *((line, len(self.task[line])) for line in (3, 4, 5))]
        keys = [(line, end - (line == 4)) for line, end in ends]
        context = {"includeDeclaration": True}

        def word(number: int) -> dict[str, Any]:
            return self.at("train.py", 2 * number + 1, len(self.script[2 * number + 1]))

        def head(number: int) -> dict[str, Any]:
            return self.lines(experiments[number % len(experiments)], 9) | {"context": {"diagnostics": []}}

        return [
            ("completion in keys", "textDocument/completion", lambda n: self.at(TASK, *keys[n % len(keys)])),
            ("completion in code", "textDocument/completion", word),
            ("hover", "textDocument/hover", lambda n: self.at("train.py", 2 * n, 4)),
            ("references", "textDocument/references", lambda n: self.at("train.py", 2 * n, 4, context=context)),
            ("workspace symbols", "workspace/symbol", _query),
            ("document symbols", "textDocument/documentSymbol", lambda n: _whole(self.items[n].as_uri())),
            ("code actions", "textDocument/codeAction", head),
            ("inlay hints", "textDocument/inlayHint", lambda n: self.lines(experiments[n % len(experiments)], 99)),
            ("semantic tokens", "textDocument/semanticTokens/full", lambda n: _whole(uri_of(self.folder, (NOTE, TASK)[n % 2]))),
        ]

    def in_yaml(self, of_yaml: bool) -> list[Question]:
        """What both are asked in a sprint's file."""
        last, column = len(self.sprint) - 1, 4 if of_yaml else 8
        return [
            (
                "document symbols",
                "textDocument/documentSymbol",
                lambda _: _whole(uri_of(self.folder, SPRINT)),
            ),
            ("completion", "textDocument/completion", lambda _: self.at(SPRINT, last, 2)),
            ("hover", "textDocument/hover", lambda n: self.at(SPRINT, 1 if of_yaml else 3 + n % 40, column)),
        ]

    def in_markdown(self, of_links: bool) -> list[Question]:
        """What both are asked in a page, and of the whole board."""
        context = {"includeDeclaration": True}

        def referred(number: int) -> dict[str, Any]:
            return self.at(NOTE, number, self.note[number].index("<") + 4 if of_links else 2, context=context)

        return [
            ("document symbols", "textDocument/documentSymbol", lambda _: _whole(uri_of(self.folder, NOTE))),
            ("references", "textDocument/references", referred),
            ("workspace symbols", "workspace/symbol", _query),
        ]


def _query(number: int) -> dict[str, Any]:
    return {"query": ("", "EXP-23", *WORDS)[number % (2 + len(WORDS))]}


def _whole(uri: str) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}}


def _until_quiet(talk: Conversation) -> None:
    quiet = 0
    while quiet < QUIET:
        time.sleep(0.05)
        talk.send("workspace/symbol", {"query": "EXP-1"}, 2)
        quiet = quiet + 1 if talk.receive().get("id") == 2 else talk.until(lambda message: message.get("id") == 2) * 0


def _rounds(talk: Conversation, question: Question, change: Change | None = None) -> tuple[list[float], list[float]]:
    """The first rounds in their order, and many more, the fastest first."""
    _, method, params = question

    def ask(number: int) -> float:
        if change:
            time.sleep(BETWEEN_KEYS)
        return talk.milliseconds(method, params(number), 1000 + number, change and change(number))

    first = [ask(number) for number in range(WARMING)]
    return first, sorted(ask(number) for number in range(KEYS if change else ROUNDS))


def _dualtrack(report: Report, board: Board, cache: Path) -> Conversation:
    command = [sys.executable, "-I", "-S", "-X", f"pycache_prefix={cache}", str(ROOT / "server" / "boot.py")]
    talk = Conversation(command, {**os.environ, "DUALTRACK_TODAY": str(TODAY)})
    talk.initialize(board.folder)
    talk.until(lambda message: message.get("id") == 1)
    talk.send("initialized", {})
    talk.until(lambda message: message.get("method") == "dualtrack/board" and message["params"]["state"] == "ready")
    board.open(talk, TASK, "markdown", board.task)
    board.open(talk, "train.py", "python", board.script)
    board.open(talk, NOTE, "markdown", board.note)
    _until_quiet(talk)
    for question in board.questions():
        first, times = _rounds(talk, question)
        report.row(f"{question[0]}, the first time", max(first), "ms")
        report.row(f"{question[0]}, p50", times[ROUNDS // 2], "ms")
        report.promise(f"{question[0]} p99 ms", times[int(ROUNDS * 0.99)], at_most=PROMISE)
    return talk


def _beside(
    report: Report, name: str, talk: Conversation, peer: Peer, asked: Iterable[tuple[Question, Question]], change: Change
) -> None:
    """Ask both by turns."""
    for own, other in asked:
        _rounds(talk, own), _rounds(peer, other)
        times: dict[bool, float] = {}
        for after_a_key in (False, True):
            edit = change if after_a_key else None
            pairs = ((talk, own), (peer, other))
            ours, theirs = (statistics.median(_rounds(each, question, edit)[1]) for each, question in pairs)
            when = "after a key" if after_a_key else "unchanged"
            report.row(f"{own[0]} {when} beside {name}, p50", ours, "ms")
            report.row(f"{name}: {own[0]} {when}, p50", theirs, "ms")
            times[after_a_key] = theirs / ours
            report.row(f"{name} / dualtrack, {own[0]} {when}", theirs / ours, "times")
        report.promise(f"{name} / dualtrack, {own[0]}", times[own[0] in AFTER_A_KEY], at_least=1)


def _floor(report: Report, board: Board, cache: Path) -> None:
    """An empty handler, and one that answers as many symbols as the sprint's file has, which are made before."""
    abi = f"3{sys.version_info.minor}"
    program = _EMPTY.format(server=str(ROOT / "server"), abi=abi, symbols=len(board.sprint))
    talk = Conversation([sys.executable, "-I", "-S", "-X", f"pycache_prefix={cache}", "-c", program], dict(os.environ))
    talk.initialize(board.folder)
    talk.until(lambda message: message.get("id") == 1)
    times = _rounds(talk, ("empty", "textDocument/hover", lambda _: board.at(TASK, 0, 0)))[1]
    report.row("an empty handler of pygls, p50", times[ROUNDS // 2], "ms")
    report.row("an empty handler of pygls, p99", times[int(ROUNDS * 0.99)], "ms")
    board.open(talk, SPRINT, "yaml", board.sprint)
    times = _rounds(talk, board.in_yaml(False)[0], board.changed(SPRINT, board.sprint))[1]
    report.row("document symbols of pygls that are made before, after a key, p50", times[KEYS // 2], "ms")
    talk.end()


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- editor")
    parser.add_argument("--items", type=int, default=10_000, metavar="N")
    options = parser.parse_args()
    report = Report("editor")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "board"
        write_boards(folder, Path(temporary) / "peer", options.items)
        board = Board(folder)
        _floor(report, board, Path(temporary) / "pyc")
        talk = _dualtrack(report, board, Path(temporary) / "pyc")
        env = dict(os.environ)
        for name, program, path, language, lines, questions in (
            ("yaml-language-server", env["YAML_SERVER"], SPRINT, "yaml", board.sprint, board.in_yaml),
            ("vscode-markdown-language-server", env["MARKDOWN_SERVER"], NOTE, "markdown", board.note, board.in_markdown),
        ):
            peer = Peer(program, env, folder)
            for each in (talk, peer) if path != NOTE else (peer,):
                board.open(each, path, language, lines)
            _until_quiet(talk)
            asked = zip(questions(False), questions(True), strict=True)
            _beside(report, name, talk, peer, asked, board.changed(path, lines))
            peer.end()
        talk.end()
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
