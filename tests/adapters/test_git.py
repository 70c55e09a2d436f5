"""Git's history, from real repositories."""

import stat
from pathlib import Path

import pytest
from dualtrack.adapters.git import _ENVIRONMENT, GitError, fingerprint, git, read_history

from tests.adapters.git_repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_commits_that_mention_items_with_their_paths(repository: Repository) -> None:
    repository.commit("Start", a_md="1")
    second = repository.commit("feat(EXP-023): look\n\nRefs: TASK-1", notebooks__x_ipynb="{}", b_md="2")
    repository.commit("UTF-8")
    history = read_history(repository.folder)
    found = {commit.hash: commit for commit in history.commits}
    assert found[second].ids == ("EXP-23", "TASK-1")
    assert found[second].paths == ("b.md", "notebooks/x.ipynb")
    assert (found[second].author, found[second].subject) == ("Ana Ruiz", "feat(EXP-023): look")
    assert [commit.subject for commit in history.commits] == ["UTF-8", "feat(EXP-023): look"]


def test_a_branch_named_for_an_item_holds_its_own_commits(repository: Repository) -> None:
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "exp-23-tickets")
    own = repository.commit("more")
    repository.git("switch", "-q", "main")
    history = read_history(repository.folder)
    assert [(branch.name, branch.ids, branch.own_commits) for branch in history.branches] == [
        ("exp-23-tickets", ("EXP-23",), frozenset({own}))
    ]
    assert [commit.hash for commit in history.commits] == [own]


def test_a_folder_inside_a_repository_sees_its_own_paths(repository: Repository) -> None:
    repository.commit("TASK-1", sub__a_md="1", b_md="2")
    assert read_history(repository.folder / "sub").commits[0].paths == ("a.md",)


def test_an_empty_repository_and_no_repository_have_no_history(repository: Repository, tmp_path: Path) -> None:
    assert read_history(repository.folder).commits == ()
    plain = tmp_path / "plain"
    plain.mkdir()
    assert (fingerprint(plain), read_history(plain).commits) == ((), ())


def test_the_fingerprint_moves_with_every_ref(repository: Repository) -> None:
    seen = {fingerprint(repository.folder)}
    repository.commit("Start")
    seen.add(fingerprint(repository.folder))
    repository.git("branch", "other")
    seen.add(fingerprint(repository.folder))
    repository.git("switch", "-q", "other")
    seen.add(fingerprint(repository.folder))
    repository.git("pack-refs", "--all")
    seen.add(fingerprint(repository.folder))
    assert len(seen) == 5


def test_a_worktree_is_a_repository(repository: Repository, tmp_path: Path) -> None:
    repository.commit("TASK-1")
    repository.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "task-2")
    assert read_history(tmp_path / "tree").commits[0].ids == ("TASK-1",)
    assert fingerprint(tmp_path / "tree")


def test_an_unknown_question_is_an_error(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"unknown revision|bad revision"):
        git(repository.folder, "log", "no-such-branch", "--")


def test_strange_commits_are_read_or_left_out(repository: Repository) -> None:
    repository.git("config", "i18n.logOutputEncoding", "UTF-16")
    repository.git("-c", "user.name=x", "commit", "-q", "--allow-empty", "-m", "TASK-1", "--author", "A\x1fB <a@example.org>")
    repository.git("commit", "-q", "--allow-empty", "-m", "TASK-2", "--date", "@253402300800 +0000")
    repository.commit("TASK-3 é\n\n\x1f more")
    found = read_history(repository.folder).commits
    assert [(commit.subject, commit.author) for commit in found] == [("TASK-3 é", "Ana Ruiz"), ("TASK-1", "A\x1fB")]


def test_nothing_that_the_repository_names_is_run(repository: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n")
    trap.chmod(trap.stat().st_mode | stat.S_IXUSR)
    repository.commit("TASK-1", a_txt="1")
    (repository.folder / ".gitattributes").write_text("*.txt diff=evil filter=evil\n")
    repository.commit("TASK-2", a_txt="2")
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
    }
    for name, value in settings.items():
        repository.git("config", name, str(value))
    (tmp_path / "sprung").unlink(missing_ok=True)
    assert len(read_history(repository.folder).commits) == 2
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
    found = read_history(clone.folder).commits
    assert [(commit.subject, commit.paths) for commit in found] == [("TASK-1", ())]
    assert not trap.exists()
