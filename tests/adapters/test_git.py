"""The door to git: nothing that a repository names is run."""

import stat
from pathlib import Path

import pytest
from dualtrack.adapters.branching import start_branch
from dualtrack.adapters.git import _ENVIRONMENT, GitError, git
from dualtrack.cli.repository import read_repository

from tests.adapters.git_repository import Repository, history_of


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


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
    assert project.facts.pasts.by_id["TASK-1"], "a board is read with all that git says of it"
    start_branch(repository.folder, "task-1")
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
