"""Keeps the bytecode of the methods that attrs and dataclasses write as text.

Both write the methods of a class as Python text and compile it whenever a process starts. lsprotocol has 554 such classes:
half of the time it takes to import. Python keeps the bytecode of modules; this keeps the bytecode of these texts beside it,
in the folder of `-X pycache_prefix`. A text that is not found there is compiled as always.
"""

import builtins
import contextlib
import dataclasses
import importlib
import importlib.util
import marshal
import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path
from types import CodeType
from typing import Any


@contextlib.contextmanager
def kept() -> Generator[None, None, None]:
    """Take the bytecode of generated methods from the file while classes are made; write the file if they were others."""
    attrs: Any = importlib.import_module("attr._make")
    dataclass: Any = dataclasses
    if not sys.pycache_prefix:
        yield
        return
    file = Path(sys.pycache_prefix) / f"methods.{sys.implementation.cache_tag}.marshal"
    read = _read(file)
    used: dict[tuple[str, str], CodeType] = {}

    def compile(text: str, filename: str, mode: str) -> CodeType:
        key = (text, filename)
        used[key] = code = read.get(key) or builtins.compile(text, filename, mode)
        return code

    def exec(text: str, *names: dict[str, Any]) -> None:
        builtins.exec(compile(text, "<string>", "exec"), *names)

    attrs.compile, dataclass.exec = compile, exec  # these come before the builtins that both modules name
    try:
        yield
    finally:
        del attrs.compile, dataclass.exec
    if not file.exists():
        _forget_others(file)
    if used.keys() != read.keys():
        _write(file, used)


def _read(file: Path) -> dict[tuple[str, str], CodeType]:
    """What was kept; nothing if it was written for another bytecode or cannot be read."""
    try:
        magic, code = marshal.loads(file.read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return code if magic == importlib.util.MAGIC_NUMBER else {}


def _write(file: Path, code: dict[tuple[str, str], CodeType]) -> None:
    """Replace the file in one step: another process may read it, and a folder that is read-only keeps none."""
    beside = file.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(marshal.dumps((importlib.util.MAGIC_NUMBER, code)))
        beside.replace(file)


def _forget_others(file: Path) -> None:
    """Delete the bytecode of other versions, which lies in folders beside this one's; one that still runs compiles anew."""
    for folder in {other.parent for other in file.parent.parent.glob("*/methods.*.marshal")} - {file.parent}:
        shutil.rmtree(folder, ignore_errors=True)
