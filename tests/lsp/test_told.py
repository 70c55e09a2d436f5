"""What the client is told while something else happens, met in this process where a client cannot say when."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.lsp import board_updates, server, setting_up, tab
from dualtrack.lsp.folder import Folder, Opened
from dualtrack.lsp.handlers import register
from dualtrack.lsp.messages import BoardUpdate, TabRequest
from dualtrack.lsp.server import Server
from dualtrack.workspace.workspace import Workspace
from lsprotocol import types

from tests.lsp.session import EXP, TEXT


class Telling(Server):
    """A server without a client, and what one would be told."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = True
        self.told: list[tuple[str, Any]] = []
        self.protocol.client_capabilities = types.ClientCapabilities()
        self.protocol.notify = lambda method, params=None: self.told.append((method, params))  # pyright: ignore

    def of(self, method: str) -> list[Any]:
        """What was told by one kind of message."""
        return [params for name, params in self.told if name == method]


def serving(root: Path, talk: Callable[[Telling, Folder], Awaitable[None]]) -> None:
    """Run what is done with a folder that has been read and told."""

    async def run() -> None:
        server = Telling()
        folder = server.add_folder(root.as_uri())
        assert folder
        async with asyncio.timeout(10):
            await all_told(folder)
            server.told.clear()
            await talk(server, folder)
        server.remove_folder(root.as_uri())

    asyncio.run(run())


async def all_told(folder: Folder) -> None:
    while not folder.told.boards or folder.told is not folder.live.state:
        await asyncio.sleep(0.01)


def test_a_board_is_of_the_filter_that_was_asked_for_last(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_updates, "_MOST_CARDS", 1)

    async def talk(telling: Telling, folder: Folder) -> None:
        send = telling._send_board  # pyright: ignore[reportPrivateUsage]

        def asked_for_meanwhile(update: BoardUpdate) -> None:
            send(update)
            if not telling.filters:
                telling.show_part({"text": ["nothing"]})

        monkeypatch.setattr(telling, "_send_board", asked_for_meanwhile)
        for id in ("EXP-2", "EXP-3"):
            (folder.root / EXP).with_name(f"{id}.md").write_text(TEXT.replace("EXP-1", id))
        await folder.live.read_files()
        await all_told(folder)
        last = telling.of("dualtrack/board")[-1]
        assert (last.filter, [id for row in last.rows for id in row.rows if "EXP" in id]) == ("text nothing", [])

    serving(folder, talk)


def test_what_came_while_something_failed_to_be_told_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(telling: Telling, folder: Folder) -> None:
        def fails(*_: Any) -> Any:
            monkeypatch.undo()
            folder.live.edit(EXP, TEXT.replace("title: Look", "title: Other"), typing=False)
            raise ValueError("of a board")

        monkeypatch.setattr(server, "board_updates", fails)
        folder.live.edit(EXP, TEXT.replace("running", "proposed"), typing=False)
        await all_told(folder)
        assert "Other" in str(telling.of("dualtrack/board")[-1].cards)

    serving(folder, talk)


def test_a_page_that_is_asked_for_while_the_one_before_fails_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        telling = Telling()

        def fails(_: Any) -> Any:
            monkeypatch.undo()
            telling.tab.show(TabRequest("now", {}, "", ""))
            raise ValueError("of a page")

        monkeypatch.setattr(tab, "told_apart", fails)
        telling.tab.show(TabRequest("board", {}, "", ""))
        await asyncio.sleep(0.1)
        assert [message["page"] for message in telling.of("dualtrack/tabChanged")] == ["now"]

    asyncio.run(run())


