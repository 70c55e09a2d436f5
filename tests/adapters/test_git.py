"""The door to git: nothing that a repository names is run."""

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.branching import switch_branch
from dualtrack.adapters.git import _ENVIRONMENT, GitError, TooMuch, by_halves, git, streamed
from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.history.refs import fingerprint, is_partial
from dualtrack.facts.pasts import Pasts
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository, history_of


def test_an_unknown_question_is_an_error(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"unknown revision|bad revision"):
        git(repository.folder, "log", "no-such-branch", "--")


def test_nothing_that_the_repository_names_is_run(repository: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n")
    trap.chmod(trap.stat().st_mode | stat.S_IXUSR)
    repository.commit("TASK-1", a_txt="1")
    (repository.folder / ".gitattributes").write_text("*.txt diff=evil filter=evil\n")
    repository.commit("TASK-2", a_txt="2")
    repository.git("switch", "-q", "-c", "other")
    repository.commit("TASK-1 there", **{"tracks__tasks__TASK-1_md": "---\nid: TASK-1\nstatus: review\n---\n"})
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "other")
    repository.git("tag", "-a", "-m", "note", "v1.0")
    hooks = repository.folder / "hooks"
    hooks.mkdir()
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / hook).write_text(trap.read_text())
        (hooks / hook).chmod(0o755)
    settings = {
        "core.fsmonitor": trap,
        "core.pager": trap,
        "core.hooksPath": hooks,
        "core.sshCommand": trap,
        "core.gitProxy": trap,
        "core.alternateRefsCommand": trap,
        "diff.external": trap,
        "diff.evil.command": trap,
        "diff.evil.textconv": trap,
        "filter.evil.smudge": trap,
        "filter.evil.clean": trap,
        "filter.evil.process": trap,
        "gpg.program": trap,
        "log.showSignature": "true",
        "pager.log": trap,
        "credential.helper": trap,
        "alias.log": f"!{trap}",
        "core.editor": trap,
        "uploadpack.packObjectsHook": trap,
        "gc.auto": "1",
        "maintenance.auto": "true",
    }
    for name, value in settings.items():
        repository.git("config", name, str(value))
    (tmp_path / "sprung").unlink(missing_ok=True)
    assert len(history_of(repository.folder).commits) == 3
    project = read_repository(str(repository.folder), "2026-11-16", trust=False).project
    assert project.facts[Pasts].by_id["TASK-1"], "a board is read with all that git says of it"
    switch_branch(repository.folder, "task-1")
    assert not (tmp_path / "sprung").exists()


