"""One door to git, and what its history says of items. Reads only, and runs nothing that the repository names."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import SubprocessError
from typing import Any, cast

from dualtrack.model.facts import Branch, Commit
from dualtrack.model.mention import candidates

# Every setting of a repository that names a program, a place to connect to, or a way to be told later.
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
_LOG = ("--encoding=UTF-8", "--format=%H%x00%at%x00%an%x00%B")


class GitError(Exception):
    """Git could not answer; the message is its own, shortened to one line."""


@dataclass(frozen=True)
class History:
    """What git says: the commits that could mention an item or lie on an item's branch, and the branches with ids."""

    commits: tuple[Commit, ...] = ()
    branches: tuple[Branch, ...] = ()


def git(folder: Path, *arguments: str, stdin: str = "") -> bytes:
    """What `git` prints, run in a folder with every program of the repository's configuration off."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    from git.cmd import Git  # 108 ms, and only needed once something is open
    from git.exc import GitCommandError, GitCommandNotFound

    for name in _INHERITED:
        os.environ.pop(name, None)
    settings = [part for name, value in _OVERRIDES.items() for part in ("-c", f"{name}={value}")]
    command = ["git", "--no-pager", *settings, *arguments]
    try:
        process = cast(Any, Git(str(folder))).execute(command, as_process=True, env=_ENVIRONMENT, istream=-1)
        output, errors = process.communicate(stdin.encode(), timeout=_TIMEOUT_SECONDS)
    except (GitCommandError, GitCommandNotFound, OSError, ValueError, SubprocessError) as error:
        raise GitError(" ".join(str(error).split())[:300]) from error
    if process.returncode:
        raise GitError(" ".join(errors.decode(errors="replace").split())[:300])
    return cast(bytes, output)


def work_tree(folder: Path) -> Path | None:
    """The top of the work tree that a folder lies in; None where there is no git repository."""
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), None)


def fingerprint(folder: Path) -> tuple[Any, ...]:
    """Changes whenever HEAD or a branch moves; read from the file system without running git."""
    found = _git_folder(folder)
    if not found:
        return ()
    common = found
    pointer = found / "commondir"
    if pointer.is_file():
        common = (found / pointer.read_text().strip()).resolve()
    state: list[tuple[str, int, int]] = []
    for file in (found / "HEAD", found / "logs" / "HEAD", common / "packed-refs", *_loose_refs(common / "refs")):
        try:
            status = file.stat()
        except OSError:
            continue
        state.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(state)


def read_history(folder: Path) -> History:
    """All commits on all branches, in as far as they could concern an item. A folder without git has no history."""
    if not fingerprint(folder):
        return History()
    prefix = _text(git(folder, "rev-parse", "--show-prefix")).strip()
    branches = tuple(_branches(folder))
    own = {hash for branch in branches for hash in branch.own_commits}
    commits: list[Commit] = []
    for hash, seconds, author, message in _records(git(folder, "log", "--all", "-z", "--no-show-signature", *_LOG)):
        ids = tuple(dict.fromkeys(mention.id for mention in candidates(message)))
        when = _moment(seconds)
        if when and (ids or hash in own):
            commits.append(Commit(hash, author, when, message.strip().partition("\n")[0], ids))
    paths = _touched(folder, [commit.hash for commit in commits], prefix)
    with_paths = (Commit(c.hash, c.author, c.when, c.subject, c.ids, paths.get(c.hash, ())) for c in commits)
    return History(tuple(with_paths), branches)


def _branches(folder: Path) -> Iterator[Branch]:
    """The branches that are named for an item, remote ones under their own name without the remote's."""
    names = _text(git(folder, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes")).split()
    trunk = _trunk(names)
    for ref in names:
        short = ref.split("/", 2 if ref.startswith("refs/heads/") else 3)[-1]
        ids = tuple(dict.fromkeys(mention.id for mention in candidates(short.replace("_", "-"))))
        if ids and ref != trunk:
            own = _text(git(folder, "rev-list", ref, *([f"^{trunk}"] if trunk else []), "--")).split()
            yield Branch(short, ids, frozenset(own))


def _trunk(refs: Iterable[str]) -> str:
    known = set(refs)
    wanted = ("refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master", "refs/remotes/origin/main")
    return next((ref for ref in wanted if ref in known), "")


def _touched(folder: Path, hashes: list[str], prefix: str) -> dict[str, tuple[str, ...]]:
    """The files that each commit touched, relative to the folder."""
    if not hashes:
        return {}
    mark = os.urandom(8).hex()  # a path may hold anything that could be agreed on before
    asked = (
        *(
            "log",
            "--no-walk=unsorted",
            "--stdin",
            "-z",
            "--name-only",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
        ),
        *("--no-show-signature", f"--format={mark}%H"),
    )
    try:
        listed = git(folder, *asked, stdin="\n".join(hashes) + "\n")
    except GitError:  # a partial clone lacks trees, and fetching them would run what the repository names
        return {}
    paths: dict[str, tuple[str, ...]] = {}
    for record in _text(listed).split(mark)[1:]:
        hash, *names = (part.strip("\n") for part in record.split("\0"))
        paths[hash] = tuple(name.removeprefix(prefix) for name in names if name and name.startswith(prefix))
    return paths


def _records(output: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Hash, time, author and message of each commit: git lets none of them hold a NUL."""
    fields = _text(output).split("\0")
    return zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False)


def _moment(seconds: str) -> datetime | None:
    """A commit's time; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _text(output: bytes) -> str:
    return output.decode("utf-8", errors="replace")


def _git_folder(folder: Path) -> Path | None:
    for parent in (folder, *folder.parents):
        found = parent / ".git"
        if found.is_dir():
            return found
        if found.is_file():
            pointed = found.read_text(errors="replace").removeprefix("gitdir:").strip()
            return (parent / pointed).resolve()
    return None


def _loose_refs(refs: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(refs):
        yield from (Path(parent) / name for name in names)
