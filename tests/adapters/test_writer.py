"""Texts written to a real disk: no byte lost, nobody's work overwritten."""

import os
import stat
from pathlib import Path

import pytest
from dualtrack.adapters.disk import read_text
from dualtrack.adapters.writer import NotWritten, Rewrite, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root" / "tracks").mkdir(parents=True)
    return tmp_path / "root"


def _rewrite(root: Path, path: str, after: str) -> None:
    before = read_text(root, path)
    assert isinstance(before, str)
    write(root, {path: Rewrite(before, after)})


def _refused(root: Path, path: str, rewrite: Rewrite) -> str:
    with pytest.raises(NotWritten) as refused:
        write(root, {path: rewrite})
    assert not list(root.rglob(".dualtrack-*"))
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "after", "expected"),
    [
        (b"a\r\nb\n", "a\r\nc\n", b"a\r\nc\n"),
        (b"a\rb", "a\rc", b"a\rc"),
        (b"\xef\xbb\xbfa\n", "b\n", b"\xef\xbb\xbfb\n"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffb", b"\xef\xbb\xbf\xef\xbb\xbfb"),
        (b"", "a\u2028\x85\x0c😀", "a\u2028\x85\x0c😀".encode()),
        (b"a", "", b""),
    ],
)
def test_bytes_are_what_the_text_says(root: Path, content: bytes, after: str, expected: bytes) -> None:
    (root / "a.md").write_bytes(content)
    _rewrite(root, "a.md", after)
    assert (root / "a.md").read_bytes() == expected
    assert [file.name for file in root.iterdir() if file.is_file()] == ["a.md"]


def test_the_mode_stays_and_the_time_does_not(root: Path) -> None:
    file = root / "a.md"
    file.write_text("a")
    file.chmod(0o640)
    os.utime(file, (1, 1))
    inode = file.stat().st_ino
    _rewrite(root, "a.md", "b")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert file.stat().st_mtime > 1_000_000
    assert file.stat().st_ino != inode  # it was replaced whole


def test_a_new_file_is_made_with_its_folders(root: Path) -> None:
    write(root, {"tracks/tasks/new/TASK-1.md": Rewrite(None, "a\r\n")})
    assert (root / "tracks" / "tasks" / "new" / "TASK-1.md").read_bytes() == b"a\r\n"


def test_a_new_file_never_takes_the_place_of_one(root: Path) -> None:
    (root / "a.md").write_text("somebody's")
    (root / "link.md").symlink_to("nothing.md")
    assert _refused(root, "a.md", Rewrite(None, "b")) == "a.md is there already"
    assert _refused(root, "link.md", Rewrite(None, "b")) == "link.md is a link that leads to no file"
    assert (root / "a.md").read_text() == "somebody's"


def test_what_has_changed_since_is_left_alone(root: Path) -> None:
    (root / "a.md").write_text("changed")
    assert _refused(root, "a.md", Rewrite("read", "b")) == "a.md has changed since it was read"
    (root / "a.md").write_bytes(b"read\xff")
    assert _refused(root, "a.md", Rewrite("read", "b")) == "a.md has changed since it was read"
    (root / "a.md").unlink()
    assert _refused(root, "a.md", Rewrite("read", "b")) == "a.md is gone"
    (root / "a.md").mkdir()
    assert _refused(root, "a.md", Rewrite("read", "b")) == "a.md is not a file"


def test_one_refusal_leaves_every_file(root: Path) -> None:
    (root / "a.md").write_text("a")
    (root / "b.md").write_text("changed")
    with pytest.raises(NotWritten):
        write(root, {"a.md": Rewrite("a", "A"), "b.md": Rewrite("b", "B")})
    assert (root / "a.md").read_text() == "a"


def test_nothing_is_written_through_a_link_that_leads_out(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("secret")
    (root / "a.md").symlink_to(outside / "a.md")
    (root / "folder").symlink_to(outside)
    for path, rewrite in {
        "a.md": Rewrite("secret", "b"),
        "folder/a.md": Rewrite("secret", "b"),
        "folder/new.md": Rewrite(None, "b"),
        "../outside/new.md": Rewrite(None, "b"),
        str(outside / "new.md"): Rewrite(None, "b"),
    }.items():
        assert _refused(root, path, rewrite) == f"{path} leads out of the workspace"
    (root / "loop.md").symlink_to("loop.md")
    assert "loop.md is a link that leads" in _refused(root, "loop.md", Rewrite("", "b"))
    assert [(file.name, file.read_text()) for file in outside.iterdir()] == [("a.md", "secret")]


def test_a_link_inside_stays_a_link(root: Path) -> None:
    (root / "a.md").write_text("a")
    (root / "tracks" / "link.md").symlink_to("../a.md")
    _rewrite(root, "tracks/link.md", "b")
    assert (root / "tracks" / "link.md").is_symlink()
    assert (root / "a.md").read_text() == "b"
    with pytest.raises(NotWritten):
        write(root, {"a.md": Rewrite("b", "c"), "tracks/link.md": Rewrite("b", "d")})
    assert (root / "a.md").read_text() == "b"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_what_is_write_protected_stays(root: Path) -> None:
    (root / "a.md").write_text("a")
    (root / "a.md").chmod(0o444)
    assert _refused(root, "a.md", Rewrite("a", "b")) == "a.md is write-protected"


def test_what_the_system_refuses_is_said(root: Path) -> None:
    (root / "a.md").write_text("a")
    assert _refused(root, "a.md/b.md", Rewrite(None, "b")).startswith("a.md/b.md cannot be written: ")
    assert _refused(root, f"{'x' * 300}.md", Rewrite(None, "b")).endswith("cannot be written: File name too long")
    assert _refused(root, "new.md", Rewrite(None, "\udc80")) == "new.md would hold what is no text"


def test_a_renamed_file_keeps_its_new_text(root: Path) -> None:
    (root / "a.md").write_text("a")
    write(root, {"a.md": Rewrite("a", "b")}, {"a.md": "done/b.md"})
    assert (root / "done" / "b.md").read_text() == "b"
    assert not (root / "a.md").exists()


def test_a_rename_never_takes_the_place_of_a_file(root: Path) -> None:
    (root / "a.md").write_text("a")
    (root / "b.md").write_text("b")
    (root / "link.md").symlink_to("a.md")
    for path, new, reason in (
        ("a.md", "b.md", "b.md is there already"),
        ("c.md", "d.md", "c.md is gone"),
        ("link.md", "d.md", "link.md is a link, so it keeps its name"),
        ("a.md", "../d.md", "../d.md leads out of the workspace"),
    ):
        with pytest.raises(NotWritten) as refused:
            write(root, {"a.md": Rewrite("a", "A")}, {path: new})
        assert str(refused.value) == reason
    assert sorted((file.name, file.read_text()) for file in root.glob("*.md")) == [
        ("a.md", "a"),
        ("b.md", "b"),
        ("link.md", "a"),
    ]
