"""What goes on beside the requests, met in this process where a client cannot say when."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from dualtrack.lsp.background import Background
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.server import Server

TASK = "tracks/tasks/TASK-1.md"
LATER = "tracks/tasks/TASK-2.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / TASK).parent.mkdir(parents=True)
    (tmp_path / TASK).write_text("---\nid: TASK-1\n---\n")
    return tmp_path


def reading(root: Path, talk: Callable[[Background, Folder], Any]) -> None:
    """Run what is done with a folder once it has been read."""

    async def run() -> None:
        server = Server()
        folder = server.add_folder(root.as_uri())
        assert folder
        background = Background(server, folder)
        await background.read_files(whole=True)
        assert set(folder.project.documents) == {TASK}
        await talk(background, folder)

    asyncio.run(run())


def test_what_was_read_for_one_who_left_comes_in(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(background: Background, folder: Folder) -> None:
        changed = folder.disk.changed
        left, begun, inside = Event(), Event(), 0

        def slowly(folders: Any, whole: bool) -> Any:
            nonlocal inside
            assert not inside, "two threads read the files at once"
            inside += 1
            found = changed(folders, whole)
            begun.set()
            left.wait(10)
            inside -= 1
            return found

        monkeypatch.setattr(folder.disk, "changed", slowly)
        (root / LATER).write_text("---\nid: TASK-2\n---\n")
        asked = asyncio.create_task(background.read_files(whole=False))
        await asyncio.to_thread(begun.wait, 10)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        next_one = asyncio.create_task(background.read_files(whole=False))
        await asyncio.sleep(0.1)
        left.set()
        await next_one
        assert set(folder.project.documents) == {TASK, LATER}

    reading(root, talk)


def test_what_could_not_be_shown_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(background: Background, folder: Folder) -> None:
        (root / LATER).write_text("---\nid: TASK-2\n---\n")
        (root / TASK).unlink()
        with monkeypatch.context() as broken:
            broken.setattr(Folder, "shown", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await background.read_files(whole=False)
        await background.read_files(whole=False)
        assert set(folder.project.documents) == {LATER}

    reading(root, talk)
