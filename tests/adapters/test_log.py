"""What is made of commits as git prints them, from real repositories."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dualtrack.adapters.disk import walk
from dualtrack.adapters.history.cache import load, save
from dualtrack.adapters.history.commit_store import CommitStore
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.adapters.history.versions import VersionIndex
from dualtrack.adapters.sources.tags import GitTags
from dualtrack.facts.pasts import ItemState
from dualtrack.files.item_states import item_states
from dualtrack.model.mention import BUILT_IN_PREFIXES

from tests.adapters.git_repository import Repository, history_of, place


def test_paths_are_whole_in_a_folder_where_the_user_wants_them_short(repository: Repository) -> None:
    repository.commit("TASK-1", sub__a_md="1", b_md="2")
    repository.git("config", "diff.relative", "true")
    for folder, paths in (("sub", ("a.md",)), ("", ("b.md", "sub/a.md"))):
        [commit] = history_of(repository.folder / folder).commits.values()
        assert commit.paths == paths


@pytest.mark.skipif(os.name == "nt", reason="names of files there are text")
def test_a_path_that_is_no_text_is_the_one_on_the_disk(repository: Repository, tmp_path: Path) -> None:
    name = "caf\udce9.ipynb"
    (repository.folder / name).write_text("{}")
    repository.commit("TASK-1")
    index = HistoryIndex(repository.folder)
    [commit] = index.read(BUILT_IN_PREFIXES).commits.values()
    assert commit.paths == (name,) == tuple(walk(repository.folder, "", lambda each: each.endswith(".ipynb")))
    assert index._known
    save(tmp_path / "cache", index._known.rows())
    known = load(tmp_path / "cache", CommitStore.from_rows)
    assert known and known.commits[commit.hash].paths == (name,)


@pytest.mark.skipif(os.name == "nt", reason="names of files there hold no line ends")
def test_a_path_with_line_ends_around_it_is_the_one_on_the_disk(repository: Repository) -> None:
    names = ("\n.md", "\nTASK-1.md", "a\n", f"{'a' * 40}")
    for name in names:
        (repository.folder / name).write_text("---\nid: TASK-1\nstatus: backlog\n---\n")
    repository.commit("TASK-1")
    [commit] = history_of(repository.folder).commits.values()
    assert commit.paths == names
    assert VersionIndex(repository.folder).read(("",), (".md",), item_states).by_id["TASK-1"].versions


def test_a_subject_that_nobody_reads_to_its_end_is_cut(repository: Repository) -> None:
    (repository.folder / "message").write_text(f"TASK-1 {'x' * 1_000_000} Closes TASK-2")
    (repository.folder / "TASK-1.md").write_text("---\nstatus: backlog\n---\n")
    repository.git("add", "TASK-1.md")
    repository.git("commit", "-q", "-F", "message")
    [commit] = history_of(repository.folder).commits.values()
    assert (len(commit.subject), commit.subject[-1], commit.closes) == (300, "…", ("TASK-2",))
    [version] = VersionIndex(repository.folder).read(("",), (".md",), item_states).by_id["TASK-1"].versions
    assert version.subject == commit.subject


def test_a_message_may_have_the_line_ends_of_windows(repository: Repository) -> None:
    (repository.folder / "message").write_bytes(b"TASK-1 Seed it\r\n\r\nCloses TASK-2\r\n")
    repository.git("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", "message")
    [commit] = history_of(repository.folder).commits.values()
    assert (commit.subject, commit.closes) == ("TASK-1 Seed it", ("TASK-2",))


def test_a_commit_that_says_not_when_it_came_to_be(repository: Repository) -> None:
    repository.commit("Start", **{"TASK-1_md": "---\nstatus: backlog\n---\n"})
    tree = repository.git("rev-parse", "HEAD^{tree}")
    for number, committer in enumerate(("A <a@x>", "A <a@x> 99999999999999999999999 +0000", "")):
        author = "author A <a@x> 5 +0000"
        (repository.folder / "broken").write_text(f"tree {tree}\n{author}\ncommitter {committer}\n\nTASK-1 {number}\n")
        broken = repository.git("hash-object", "--literally", "-t", "commit", "-w", "broken")
        repository.git("update-ref", f"refs/heads/broken-{number}", broken)
        repository.git("update-ref", f"refs/tags/broken-{number}", broken)
    found = history_of(repository.folder).by_id["TASK-1"]
    assert sorted(commit.subject for commit in found) == ["TASK-1 0", "TASK-1 1", "TASK-1 2"]
    assert {commit.when for commit in found} == {datetime.fromtimestamp(5, UTC)}
    assert {tag.name for tag in GitTags(place(repository.folder), "").read(None, None).all} <= {"broken-1"}
    repository.git("switch", "-q", "broken-0")
    VersionIndex(repository.folder).read(("",), (".md",), item_states)


def test_which_messages_git_leaves_out_is_not_for_its_settings_to_say(repository: Repository) -> None:
    repository.git("config", "grep.patternType", "fixed")
    repository.git("config", "i18n.commitEncoding", "ISO-8859-1")
    repository.commit("no id")
    content = repository.git("cat-file", "commit", repository.git("rev-parse", "HEAD")).split("no id")[0].encode()
    (repository.folder / "written").write_bytes(content.replace(b"encoding ISO-8859-1\n", b"") + b"caf\xe9 TASK-7\n")
    broken = repository.git("hash-object", "-t", "commit", "-w", "written")
    repository.git("reset", "-q", "--hard", broken)
    assert set(history_of(repository.folder).by_id) == {"TASK-7"}


def test_people_have_the_names_of_the_mailmap(repository: Repository) -> None:
    repository.commit("TASK-1", a_md="1")
    (repository.folder / ".mailmap").write_text("Ana Ruiz Lopez <ana@example.org>\n")
    assert history_of(repository.folder).by_id["TASK-1"][0].author == "Ana Ruiz Lopez"
    pasts = VersionIndex(repository.folder).read(("",), (".md",), lambda path, text: (ItemState("TASK-1"),))
    assert [version.author for version in pasts.by_id["TASK-1"].versions] == ["Ana Ruiz Lopez"]