def test_a_folder_may_be_closed_while_others_are_looked_at_for_a_board(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(telling: Telling, folder: Folder) -> None:
        def looks(_: Folder) -> Any:
            telling.folders.pop("file:///other", None)
            raise Refusal("there is a board")

        telling.folders["file:///other"] = folder
        monkeypatch.setattr(setting_up, "_choice", looks)
        with pytest.raises(Refusal, match="there is a board"):
            await setting_up.set_up_choices(telling)

    serving(folder, talk)


@pytest.mark.parametrize("when", ["before", "while"])
def test_a_text_that_is_opened_before_its_board_is_known_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    (folder / "tracks").rename(folder / "work")
    (folder / "dualtrack.yaml").write_text("root: work\n")
    path = EXP.replace("tracks", "work")
    opened = Opened((folder / path).as_uri(), 1, TEXT.replace("title: Look", "title: Not saved"))
    read_files, begun, go_on = Workspace.read_files, Event(), Event()

    def slowly(*asked: Any) -> Any:
        read = read_files(*asked)
        begun.set()
        go_on.wait(10)
        return read

    monkeypatch.setattr(Workspace, "read_files", slowly)

    async def run() -> None:
        telling = Telling()
        added = telling.add_folder(folder.as_uri())
        assert added
        async with asyncio.timeout(10):
            if when == "while":
                await asyncio.to_thread(begun.wait, 10)
            telling.enter(opened)
            go_on.set()
            while not (item := added.project.items.get("EXP-1")) or item.title != "Not saved":
                await asyncio.sleep(0.01)
            (folder / "train.py").write_text("")
            telling.enter(Opened((folder / "train.py").as_uri(), 1, "# EXP-1"))
            added.live.close("train.py")
            added.live.close(path)
            while added.project.items["EXP-1"].title != "Look":
                await asyncio.sleep(0.01)
            assert "train.py" not in added.project.documents
        telling.remove_folder(folder.as_uri())

    asyncio.run(run())


def test_a_folder_inside_another_takes_its_open_texts_and_gives_them_back(folder: Path) -> None:
    inside = folder / "part"
    (inside / EXP).parent.mkdir(parents=True)
    (inside / EXP).write_text(TEXT)
    (inside / "dualtrack.yaml").write_text("{}\n")

    async def talk(telling: Telling, outer: Folder) -> None:
        def titles(of: Folder) -> list[str]:
            return [item.title for item in of.project.items_in(f"{'part/' if of is outer else ''}{EXP}")]

        async def until(*wanted: tuple[Folder, str]) -> None:
            while any(titles(of) != [title] for of, title in wanted):
                await asyncio.sleep(0.01)

        def shown() -> list[Any]:
            said = [each for each in telling.of("textDocument/publishDiagnostics") if each.uri == (inside / EXP).as_uri()]
            return said[-1].diagnostics

        file = (inside / EXP).as_uri()
        telling.enter(Opened(file, 1, TEXT.replace("Look", "First")))
        await until((outer, "First"))
        inner = telling.add_folder(inside.as_uri())
        assert inner
        await until((inner, "First"), (outer, "Look"))
        telling.enter(Opened(file, 2, TEXT.replace("Look", "Second")))
        await until((inner, "Second"))
        await all_told(inner)
        telling.remove_folder(inside.as_uri())
        await until((outer, "Second"))
        await all_told(outer)
        await asyncio.sleep(0.05)
        assert shown()

    serving(folder, talk)


def test_a_folder_hears_of_files_in_one_inside_it(folder: Path) -> None:
    (folder / "part").mkdir()

    async def talk(telling: Telling, outer: Folder) -> None:
        register(telling)
        told = outer.live.workspace.sources.wake
        woken = list[str]()
        outer.live.workspace.sources.wake = woken.extend
        telling.add_folder((folder / "part").as_uri())
        event = types.FileEvent((folder / "part" / "mlflow.db").as_uri(), types.FileChangeType.Changed)
        telling.protocol.fm.features[types.WORKSPACE_DID_CHANGE_WATCHED_FILES](types.DidChangeWatchedFilesParams([event]))
        while "part/mlflow.db" not in woken:
            await asyncio.sleep(0.01)
        outer.live.workspace.sources.wake = told
        telling.remove_folder((folder / "part").as_uri())

    serving(folder, talk)
