"""One door to git, which runs nothing that the repository names or holds. All but `branching` only read through it."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from math import inf
from pathlib import Path
from subprocess import Popen
from threading import Event, Thread
from time import monotonic
from typing import IO, Any, cast

from dualtrack.adapters.disk import LARGEST_BYTES, read_plain

# Every setting that names a program, a file to read, a place to connect to, or a way to be told later, and those that change
# what is printed. The system's and the user's settings count otherwise: `safe.directory` may stand there.
_OVERRIDES = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.askPass": "false",
    "core.alternateRefsCommand": "false",
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.packedGitWindowSize": "4m",
    "core.packedGitLimit": "64m",
    "credential.helper": "",
    "diff.external": "",
    "diff.orderFile": os.devnull,
    "diff.relative": "false",
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
    "log.follow": "false",
    "mailmap.file": os.devnull,
    "log.showRoot": "true",
    "log.showSignature": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    "uploadpack.packObjectsHook": "",
}
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # protocol.allow gives way to a repository's own protocol.<name>.allow
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "GIT_PROXY_COMMAND": "",  # of several core.gitProxy the first counts, which is the repository's
    "LC_ALL": "C",  # so that a pattern finds what it should beside bytes that are no text
}
_INHERITED = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_EXTERNAL_DIFF",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_ASKPASS",
)
_TIMEOUT_SECONDS = 120
_LOOKED_AT_AGAIN_SECONDS = 10
_CHUNK_BYTES = 1 << 18
_MOST_BYTES = 256 * 1024 * 1024
_LARGEST_BYTES = 512 * 1024 * 1024
_MOST_INCLUDED = 50
_LAST_ERRORS_BYTES = 1 << 14
_PROGRAM = "git.exe" if sys.platform == "win32" else "git"


class GitError(Exception):
    """Git could not answer; the message is its own, shortened to one line."""


def git(folder: Path, *arguments: str, stdin: str = "") -> bytes:
    """What `git` prints, run in a folder with every program of the repository's configuration off."""
    pieces: list[bytes] = []
    size = 0
    for piece in streamed(folder, *arguments, stdin=stdin):
        pieces.append(piece)
        size += len(piece)
        if size > _MOST_BYTES:
            raise GitError(f"git {arguments[0]} prints more than {_MOST_BYTES >> 20} MB")
    return b"".join(pieces)


def streamed(folder: Path, *arguments: str, stdin: str = "") -> Iterator[bytes]:
    """The same piece by piece as git prints it; git is ended where nobody goes on reading, or nothing more comes."""
    held = _started(folder, arguments)
    process: Popen[bytes] = held.proc
    assert process.stdin and process.stdout and process.stderr
    errors = bytearray()
    draining = Thread(target=_drain, args=(process.stderr.fileno(), errors), daemon=True)
    draining.start()
    Thread(target=_feed, args=(process.stdin, _bytes(stdin)), daemon=True).start()
    waiting = _Waiting(process)
    try:
        while chunk := _read(process, waiting):
            yield chunk
        with waiting:
            process.wait()
        draining.join(_TIMEOUT_SECONDS)
        if waiting.was_too_long:
            raise _no_answer()
        if process.returncode:
            raise _said(errors.decode(errors="replace"))
    except (OSError, ValueError) as error:
        raise _said(str(error)) from error
    finally:
        waiting.end()
        if process.poll() is None:
            process.kill()
            process.wait()


def _read(process: Popen[bytes], waiting: "_Waiting") -> bytes:
    assert process.stdout
    with waiting:
        return process.stdout.read(_CHUNK_BYTES)


class _Waiting:
    """While entered, git is waited for, and ended where that takes too long. A thread does, since a pipe cannot be waited for
    otherwise on Windows; one for all pieces, since to start it takes as long as to read one."""

    def __init__(self, process: Popen[bytes]) -> None:
        self.was_too_long = False
        self._process = process
        self._since = inf
        self._over = Event()
        Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> None:
        self._since = monotonic()

    def __exit__(self, *raised: object) -> None:
        self._since = inf

    def end(self) -> None:
        """Nobody waits any more."""
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(_TIMEOUT_SECONDS / 8):
            if monotonic() - self._since > _TIMEOUT_SECONDS:
                self.was_too_long = True
                self._process.kill()


def _drain(pipe: int, errors: bytearray) -> None:
    """Take what git complains of, since it waits where nobody does, and keep the last of it."""
    with suppress(OSError):
        while piece := os.read(pipe, _LAST_ERRORS_BYTES):
            errors += piece
            del errors[:-_LAST_ERRORS_BYTES]


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """Tell git what it asks for, which may print meanwhile, or fail before it has read all of it."""
    with suppress(OSError, ValueError), pipe:
        pipe.write(content)


