"""The versions of items, from real repositories."""

import random
from pathlib import Path

import pytest
from dualtrack.adapters.git import GitError
from dualtrack.adapters.history import versions as versions_module
from dualtrack.adapters.history.cache import load, save
from dualtrack.adapters.history.known_versions import KnownVersions
from dualtrack.adapters.history.versions import VersionIndex, version_cache_of
from dualtrack.facts.pasts import ItemState, Pasts
from dualtrack.files.item_states import item_states

from tests.adapters.git_repository import Repository

FOLDERS = ("tracks", "backlog")
SUFFIXES = (".md", ".yaml", ".yml")
TASK = "tracks__tasks__TASK-1_md"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("DUALTRACK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(versions_module, "_WORTH_SAVING", 1)
    return Repository(tmp_path / "repository")


def kept_up(index: VersionIndex) -> Pasts:
    return index.read(FOLDERS, SUFFIXES, item_states)


def pasts_of(folder: Path) -> Pasts:
    return kept_up(VersionIndex(folder))


def statuses(pasts: Pasts, id: str) -> list[str | None]:
    """The status in each version, None where the item is gone."""
    return [version.after.status if version.after else None for version in pasts.by_id[id].versions]


def task(status: str, more: str = "", body: str = "") -> str:
    return f"---\nstatus: {status}\n{more}---\n{body}"


def test_who_made_what_of_an_item(repository: Repository) -> None:
    repository.commit("Plan", **{TASK: task("backlog")})
    repository.commit("something else", src_py="x = 1")
    repository.commit("words", **{TASK: task("backlog", body="More words.\n")})
    hash = repository.commit("Start\n\nRefs: TASK-1\nThe data is there.", **{TASK: task("in-progress", "timebox: 3d\n")})
    past = pasts_of(repository.folder).by_id["TASK-1"]
    assert [version.subject for version in past.versions] == ["Plan", "Start"]
    last = past.versions[-1]
    assert (last.hash, last.author, last.when.isoformat()) == (hash, "Ana Ruiz", "2026-11-10T10:00:00+00:00")
    assert last.reason == "The data is there."
    assert (last.before, last.after) == (ItemState("TASK-1", status="backlog", track="production"), past.committed)
    assert past.committed == ItemState("TASK-1", status="in-progress", timebox="3d", track="production")


def test_commits_of_one_second_come_in_their_order(repository: Repository) -> None:
    told = [str(number) for number in random.Random(3).sample(range(100), 20)]
    for status in told:
        repository.commit("move", **{TASK: task(status)})
    assert statuses(pasts_of(repository.folder), "TASK-1") == told


def test_a_file_that_is_renamed_keeps_its_past(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog", "id: TASK-1\n")})
    repository.git("mv", "tracks/tasks/TASK-1.md", "tracks/tasks/TASK-1 Clean the tickets.md")
    repository.commit("two")
    repository.commit("three", **{"tracks__tasks__TASK-1 Clean the tickets_md": task("done", "id: TASK-1\n")})
    assert statuses(pasts_of(repository.folder), "TASK-1") == ["backlog", "done"]


def test_an_item_that_is_gone_and_comes_back(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog")})
    repository.git("rm", "-q", "tracks/tasks/TASK-1.md")
    repository.commit("two")
    gone = pasts_of(repository.folder).by_id["TASK-1"]
    assert gone.committed is None
    repository.commit("three", **{TASK: task("review")})
    pasts = pasts_of(repository.folder)
    assert statuses(pasts, "TASK-1") == ["backlog", None, "review"]
    assert pasts.by_id["TASK-1"].committed == ItemState("TASK-1", status="review", track="production")


@pytest.mark.parametrize("commits", (1, 2))
def test_namesakes_that_move_keep_each_its_past(repository: Repository, commits: int) -> None:
    """A done item and an archived one have one id and one name; their folder is renamed, then their ids are others."""
    name = "TASK-1 Clean_md"
    repository.commit("one", **{f"backlog__tasks__{name}": task("done"), f"backlog__archive__tasks__{name}": task("backlog")})
    kept = [(file, file.read_text()) for file in sorted(repository.folder.glob("backlog/**/*.md"))]
    repository.git("rm", "-rq", "backlog")
    if commits == 2:
        repository.commit("move away", "2026-11-11T10:00:00Z")
    moved = {str(file.relative_to(repository.folder / "backlog")).replace("/", "__"): text for file, text in kept}
    repository.commit(
        "move", "2026-11-12T10:00:00Z", **{f"tracks__{path.replace('.', '_')}": text for path, text in moved.items()}
    )
    for folder in ("archive/tasks", "tasks"):
        repository.git("mv", f"tracks/{folder}/TASK-1 Clean.md", f"tracks/{folder}/BACK-1 Clean.md")
    repository.commit("renumber", "2026-11-13T10:00:00Z")
    pasts = pasts_of(repository.folder)
    for folder, status in (("archive/tasks", "backlog"), ("tasks", "done")):
        past = pasts.of("BACK-1", f"tracks/{folder}/BACK-1 Clean.md")
        assert [place.partition(":")[2] for _, place in past.formerly] == [f"tracks/{folder}/TASK-1 Clean.md"]
        former = pasts.by_file[past.formerly[0]]
        assert {version.after and version.after.status for version in former.versions} == {status, None}
        assert former.versions[0].subject == "one"


def test_an_inline_item_keeps_its_past_in_a_file_of_its_own(repository: Repository) -> None:
    sprint = "tracks__sprints__sprint-5_yaml"
    entry = "experiments:\n  - {{id: EXP-1, status: {}}}\n"
    repository.commit("one", **{sprint: entry.format("proposed")})
    repository.commit("two", **{sprint: entry.format("running")})
    repository.commit("three", **{sprint: "experiments: [EXP-1]\n", "tracks__experiments__EXP-1_md": task("evaluating")})
    repository.commit("four", **{sprint: entry.format("proposed")})  # says something else, but is only a reference
    pasts = pasts_of(repository.folder)
    assert statuses(pasts, "EXP-1") == ["proposed", "running", "evaluating"]
    assert [version.after and version.after.inline for version in pasts.by_id["EXP-1"].versions] == [True, True, False]
    assert pasts.by_id["EXP-1"].committed == ItemState("EXP-1", status="evaluating", track="research")
    assert statuses(pasts, "SPRINT-5") == [""], "its list names the same"


def test_a_version_that_cannot_be_read_says_nothing(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog", "due: 2026-11-20\n")})
    repository.commit("torn", **{TASK: "---\nstatus: [backlog\n---\n"})
    repository.commit("mended", **{TASK: task("review")})
    (repository.folder / "tracks/tasks/TASK-2.md").write_bytes(b"---\nstatus: \xff\n---\n")
    repository.commit("no text")
    pasts = pasts_of(repository.folder)
    assert statuses(pasts, "TASK-1") == ["backlog", "review"]
    assert [(version.before, version.whole) for version in pasts.by_id["TASK-1"].versions] == [(None, False), (None, True)]
    assert "TASK-2" not in pasts.by_id


def test_merges_are_told_where_they_decide_something(repository: Repository) -> None:
    lines = "".join(f"x{number}: {number}\n" for number in range(9))
    repository.commit("base", **{TASK: task("backlog", lines + "timebox: 3d\n")})
    repository.git("switch", "-q", "-c", "side")
    repository.commit("side", **{TASK: task("backlog", lines + "timebox: 5d\n")})
    repository.git("switch", "-q", "main")
    repository.commit("main", **{TASK: task("review", lines + "timebox: 3d\n")})
    repository.git("merge", "-q", "--no-edit", "side")
    past = pasts_of(repository.folder).by_id["TASK-1"]
    subjects = [version.subject for version in past.versions]
    assert sorted(subjects) == ["Merge branch 'side'", "base", "main", "side"]
    assert [version.whole for version in past.versions if version.subject.startswith("Merge")] == [True]
    assert past.committed and (past.committed.status, past.committed.timebox) == ("review", "5d")


def test_a_shallow_clone_says_where_it_ends_and_grows(repository: Repository, tmp_path: Path) -> None:
    for status in ("backlog", "in-progress", "review"):
        repository.commit(status, **{TASK: task(status)})
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", f"file://{repository.folder}")
    clone.git("fetch", "-q", "--depth", "2", "origin", "main")
    clone.git("reset", "-q", "--hard", "FETCH_HEAD")
    index = VersionIndex(clone.folder)
    versions = kept_up(index).by_id["TASK-1"].versions
    assert [(version.subject, version.oldest) for version in versions] == [("in-progress", True), ("review", False)]
    clone.git("fetch", "-q", "--unshallow", "origin", "main")
    versions = kept_up(index).by_id["TASK-1"].versions
    assert [version.subject for version in versions if not version.oldest] == ["backlog", "in-progress", "review"]


def test_rewritten_history_leaves_nothing_behind(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog")})
    repository.commit("two", **{TASK: task("review")})
    index = VersionIndex(repository.folder)
    kept_up(index)
    repository.git("reset", "-q", "--hard", "HEAD~1")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "-q", "--prune=now")
    repository.commit("three", **{TASK: task("done")})
    assert statuses(kept_up(index), "TASK-1") == ["backlog", "done"]


def test_a_folder_inside_a_repository_follows_its_own_items(repository: Repository) -> None:
    repository.commit("one", **{f"sub__{TASK}": task("backlog"), "tracks__tasks__TASK-2_md": task("review")})
    pasts = pasts_of(repository.folder / "sub")
    assert list(pasts.by_id) == ["TASK-1"]
    assert pasts.by_id["TASK-1"].committed == ItemState("TASK-1", status="backlog", track="production")


def test_a_board_that_is_the_whole_folder(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("review"), "_hidden__tasks__TASK-2_md": task("review"), "notes_txt": "TASK-3"})
    pasts = VersionIndex(repository.folder).read(("",), SUFFIXES, item_states)
    assert list(pasts.by_id) == ["TASK-1"]


def test_settings_of_the_repository_change_nothing(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog")})
    repository.commit("two", **{TASK: task("review")})
    expected = pasts_of(repository.folder).by_id
    for setting in ("log.showRoot=false", "log.follow=true", "diff.relative=false", "diff.renames=copies", "log.date=raw"):
        repository.git("config", *setting.split("="))
    found = VersionIndex(repository.folder).read(("tracks",), SUFFIXES, item_states)
    assert found.by_id == expected


def test_links_and_strange_names(repository: Repository) -> None:
    (repository.folder / "tracks" / "tasks").mkdir(parents=True)
    (repository.folder / "tracks" / "tasks" / "TASK-3.md").symlink_to("TASK-1.md")
    repository.commit("one", **{TASK: task("backlog"), 'tracks__tasks__TASK-4 "é"\n:x_md': task("review")})
    assert set(pasts_of(repository.folder).by_id) == {"TASK-1", "TASK-4"}


def test_no_repository_and_no_commit_have_no_past(repository: Repository, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    assert dict(pasts_of(plain).by_id) == dict(pasts_of(repository.folder).by_id) == {}


def test_a_repository_that_git_cannot_read_says_so(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog")})
    index = VersionIndex(repository.folder)
    known = kept_up(index)
    head = repository.commit("two", **{TASK: task("review")})
    tree = repository.git("rev-parse", f"{head}^{{tree}}")
    (repository.folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(GitError):
        kept_up(index)
    assert index.pasts is known


def test_a_content_that_is_not_in_this_clone_says_nothing(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog")})
    repository.commit("two", **{TASK: task("review")})
    blob = repository.git("rev-parse", "HEAD~1:tracks/tasks/TASK-1.md")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert statuses(pasts_of(repository.folder), "TASK-1") == ["review"]


def test_a_second_start_reads_no_content(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for status in ("backlog", "in-progress", "review"):
        repository.commit(status, **{TASK: task(status)})
    first = kept_up(VersionIndex(repository.folder, version_cache_of(repository.folder)))
    monkeypatch.setattr(versions_module, "read_file_commits", None)  # nothing is left to ask git for
    monkeypatch.setattr(versions_module, "read_contents", None)
    again = kept_up(VersionIndex(repository.folder, version_cache_of(repository.folder)))
    assert again.by_id == first.by_id == pasts_of_unpatched(repository, monkeypatch)


def pasts_of_unpatched(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.undo()
    return pasts_of(repository.folder).by_id


def test_a_torn_or_changed_cache_is_no_cache(repository: Repository) -> None:
    repository.commit("one é", **{TASK: task("backlog", "extensions: [{days: 3, reason: é}]\n")})
    repository.commit("two", **{TASK: task("review"), "tracks__tasks__TASK-2_md": "---\nstatus: [x\n---\n"})
    cache = version_cache_of(repository.folder)
    expected = kept_up(VersionIndex(repository.folder, cache)).by_id
    assert cache
    whole = cache.read_bytes()
    chance = random.Random(3)
    for _ in range(60):
        content = bytearray(whole)
        place = chance.randrange(len(content))
        if chance.random() < 0.5:
            del content[place:]
        else:
            content[place] ^= 1 << chance.randrange(8)
        cache.write_bytes(content)
        assert load(cache, KnownVersions.from_rows) is None
    assert kept_up(VersionIndex(repository.folder, cache)).by_id == expected


def test_a_folder_that_takes_no_cache_is_no_failure(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog")})
    cache = version_cache_of(repository.folder)
    index = VersionIndex(repository.folder, cache)
    kept_up(index)
    assert cache and index._known
    save(cache / "no" / "folder", index._known.rows())


def test_other_folders_are_read_from_the_beginning(repository: Repository) -> None:
    repository.commit("one", **{TASK: task("backlog"), "work__tasks__TASK-2_md": task("review")})
    index = VersionIndex(repository.folder, version_cache_of(repository.folder))
    assert set(kept_up(index).by_id) == {"TASK-1"}
    assert set(index.read(("work",), SUFFIXES, item_states).by_id) == {"TASK-2"}
