"""Keeps what Python compiles anew whenever a process starts: the methods that attrs and dataclasses write as text, and regular
expressions.

lsprotocol has 554 classes whose methods are written so: half of the time it takes to import. Python keeps the bytecode of
modules; this keeps what is made of these texts beside it, in the folder of `-X pycache_prefix`. A text that is not found there
is compiled as always.
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
from types import SimpleNamespace
from typing import Any

_Kept = dict[tuple[str, str | int], Any]
"""By a text and the name of its file bytecode, and by a pattern and its flags what the regular expression is made of."""
_VERSION = (sys.hexversion, importlib.util.MAGIC_NUMBER)


@contextlib.contextmanager
def kept() -> Generator[None, None, None]:
    """Take what was compiled before from the file while modules are imported; write the file if that was something else."""
    if not sys.pycache_prefix:
        yield
        return
    file = Path(sys.pycache_prefix) / f"compiled.{sys.implementation.cache_tag}.marshal"
    read = _read(file)
    used: _Kept = {}
    with _methods(read, used), _patterns(read, used):
        yield
    if not file.exists():
        _forget_others(file)
    if used.keys() != read.keys():
        _write(file, used)


@contextlib.contextmanager
def _methods(read: _Kept, used: _Kept) -> Generator[None, None, None]:
    attrs: Any = importlib.import_module("attr._make")
    dataclass: Any = dataclasses

    def compile(text: str, filename: str, mode: str) -> Any:
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


@contextlib.contextmanager
def _patterns(read: _Kept, used: _Kept) -> Generator[None, None, None]:
    try:
        compiler: Any = importlib.import_module("re._compiler")
        sre, compile_pattern = compiler._sre, compiler.compile
    except (ImportError, AttributeError):  # these are Python's own, and a newer one may have others
        yield
        return
    made_of: dict[tuple[str, int], tuple[Any, ...]] = {}

    def make(pattern: str, flags: int, code: list[int], *groups: object) -> Any:
        made_of[pattern, flags] = (flags, [*map(int, code)], *groups)  # marshal takes no subclass of int
        return sre.compile(pattern, flags, code, *groups)

    def compile(pattern: str, flags: int = 0) -> Any:
        key = (pattern, int(flags))
        if found := read.get(key):
            used[key] = found
            return sre.compile(pattern, *found)
        made = compile_pattern(pattern, flags)
        if parts := made_of.get((pattern, made.flags)):
            used[key] = parts
        return made

    compiler.compile, compiler._sre = compile, SimpleNamespace(**{**vars(sre), "compile": make})
    try:
        yield
    finally:
        compiler.compile, compiler._sre = compile_pattern, sre


def _read(file: Path) -> _Kept:
    """What was kept; nothing if it was written by another Python or cannot be read."""
    try:
        version, found = marshal.loads(file.read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return found if version == _VERSION else {}


def _write(file: Path, used: _Kept) -> None:
    """Replace the file in one step: another process may read it, and a folder that is read-only keeps none."""
    beside = file.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(marshal.dumps((_VERSION, used)))
        beside.replace(file)


def _forget_others(file: Path) -> None:
    """Delete what was kept of other versions, which lies in folders beside this one's; one that still runs compiles anew."""
    for folder in {other.parent for other in file.parent.parent.glob("*/compiled.*.marshal")} - {file.parent}:
        shutil.rmtree(folder, ignore_errors=True)