def _started(folder: Path, arguments: tuple[str, ...]) -> Any:
    if odd := _odd_file(folder, int(monotonic() / _LOOKED_AT_AGAIN_SECONDS)):
        raise GitError(f"{odd} is not a file")
    program = _program(os.environ.get("PATH", ""), folder)
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    os.environ["GIT_PYTHON_GIT_EXECUTABLE"] = program  # GitPython asks it for its version
    from git.cmd import Git  # 108 ms, and only needed once something is open
    from git.exc import GitCommandError, GitCommandNotFound

    for name in _INHERITED:
        os.environ.pop(name, None)
    settings = [part for name, value in _OVERRIDES.items() for part in ("-c", f"{name}={value}")]
    command = [program, "--no-pager", *settings, *arguments]
    try:
        return cast(Any, Git(str(folder))).execute(command, as_process=True, env=_ENVIRONMENT, istream=-1)
    except GitCommandNotFound as error:
        _program.cache_clear()
        raise _not_installed() from error
    except (GitCommandError, OSError, ValueError) as error:
        raise _said(str(error)) from error


@lru_cache(maxsize=64)
def _program(search: str, folder: Path) -> str:
    """Git, as a shell would find it, but for what lies in the repository that is read, or is looked for where it lies."""
    folder = folder.resolve()
    inside = work_tree(folder) or folder
    for entry in search.split(os.pathsep):
        place = Path(entry)
        found = shutil.which(str(place / _PROGRAM)) if place.is_absolute() else None
        if found and not any(path.is_relative_to(inside) for path in (place.resolve(), Path(found).resolve())):
            return found
    raise _not_installed()


def _bytes(stdin: str) -> bytes:
    return stdin.encode("utf-8", errors="surrogateescape")


def _not_installed() -> GitError:
    return GitError("git is not installed")


def _no_answer() -> GitError:
    return GitError(f"git did not answer within {_TIMEOUT_SECONDS} seconds")


def _said(words: str) -> GitError:
    words = " ".join(words.split())
    return GitError(words[max(0, words.rfind("fatal: ")) :][:300])  # what it only warns of comes before


def work_tree(folder: Path) -> Path | None:
    """The top of the work tree that a folder lies in; None where there is no git repository."""
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), None)


def git_folders(folder: Path) -> tuple[Path, Path] | None:
    """The git folder of the work tree that a folder lies in, and the one that all its work trees share; None where there is no
    repository, nor where what should lead to it does not."""
    top = work_tree(folder)
    if not top:
        return None
    own = top / ".git"
    try:
        if own.is_file():
            kind, _, place = _pointed(own).partition(": ")
            if kind != "gitdir":
                return None
            own = (top / place.strip()).resolve()
        pointer = own / "commondir"
        return own, (own / _pointed(pointer).strip()).resolve() if pointer.is_file() else own
    except (OSError, ValueError):
        return None


def _pointed(pointer: Path) -> str:
    return os.fsdecode(read_plain(pointer))


@lru_cache(maxsize=64)
def _odd_file(folder: Path, _: int) -> str:
    """A file that git would read and never come to the end of, empty if there is none; looked for again after a while."""
    with suppress(OSError):  # git itself says what is wrong with its folder
        for file in _read_by_git(folder):
            mode = file.stat().st_mode if file.exists() else 0
            if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or (mode and file.stat().st_size > _LARGEST_BYTES):
                return file.name
    return ""


def _read_by_git(folder: Path) -> Iterator[Path]:
    """The files that git reads whole, whatever it is asked."""
    top = work_tree(folder)
    if not top:
        return
    yield top / ".mailmap"
    yield (own := top / ".git")
    places = {own, *(git_folders(folder) or ())}
    pending = [place / "config" for place in places]
    for place in places:
        for inner in ("", "info", "objects/info"):
            yield from (place / inner).glob("*")
        yield from (Path(parent) / name for parent, _, names in os.walk(place / "refs") for name in names)
    for _ in range(_MOST_INCLUDED):
        if not pending:
            return
        yield (config := pending.pop())
        pending += _included(config)


def _included(config: Path) -> Iterator[Path]:
    """The files that a configuration includes."""
    try:
        text = os.fsdecode(read_plain(config, most=LARGEST_BYTES))
    except OSError:
        return
    if "[include" in text.casefold():
        for line in text.splitlines():
            key, _, value = line.rpartition("]")[2].partition("=")
            if key.strip().casefold() == "path":
                yield config.parent / Path(value.strip().strip('"')).expanduser()


def text_of(output: bytes) -> str:
    """What git printed as text."""
    return output.decode("utf-8", errors="replace")


def name_of(output: bytes) -> str:
    """A path or a ref as text that still tells its bytes, as the names on the disk do, whatever their encoding."""
    return output.decode("utf-8", errors="surrogateescape")
