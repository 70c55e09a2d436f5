"""What is compiled of generated methods and of patterns is kept, and a file that cannot be read costs nothing but time."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SERVER = Path(__file__).parents[1] / "server"
CLASSES = """
import builtins, dataclasses, re, sys
sys.path.insert(0, {server!r})
import attrs, kept_code
compiled = []
compile = builtins.compile
builtins.compile = lambda text, *rest, **more: (compiled.append(text), compile(text, *rest, **more))[1]
parse = re._parser.parse
re._parser.parse = lambda pattern, *rest: (compiled.append(pattern), parse(pattern, *rest))[1]
with kept_code.kept():
    A = attrs.make_class("A", ["x"])
    D = dataclasses.make_dataclass("D", ["x"])
    word = re.compile(r"(?P<first>[^\\W_]+)-(\\d)", re.IGNORECASE)
assert A(1) == A(1) != A(2) and D(1) == D(1) != D(2) and repr(D(1)) == "D(x=1)"
assert word.fullmatch("É-1")["first"] == "É" and word.groups == 2 and word.flags == re.IGNORECASE | re.UNICODE
print(len(compiled))
"""


def compiled(folder: Path) -> int:
    """How many texts a new process compiles for two classes and a pattern."""
    script = CLASSES.format(server=str(SERVER))
    command = [sys.executable, "-X", f"pycache_prefix={folder}", "-c", script]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_a_second_process_compiles_nothing_unless_the_file_is_no_bytecode(tmp_path: Path) -> None:
    assert compiled(tmp_path) > 0
    for written in (b"", b"garbage", b"\xe9\x01\x00\x00\x00"):
        (file,) = tmp_path.glob("compiled.*")
        file.write_bytes(written)
        assert compiled(tmp_path) > 0
    assert compiled(tmp_path) == 0


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert compiled(tmp_path / "file") == compiled(tmp_path / "file") > 0


def test_the_first_start_of_a_version_forgets_the_others_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    compiled(tmp_path / "1")
    compiled(tmp_path / "2")
    compiled(tmp_path / "2")
    assert {each.name for each in tmp_path.iterdir()} == {"other", "2"}
    compiled(tmp_path / "1")
    assert {each.name for each in tmp_path.iterdir()} == {"other", "1"}
