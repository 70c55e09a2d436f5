"""Files of every kind, from a real disk."""

import os
from pathlib import Path

import pytest
from dualtrack.adapters.disk import LFS_POINTER, DiskFiles, Unreadable, read_text, walk


@pytest.fixture
def disk(tmp_path: Path) -> DiskFiles:
    root = tmp_path / "root"
    (root / "tracks" / "tasks").mkdir(parents=True)
    return DiskFiles(root, ("dualtrack.yaml",), (".md", ".yaml"))


def test_only_what_changed_is_read(disk: DiskFiles) -> None:
    task = disk.root / "tracks" / "tasks" / "TASK-1.md"
    task.write_text("one")
    (disk.root / "tracks" / "tasks" / "notes.txt").write_text("no item")
    (disk.root / "other.md").write_text("no item")
    assert disk.changed(["tracks"], whole=True) == {"tracks/tasks/TASK-1.md": "one"}
    assert disk.changed(["tracks"], whole=False) == {}
    task.write_text("other")
    assert disk.changed(["tracks"], whole=False) == {"tracks/tasks/TASK-1.md": "other"}
    disk.forget("tracks/tasks/TASK-1.md")
    assert disk.changed(["tracks"], whole=False) == {"tracks/tasks/TASK-1.md": "other"}
    task.unlink()
    assert disk.changed(["tracks"], whole=False) == {"tracks/tasks/TASK-1.md": None}
    assert disk.changed(["tracks"], whole=False) == {}


def test_conventions_are_found_anywhere_but_in_hidden_and_vendored_folders(disk: DiskFiles) -> None:
    for folder in ("", "a/b", ".git", "node_modules/x"):
        (disk.root / folder).mkdir(parents=True, exist_ok=True)
        (disk.root / folder / "dualtrack.yaml").write_text("{}")
    assert sorted(disk.changed([], whole=True)) == ["a/b/dualtrack.yaml", "dualtrack.yaml"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\xff", "this file is binary"),
        (b"---\nid: TASK-1\n\xff", "this file is not UTF-8: byte 0xff in line 3"),
        (LFS_POINTER, "this file is a pointer of Git LFS, and what it points to is not on this machine"),
        (b"x" * (16 * 1024 * 1024 + 1), "this file has 16.1 MB; up to 16 MB are read"),
    ],
)
def test_what_is_no_text_says_why(disk: DiskFiles, content: bytes, reason: str) -> None:
    (disk.root / "a.md").write_bytes(content)
    assert _reason(disk.root, "a.md") == reason


def test_links_that_lead_nowhere_say_so(disk: DiskFiles, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    for name, target in {"out.md": tmp_path / "secret.md", "gone.md": "nothing.md", "loop.md": "loop.md"}.items():
        (disk.root / "tracks" / name).symlink_to(target)
    os.mkfifo(disk.root / "tracks" / "pipe.md")
    found = {path.removeprefix("tracks/"): str(text) for path, text in disk.changed(["tracks"], whole=True).items()}
    assert found == {
        "out.md": "this link leads out of the workspace",
        "gone.md": "this link leads to no file",
        "loop.md": "this link leads in a circle",
        "pipe.md": "this is not a file",
    }


@pytest.mark.parametrize("folder", ["out", "out/etc"])
def test_a_folder_that_leads_out_is_not_walked(disk: DiskFiles, folder: str) -> None:
    (disk.root / "out").symlink_to("/")
    found = disk.changed([folder], whole=True)
    assert {path: str(reason) for path, reason in found.items()} == {folder: "this link leads out of the workspace"}


def test_what_is_forgotten_while_reading_is_read_the_next_time(disk: DiskFiles) -> None:
    (disk.root / "tracks" / "a.md").write_text("a")
    disk.changed(["tracks"], whole=True)
    folders = (disk.forget("tracks/a.md") or folder for folder in ["tracks"])  # forgotten once the reading has begun
    assert disk.changed(folders, whole=False) == {}
    assert disk.changed(["tracks"], whole=False) == {"tracks/a.md": "a"}


def test_the_byte_order_mark_is_outside_and_line_ends_stay(disk: DiskFiles) -> None:
    (disk.root / "a.md").write_bytes("\ufeffa\r\nb\u2028c\r".encode())
    assert read_text(disk.root, "a.md") == "a\r\nb\u2028c\r"


def _reason(root: Path, path: str) -> str:
    text = read_text(root, path)
    assert isinstance(text, Unreadable)
    return str(text)


def test_another_repository_inside_the_folder_is_passed_over(tmp_path: Path) -> None:
    for path in (".git/HEAD", "tasks/a.md", "clone/.git/HEAD", "clone/b.md", "module/.git", "module/deep/c.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert list(walk(tmp_path, "", lambda name: name.endswith(".md"))) == ["tasks/a.md"]
