"""One door to git. Reads only, and runs nothing that the repository names."""

import os
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen, SubprocessError
from typing import Any, cast

# Every setting that names a program, a place to connect to, or a way to be told later, and those that change what is printed.
_OVERRIDES = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.gitProxy": "false",
    "core.askPass": "false",
    "core.alternateRefsCommand": "false",
    "core.packedGitWindowSize": "4m",
    "core.packedGitLimit": "64m",
    "credential.helper": "",
    "diff.external": "",
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
    "log.follow": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    "uploadpack.packObjectsHook": "",
}
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # protocol.allow gives way to a repository's own protocol.<name>.allow
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C.UTF-8",
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
_CHUNK_BYTES = 1 << 18


class GitError(Exception):
    """Git could not answer; the message is its own, shortened to one line."""


def git(folder: Path, *arguments: str, stdin: str = "") -> bytes:
    """What `git` prints, run in a folder with every program of the repository's configuration off."""
    try:
        process = _started(folder, arguments)  # it ends with this name: GitPython kills what nobody holds
        output, errors = process.communicate(stdin.encode(), timeout=_TIMEOUT_SECONDS)
    except (OSError, ValueError, SubprocessError) as error:
        raise _said(str(error)) from error
    if process.returncode:
        raise _said(errors.decode(errors="replace"))
    return cast(bytes, output)


def streamed(folder: Path, *arguments: str, stdin: str = "") -> Iterator[bytes]:
    """The same piece by piece as git prints it; git is ended where nobody goes on reading."""
    held = _started(folder, arguments)
    process: Popen[bytes] = held.proc
    assert process.stdin and process.stdout and process.stderr
    try:
        process.stdin.write(stdin.encode())
        process.stdin.close()
        while chunk := process.stdout.read(_CHUNK_BYTES):
            yield chunk
        errors = process.stderr.read()
        if process.wait():
            raise _said(errors.decode(errors="replace"))
    except (OSError, ValueError) as error:
        raise _said(str(error)) from error
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _started(folder: Path, arguments: tuple[str, ...]) -> Any:
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    from git.cmd import Git  # 108 ms, and only needed once something is open
    from git.exc import GitCommandError, GitCommandNotFound

    for name in _INHERITED:
        os.environ.pop(name, None)
    settings = [part for name, value in _OVERRIDES.items() for part in ("-c", f"{name}={value}")]
    command = ["git", "--no-pager", *settings, *arguments]
    try:
        return cast(Any, Git(str(folder))).execute(command, as_process=True, env=_ENVIRONMENT, istream=-1)
    except (GitCommandError, GitCommandNotFound, OSError, ValueError) as error:
        raise _said(str(error)) from error


def _said(words: str) -> GitError:
    return GitError(" ".join(words.split())[:300])


def work_tree(folder: Path) -> Path | None:
    """The top of the work tree that a folder lies in; None where there is no git repository."""
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), None)


def git_folders(folder: Path) -> tuple[Path, Path] | None:
    """The git folder of the work tree that a folder lies in, and the one that all its work trees share."""
    top = work_tree(folder)
    if not top:
        return None
    own = top / ".git"
    if own.is_file():
        own = (top / own.read_text(errors="replace").removeprefix("gitdir:").strip()).resolve()
    pointer = own / "commondir"
    return own, (own / pointer.read_text(errors="replace").strip()).resolve() if pointer.is_file() else own


def text_of(output: bytes) -> str:
    """What git printed as text."""
    return output.decode("utf-8", errors="replace")
