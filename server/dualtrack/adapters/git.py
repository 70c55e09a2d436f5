"""One door to git, which runs nothing that the repository names or holds. All but `branching` only read through it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from math import inf
from pathlib import Path
from subprocess import Popen
from threading import Event, Thread
from time import monotonic
from typing import IO, Any, TypeVar, cast

from dualtrack import limits
from dualtrack.adapters.git_folder import odd_file, work_tree
from dualtrack.model.words import data_size
from dualtrack.said import said

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
_CHUNK_BYTES = 1 << 18
_LAST_ERRORS_BYTES = 1 << 14
_PROGRAM = "git.exe" if sys.platform == "win32" else "git"


Asked = TypeVar("Asked")
K = TypeVar("K")
V = TypeVar("V")


class GitError(Exception):
    """Git could not answer; the message is its own, shortened to one line."""


class TooMuch(GitError):
    """The answer is larger than the limits allow."""


def git(folder: Path, *arguments: str, stdin: str = "") -> bytes:
    """What `git` prints, run in a folder with every program of the repository's configuration off."""
    pieces: list[bytes] = []
    size = 0
    for piece in streamed(folder, *arguments, stdin=stdin):
        pieces.append(piece)
        size += len(piece)
        if size > limits.GIT_BYTES:
            raise GitError(said("git {command} prints more than {most}", arguments[0], data_size(limits.GIT_BYTES)))
    return b"".join(pieces)


def streamed(folder: Path, *arguments: str, stdin: str = "") -> Iterator[bytes]:
    """The same piece by piece, as git prints it; git is killed when the reader stops, or when nothing comes for too long."""
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
        draining.join(limits.GIT_SECONDS)
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
    """Kills git when one wait takes too long. A thread watches, since a pipe on Windows cannot be waited for with a timeout; it
    is one thread for all waits, since to start one takes as long as to read a piece."""

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
        while not self._over.wait(limits.GIT_SECONDS / 8):
            if monotonic() - self._since > limits.GIT_SECONDS:
                self.was_too_long = True
                self._process.kill()


def _drain(pipe: int, errors: bytearray) -> None:
    """Read what git writes to stderr, so that it does not block on a full pipe, and keep the end of it."""
    with suppress(OSError):
        while piece := os.read(pipe, _LAST_ERRORS_BYTES):
            errors += piece
            del errors[:-_LAST_ERRORS_BYTES]


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """Write stdin in a thread: git may print before it has read all of it, or exit early."""
    with suppress(OSError, ValueError), pipe:
        pipe.write(content)


def _started(folder: Path, arguments: tuple[str, ...]) -> Any:
    if odd := odd_file(folder):
        raise GitError(said("{path} is not a file", odd))
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
        held = cast(Any, Git(str(folder))).execute(command, as_process=True, env=_ENVIRONMENT, istream=-1)
        _limit_memory(held.proc)
        return held
    except GitCommandNotFound as error:
        _program.cache_clear()
        raise _not_installed() from error
    except (GitCommandError, OSError, ValueError) as error:
        raise _said(str(error)) from error


def _limit_memory(process: Popen[bytes]) -> None:
    """Limit the memory of git: a few nested trees of a hundred bytes each hold millions of files, all of which it keeps before
    it prints the first. Only Linux can limit a process that already runs."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError):  # it has ended already
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (limits.GIT_MEMORY_BYTES, limits.GIT_MEMORY_BYTES))


@lru_cache(maxsize=64)
def _program(search: str, folder: Path) -> str:
    """The first git on PATH, but for relative entries and for what lies in the repository that is read."""
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
    return GitError(said("git is not installed"))


def _no_answer() -> GitError:
    return GitError(said("{name} did not answer within {count} seconds", "git", limits.GIT_SECONDS))


def _said(words: str) -> GitError:
    words = " ".join(words.split())
    kind = TooMuch if "out of memory" in words.casefold() else GitError
    return kind(words[max(0, words.rfind("fatal: ")) :][:300])  # what it only warns of comes before


def by_halves(read: Callable[[Sequence[Asked]], dict[K, V]], asked: Sequence[Asked]) -> dict[K, V]:
    """Ask git about many things at once; if the answer is too large, about each half, so that only what is too large alone is
    left out."""
    try:
        return read(asked)
    except TooMuch:
        middle = len(asked) // 2
        return by_halves(read, asked[:middle]) | by_halves(read, asked[middle:]) if middle else {}


def text_of(output: bytes) -> str:
    """What git printed as text."""
    return output.decode("utf-8", errors="replace")


def name_of(output: bytes) -> str:
    """A path or a ref as text, decoded so that its bytes can be had back whatever their encoding, as the names on the disk
    are."""
    return output.decode("utf-8", errors="surrogateescape")
