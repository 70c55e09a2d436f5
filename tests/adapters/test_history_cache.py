"""What is remembered between two starts is what git says, or nothing."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from dualtrack.adapters.history import cache as cache_module
from dualtrack.adapters.history import index as index_module
from dualtrack.adapters.history import paths as paths_module
from dualtrack.adapters.history.cache import cache_of, load, save
from dualtrack.adapters.history.commit_store import CommitStore
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.facts.history import History
from dualtrack.model.mention import BUILT_IN_PREFIXES

from tests.adapters.git_repository import Repository, history_of


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("DUALTRACK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(index_module, "_WORTH_SAVING", 1)
    repository = Repository(tmp_path / "repository")
    repository.commit("EXP-1 Start", a_md="1")
    repository.commit("Closes TASK-2\n\nTASK-3 #review é", b_md="1")
    repository.git("switch", "-q", "-c", "exp-1-x")
    repository.commit("no id", c_md="1")
    repository.git("switch", "-q", "main")
    return repository


def remembered(repository: Repository) -> HistoryIndex:
    index = HistoryIndex(repository.folder, cache_of(repository.folder))
    index.read(BUILT_IN_PREFIXES)
    return index


def said(history: History) -> object:
    return (dict(history.commits), history.branches, history.trunk, history.shallow, dict(history.by_id))


def test_a_second_start_knows_what_the_first_did(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    first = remembered(repository).history
    afresh = said(history_of(repository.folder))
    monkeypatch.setattr(index_module, "read_log", None)  # nothing is left to ask git for
    monkeypatch.setattr(paths_module, "read_paths", None)
    again = HistoryIndex(repository.folder, cache_of(repository.folder))
    assert said(again.read(BUILT_IN_PREFIXES)) == said(first) == afresh


def test_a_second_start_reads_what_is_new(repository: Repository) -> None:
    remembered(repository)
    repository.commit("TASK-9", d_md="1")
    repository.git("branch", "-q", "-D", "exp-1-x")
    again = HistoryIndex(repository.folder, cache_of(repository.folder))
    assert said(again.read(BUILT_IN_PREFIXES)) == said(history_of(repository.folder))


def test_a_torn_or_changed_cache_is_no_cache(repository: Repository) -> None:
    remembered(repository)
    cache = cache_of(repository.folder)
    assert cache
    whole = cache.read_bytes()
    expected = said(history_of(repository.folder))
    chance = random.Random(3)
    for _ in range(100):
        content = bytearray(whole)
        place = chance.randrange(len(content))
        if chance.random() < 0.5:
            del content[place:]
        else:
            content[place] ^= 1 << chance.randrange(8)
        cache.write_bytes(content)
        assert load(cache, CommitStore.from_rows) is None
    again = HistoryIndex(repository.folder, cache)
    assert said(again.read(BUILT_IN_PREFIXES)) == expected


def test_a_folder_that_takes_no_cache_is_no_failure(repository: Repository) -> None:
    known = remembered(repository)._known
    cache = cache_of(repository.folder)
    assert cache and known
    save(cache / "no" / "folder", known.rows())


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_a_cache_that_is_whole_or_none(repository: Repository) -> None:
    for number in range(60):
        repository.git("commit", "-q", "--allow-empty", "-m", f"TASK-{number} {'x' * 2000}")
    expected = said(history_of(repository.folder))
    cache = cache_of(repository.folder)
    assert cache
    chance = random.Random(5)
    script = (
        "import sys; from pathlib import Path\n"
        "from dualtrack.adapters.history import index\n"
        "from dualtrack.adapters.history.cache import save, cache_of\n"
        "from dualtrack.model.mention import BUILT_IN_PREFIXES\n"
        "folder = Path(sys.argv[1])\n"
        "while True:\n"
        "    found = index.HistoryIndex(folder); found.read(BUILT_IN_PREFIXES)\n"
        "    save(cache_of(folder), found._known.rows()); print('saved', flush=True)\n"
    )
    for _ in range(int(os.environ.get("DUALTRACK_KILLS", "2"))):
        process = subprocess.Popen([sys.executable, "-c", script, str(repository.folder)], stdout=subprocess.PIPE)
        assert process.stdout and process.stdout.readline()
        time.sleep(chance.random() * 0.1)
        process.kill()
        process.wait()
        again = HistoryIndex(repository.folder, cache)
        assert said(again.read(BUILT_IN_PREFIXES)) == expected
    assert cache.exists()


def test_a_user_without_a_home_has_no_cache(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DUALTRACK_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)

    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    assert cache_of(repository.folder) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only there has a cache folder this variable")
def test_a_cache_folder_that_is_stated_as_a_relative_path_counts_as_not_stated(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DUALTRACK_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    for stated, place in {"": ".cache", "cache": ".cache", str(tmp_path / "stated"): "stated"}.items():
        monkeypatch.setenv("XDG_CACHE_HOME", stated)
        cache = cache_of(repository.folder)
        assert cache and cache.parent == tmp_path / place / "dualtrack"


def test_only_what_nobody_asks_for_and_is_ours_is_deleted(repository: Repository) -> None:
    cache = cache_of(repository.folder)
    assert cache
    cache.parent.mkdir(exist_ok=True)
    ours = {f"history-{'0' * 32}.jsonl", f"history-items-{'1' * 32}.jsonl", f"history-{'2' * 32}.jsonlabc_1234.new"}
    theirs = {"history-of-my-thesis.tex", "history-items-", f"history-{'0' * 32}.jsonl.bak", f"history-{'g' * 32}.jsonl"}
    for name in ours | theirs:
        (cache.parent / name).touch()
        os.utime(cache.parent / name, (0, 0))
    save(cache, [])
    assert {file.name for file in cache.parent.iterdir()} == {cache.name, *theirs}


def test_what_another_program_or_other_readers_remembered_is_no_cache(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(repository)
    cache = cache_of(repository.folder)
    assert cache and load(cache, CommitStore.from_rows)
    reader = tmp_path / "package" / "model" / "mention.py"
    for folder in ("model", "files", "adapters/history"):
        (tmp_path / "package" / folder).mkdir(parents=True)
    monkeypatch.setattr(cache_module, "_PACKAGE", tmp_path / "package")
    seen: set[str] = set()
    for source, version in (("1", "1.0"), ("12", "1.0"), ("12", "1.1")):
        reader.write_text(source)
        monkeypatch.setattr(cache_module, "__version__", version)
        cache_module._version.cache_clear()
        seen.add(cache_module._version())
        assert load(cache, CommitStore.from_rows) is None
    assert len(seen) == 3
    expected = said(history_of(repository.folder))
    assert said(remembered(repository).history) == expected
    assert load(cache, CommitStore.from_rows)  # written anew
    monkeypatch.undo()
    cache_module._version.cache_clear()
    assert load(cache, CommitStore.from_rows) is None


@pytest.mark.slow
def test_two_versions_at_the_same_time_take_nothing_from_each_other(repository: Repository) -> None:
    """The other one writes rows of another form into the same file, and reads its own or none."""
    expected = said(history_of(repository.folder))
    cache = cache_of(repository.folder)
    assert cache
    script = (
        "import sys; from pathlib import Path\n"
        "from dualtrack.adapters.history import cache\n"
        "cache.__version__ = 'another'\n"
        "file, rows = Path(sys.argv[1]), [['of', 'another', 'form']] * 2000\n"
        "while True:\n"
        "    cache.save(file, rows)\n"
        "    assert cache.load(file, list) in (None, rows)\n"
        "    print('saved', flush=True)\n"
    )
    command = [sys.executable, "-c", script, str(cache)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stderr
        for _ in range(30):
            assert other.stdout.readline(), other.stderr.read()
            assert said(remembered(repository).history) == expected
        other.kill()