def test_a_partial_clone_fetches_nothing_and_still_gives_its_commits(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("TASK-1", a_md="1")
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", f"ssh://nowhere.invalid{repository.folder}")
    pack = clone.folder / ".git" / "objects" / "info"
    pack.mkdir(exist_ok=True)
    (pack / "alternates").write_text(f"{repository.folder}/.git/objects\n")
    clone.git("update-ref", "refs/heads/main", repository.git("rev-parse", "HEAD"))
    trap = tmp_path / "sprung"
    for name, value in {
        "protocol.ext.allow": "always",
        "protocol.file.allow": "always",
        "remote.origin.url": f"ext::sh -c touch% {trap}",
        "remote.origin.uploadpack": f"touch {trap}; true",
    }.items():
        clone.git("config", name, value)
    monkeypatch.delitem(_ENVIRONMENT, "GIT_NO_LAZY_FETCH")  # as for a git that does not know it
    tree = repository.git("rev-parse", "HEAD^{tree}")
    (repository.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    for name, value in {"extensions.partialClone": "origin", "remote.origin.promisor": "true"}.items():
        clone.git("config", name, value)
    found = history_of(clone.folder).commits.values()
    assert [(commit.subject, commit.paths) for commit in found] == [("TASK-1", ())]
    assert not trap.exists()


def test_settings_that_change_what_is_printed_change_nothing(repository: Repository) -> None:
    settings = {"log.showRoot": "false", "log.follow": "true", "log.date": "relative", "format.pretty": "oneline"}
    for name, value in settings.items():
        repository.git("config", name, value)
    repository.commit("TASK-1", a_md="1")
    [commit] = history_of(repository.folder).commits.values()
    assert (commit.subject, commit.paths) == ("TASK-1", ("a.md",))


@pytest.mark.parametrize("complaint", ["objects/info/alternates", "info/grafts"])
def test_git_that_complains_at_length_is_heard_out(
    repository: Repository, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GIT_SECONDS", 20)
    repository.commit("TASK-1", a_md="1")
    (repository.folder / ".git" / complaint).write_text("".join(f"/nowhere/{number:060}\n" for number in range(3000)))
    [commit] = history_of(repository.folder).commits.values()
    assert (commit.subject, commit.paths) == ("TASK-1", ("a.md",))
    with pytest.raises(GitError, match=r"^fatal: .*no-such-branch"):
        list(streamed(repository.folder, "log", "no-such-branch", "--"))


def _nothing_odd(folder: Path) -> str:
    return ""


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes among the files")
def test_git_that_says_nothing_more_is_not_waited_for(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GIT_SECONDS", 0.5)
    monkeypatch.setattr("dualtrack.adapters.git.odd_file", _nothing_odd)  # it finds this one
    commit = repository.commit("TASK-1")
    (there := repository.folder / ".git" / "objects" / commit[:2] / commit[2:]).unlink()
    os.mkfifo(there)
    with pytest.raises(GitError, match=r"^git did not answer within 0\.5 seconds$"):
        list(streamed(repository.folder, "log", "HEAD"))
    with pytest.raises(GitError, match=r"^git did not answer within 0\.5 seconds$"):
        git(repository.folder, "log", "HEAD")


OBJECTS = (
    "pack/multi-pack-index",
    "pack/multi-pack-index.d/multi-pack-index-chain",
    "info/commit-graphs/commit-graph-chain",
    "aa/1",
)


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes among the files")
@pytest.mark.parametrize("is_elsewhere", [False, True])
@pytest.mark.parametrize("kind", ["pipe", "endless"])
@pytest.mark.parametrize("name", OBJECTS)
def test_what_is_no_file_among_objects_is_refused(repository: Repository, name: str, kind: str, is_elsewhere: bool) -> None:
    repository.commit("TASK-1")
    objects = repository.folder / ".git/objects"
    if is_elsewhere:
        (objects / "info/alternates").write_text("../../elsewhere\n")
        objects = repository.folder / "elsewhere"
    file = objects / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero")
    with pytest.raises(GitError, match=rf"^{file.name} is not a file$"):
        git(repository.folder, "log")


@pytest.mark.parametrize("pointer", [b"gitdir: a\0b", b"gitdir: " + b"x" * 5000, b"gitdir: " + b"x/" * 50_000, b"\xff", b""])
def test_a_file_that_leads_to_no_repository_is_none(tmp_path: Path, pointer: bytes) -> None:
    (tmp_path / ".git").write_bytes(pointer)
    assert (git_folders(tmp_path), fingerprint(tmp_path)) == (None, ())
    assert not history_of(tmp_path).commits


def test_a_common_folder_that_is_none_is_no_repository(repository: Repository) -> None:
    (repository.folder / ".git" / "commondir").write_bytes(b"a\0b")
    assert git_folders(repository.folder) is None


ODD = (
    "HEAD",
    "config",
    "packed-refs",
    "commondir",
    "shallow",
    "info/grafts",
    "objects/info/alternates",
    "refs/remotes/origin/HEAD",
)


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes among the files")
@pytest.mark.parametrize("kind", ["pipe", "endless", "huge"])
@pytest.mark.parametrize("name", ODD)
def test_what_git_would_read_without_end_is_refused(repository: Repository, name: str, kind: str) -> None:
    repository.commit("TASK-1")
    file = repository.folder / ".git" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "endless":
        file.symlink_to("/dev/zero")
    else:
        file.touch()
        os.truncate(file, 3_000_000_000)
    with pytest.raises(GitError, match=rf"^{file.name} is not a file$"):
        git(repository.folder, "log")
    fingerprint(repository.folder)


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes among the files")
@pytest.mark.parametrize("setting", ["include.path", "diff.orderFile", "mailmap.file", "core.attributesFile"])
def test_settings_that_name_a_pipe_do_not_hold_git_up(repository: Repository, tmp_path: Path, setting: str) -> None:
    commit = repository.commit("TASK-1", a_md="a")
    os.mkfifo(tmp_path / "pipe")
    repository.git("config", setting, str(tmp_path / "pipe"))
    if setting == "include.path":
        with pytest.raises(GitError, match="pipe is not a file"):
            git(repository.folder, "log")
    else:
        assert commit.encode() in git(repository.folder, "log", "--use-mailmap", "--raw")


def test_more_than_anybody_reads_is_an_error(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GIT_BYTES", 1000)
    repository.commit("TASK-1\n\n" + "x" * 2000)
    with pytest.raises(GitError, match=r"^git log prints more than"):
        git(repository.folder, "log")


def test_what_git_asks_for_may_be_longer_than_a_pipe_holds(repository: Repository) -> None:
    commit = repository.commit("TASK-1")
    assert git(repository.folder, "cat-file", "--batch-check", stdin=f"{commit}\n" * 20_000).count(b"commit") == 20_000


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_that_the_system_calls_safe_is_read(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("TASK-1", a_md="1")
    for path in (repository.folder, *repository.folder.rglob("*")):
        os.chown(path, 4711, 4711)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("GIT_CONFIG_NOSYSTEM", raising=False)
    with pytest.raises(GitError, match="dubious ownership"):
        git(repository.folder, "log")
    (tmp_path / "system").write_text("[safe]\n\tdirectory = *\n")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(tmp_path / "system"))
    assert b"TASK-1" in git(repository.folder, "log")


def test_what_is_too_much_by_itself_is_left_out_alone() -> None:
    def read(asked: Sequence[str]) -> dict[str, int]:
        if "bomb" in asked:
            raise TooMuch("out of memory")
        return dict.fromkeys(asked, 1)

    assert by_halves(read, ["a", "b", "bomb", "c", "d"]) == dict.fromkeys("abcd", 1)
    assert by_halves(read, ["bomb"]) == {}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits a process that runs")
def test_git_takes_no_more_memory_than_agreed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository.folder / "message").write_text("a" * 64_000_000)
    commit = repository.git("hash-object", "-t", "tag", "-w", "--literally", "message").strip()  # git streams blobs alone
    assert len(git(repository.folder, "cat-file", "--batch", stdin=commit)) > 64_000_000
    monkeypatch.setattr(limits, "GIT_MEMORY_BYTES", 32_000_000)
    with pytest.raises(TooMuch, match=r"[Oo]ut of memory"):
        git(repository.folder, "cat-file", "--batch", stdin=commit)


def test_a_path_that_no_system_has_is_of_no_partial_clone() -> None:
    assert not is_partial(Path("a" * 5000))
