"""Notebooks as they stood at commits, from real repositories."""

import json
from pathlib import Path

import pytest
from dualtrack.adapters import past_notebooks
from dualtrack.adapters.git import git
from dualtrack.adapters.notebooks import NotebookFiles
from dualtrack.adapters.past_notebooks import PastNotebooks

from tests.adapters.git_repository import Repository


def notebook(source: str, output: str = "") -> str:
    outputs = [{"output_type": "stream", "text": output}] if output else []
    cell = {"cell_type": "code", "source": source, "outputs": outputs, "execution_count": 1, "metadata": {}}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_only_sources_tell_whether_a_notebook_has_changed(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    first = repository.commit("Start", sub__look_ipynb=notebook("fit()", "0.71"))
    second = repository.commit("Run again", sub__look_ipynb=notebook("fit()", "0.72"))
    third = repository.commit("Change it", sub__look_ipynb=notebook("fit(2)", "0.72"))
    [now] = NotebookFiles(tmp_path / "sub").read()
    stood = PastNotebooks(tmp_path / "sub").read([(hash, "look.ipynb") for hash in (first, second, third)])
    assert stood[first, "look.ipynb"] == stood[second, "look.ipynb"] != stood[third, "look.ipynb"] == now.sources


def test_what_was_not_there_or_is_no_commit_gives_nothing(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    head = repository.commit("Start", a_ipynb="no notebook", b_md="x")
    asked = [
        (head, "a.ipynb"),
        (head, "gone with spaces.ipynb"),
        ("0" * 40, "a.ipynb"),
        ("--all", "a.ipynb"),
        ("HEAD", "a.ipynb"),
    ]
    assert PastNotebooks(tmp_path).read([*asked, (head, "a\nb.ipynb")]) == {}
    assert PastNotebooks(tmp_path.parent).read([(head, "a.ipynb")]) == {}


def test_what_was_not_there_is_asked_for_again_once_something_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague = Repository(tmp_path / "colleague")
    colleague.commit("Start", look_ipynb=notebook("fit()"))
    mine = tmp_path / "mine"
    colleague.git("clone", "-q", str(colleague.folder), str(mine))
    new = colleague.commit("Change it", look_ipynb=notebook("fit(2)"))
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(past_notebooks, "git", lambda *what, stdin: asked.append(what) or git(*what, stdin=stdin))
    reading = PastNotebooks(mine)
    for _ in range(3):
        assert reading.read([(new, "look.ipynb")]) == {}
    assert len(asked) == 1, "git is not asked at every tick"
    Repository(mine).git("fetch", "-q", str(colleague.folder), "main")  # no ref follows that one
    assert set(reading.read([(new, "look.ipynb")])) == {(new, "look.ipynb")}


@pytest.mark.parametrize("folder", ["a\u2028b", "a\nb", "caf\udce9"])
def test_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    repository = Repository(tmp_path)
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "look.ipynb").write_text(notebook("fit()"))
    head = repository.commit("Start")
    found = PastNotebooks(tmp_path / folder).read([(head, "look.ipynb"), (head, "blob 12.ipynb")])
    assert set(found) == (set() if "\n" in folder else {(head, "look.ipynb")})
