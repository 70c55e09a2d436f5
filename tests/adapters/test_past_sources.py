"""Notebooks as they stood at commits, from real repositories."""

import json
from pathlib import Path

import pytest
from dualtrack.adapters.notebooks import NotebookFiles
from dualtrack.adapters.sources.past_sources import GitPastSources, Stood

from tests.adapters.git_repository import Repository, place


def stood(source: GitPastSources, *asked: Stood) -> dict[Stood, str]:
    return source.read(frozenset(asked), None).digests


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
    found = stood(GitPastSources(place(tmp_path / "sub"), ""), *((hash, "look.ipynb") for hash in (first, second, third)))
    assert found[first, "look.ipynb"] == found[second, "look.ipynb"] != found[third, "look.ipynb"] == now.sources


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
    assert stood(GitPastSources(place(tmp_path), ""), *asked, (head, "a\nb.ipynb")) == {}
    assert stood(GitPastSources(place(tmp_path.parent), ""), (head, "a.ipynb")) == {}


def test_what_was_not_there_is_asked_for_again(tmp_path: Path) -> None:
    colleague = Repository(tmp_path / "colleague")
    colleague.commit("Start", look_ipynb=notebook("fit()"))
    mine = tmp_path / "mine"
    colleague.git("clone", "-q", str(colleague.folder), str(mine))
    new = colleague.commit("Change it", look_ipynb=notebook("fit(2)"))
    source = GitPastSources(place(mine), "")
    assert stood(source, (new, "look.ipynb")) == {}
    Repository(mine).git("fetch", "-q", str(colleague.folder), "main")  # no ref follows that one
    assert set(stood(source, (new, "look.ipynb"))) == {(new, "look.ipynb")}


@pytest.mark.parametrize("folder", ["a\u2028b", "a\nb", "caf\udce9"])
def test_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    repository = Repository(tmp_path)
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "look.ipynb").write_text(notebook("fit()"))
    head = repository.commit("Start")
    found = stood(GitPastSources(place(tmp_path / folder), ""), (head, "look.ipynb"), (head, "blob 12.ipynb"))
    assert set(found) == (set() if "\n" in folder else {(head, "look.ipynb")})
