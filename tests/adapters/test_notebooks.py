"""Notebooks, as real files."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from dualtrack.adapters import notebooks
from dualtrack.adapters.notebooks import NotebookFiles
from dualtrack.facts.notebooks import Notebook
from hypothesis import given
from hypothesis import strategies as st

ERROR = {"output_type": "error", "ename": "KeyError", "evalue": "'EXP-99'", "traceback": ["[0;31mKeyError[0m"]}
PRINTED = {"output_type": "stream", "name": "stdout", "text": ['EXP-98 says \\"outputs\\": [\n', "]}]\\"]}


def code(source: Any, count: int | None = None, *outputs: Any, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    """A cell of code."""
    metadata = {"tags": [*tags], "widgets": {"state": {"outputs": [{"ename": "EXP-97"}]}}}
    return {"cell_type": "code", "execution_count": count, "metadata": metadata, "outputs": [*outputs], "source": source}


def read(folder: Path, *cells: Any, **how: Any) -> Notebook:
    """What a notebook with these cells is read as."""
    (folder / "a.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}, **how))
    (notebook,) = NotebookFiles(folder).read()
    return notebook


@pytest.mark.parametrize("how", [{}, {"indent": 1}, {"indent": 1, "sort_keys": True}, {"separators": (",", ":")}])
def test_source_cells_count_and_outputs_do_not(tmp_path: Path, how: Any) -> None:
    markdown = {"cell_type": "markdown", "source": ["# EXP-23\n", "and TASK-1"], "attachments": {"EXP-96": {}}}
    found = read(tmp_path, markdown, code('x = "exp-023", "outputs": [ # BUG-7', 1, PRINTED, ERROR, PRINTED), **how)
    assert (found.ids, found.fault) == (("EXP-23", "TASK-1", "BUG-7"), "")


@pytest.mark.parametrize(
    ("cells", "in_order", "error"),
    [
        ([], None, ""),
        ([code("a"), code("b")], None, ""),
        ([code("a", 0), code("b", 0)], None, ""),
        ([code("a", 1), code("b", 2)], True, ""),
        ([code("a", 4), code(""), {"cell_type": "markdown", "source": "x"}, code("b", 9)], True, ""),
        ([code("a", 2), code("b", 1)], False, ""),
        ([code("a", 1), code("b")], False, ""),
        ([code("a", 1), code("b", tags=("skip-execution",))], True, ""),
        ([code("a", 1), code("b", 2, PRINTED, ERROR)], True, "KeyError"),
        ([code("a", 1), code("b", 2, ERROR), code("c")], False, "KeyError"),
        ([code("a", 1, ERROR), code("b", 2)], True, ""),
        ([code("a", 1), code("b", 2, ERROR, tags=("raises-exception",))], True, ""),
    ],
)
def test_how_it_was_run(tmp_path: Path, cells: list[Any], in_order: bool | None, error: str) -> None:
    found = read(tmp_path, *cells)
    assert (found.in_order, found.error) == (in_order, error)


def test_outputs_alone_make_no_difference(tmp_path: Path) -> None:
    one, other = (read(tmp_path, code("EXP-1", 1, *outputs)) for outputs in ((), (PRINTED,)))
    assert one == other
    assert read(tmp_path, code("EXP-1 ", 1)).sources != one.sources


def test_the_older_format_is_read(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": ["EXP-3"], "prompt_number": 1, "outputs": [{**ERROR, "output_type": "pyerr"}]}
    (tmp_path / "a.ipynb").write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": [cell]}]}))
    (found,) = NotebookFiles(tmp_path).read()
    assert (found.ids, found.in_order, found.error) == (("EXP-3",), True, "KeyError")


def test_a_merge_conflict_is_said_and_the_ids_of_both_sides_stay(tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    for branch, source, count in (("main", "start", 1), ("other", "EXP-1", 2), ("main", "EXP-2", 3)):
        checkout = ["checkout", "-q", *(["-B", branch] if branch == "other" else [branch])]
        subprocess.run([*git, *checkout], check=source == "EXP-2" or branch == "other", capture_output=True)
        read(tmp_path, code(["EXP-5"], 1, PRINTED), code([source, "see"], count, *[PRINTED] * count), indent=1)
        subprocess.run([*git, "add", "a.ipynb"], check=True)
        subprocess.run([*git, "commit", "-qm", source], check=True)
    assert subprocess.run([*git, "merge", "-q", "other"], capture_output=True).returncode
    (found,) = NotebookFiles(tmp_path).read()
    assert found == Notebook("a.ipynb", ("EXP-5", "EXP-2", "EXP-1"), fault="holds an unresolved merge conflict")


@pytest.mark.parametrize(
    "text", ['{"cells": [{"source": ["EXP-1', '[{"source": "EXP-1"}]', '{"cells": {"source": "EXP-1"', "["]
)
def test_what_is_no_notebook_stops_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ipynb").write_text(text)
    (found,) = NotebookFiles(tmp_path).read()
    assert found.fault == "is no notebook that can be read"
    assert found.ids in ((), ("EXP-1",))


def test_an_empty_file_is_a_notebook_without_cells(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(b"")
    (found,) = NotebookFiles(tmp_path).read()
    assert (found.ids, found.fault) == ((), "")


def test_pipes_and_links_out_of_the_folder_are_not_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / ".ipynb_checkpoints").mkdir(parents=True)
    (root / ".ipynb_checkpoints" / "x.ipynb").write_text("{}")
    os.mkfifo(root / "pipe.ipynb")
    (tmp_path / "secret.ipynb").write_text('{"cells": [{"source": "EXP-1"}]}')
    (root / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (root / "none.ipynb").symlink_to("nowhere.ipynb")
    assert NotebookFiles(root).read() == (
        Notebook("link.ipynb", fault="cannot be read: this link leads out of the workspace"),
        Notebook("none.ipynb", fault="cannot be read: this link leads to no file"),
        Notebook("pipe.ipynb", fault="cannot be read: this is not a file"),
    )


def test_only_changed_notebooks_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.ipynb").write_text('{"cells": []}')
    (tmp_path / "a.ipynb").write_text('{"cells": []}')
    files, opened = NotebookFiles(tmp_path), list[str]()
    open_file = notebooks.open_file
    monkeypatch.setattr(notebooks, "open_file", lambda root, path, inside: opened.append(path) or open_file(root, path, inside))
    first = files.read()
    assert files.read() == first
    assert opened == ["a.ipynb", "b.ipynb"]
    (tmp_path / "a.ipynb").write_text('{"cells": [{"source": "EXP-1"}]}')
    (tmp_path / "b.ipynb").unlink()
    assert [(notebook.path, notebook.ids) for notebook in files.read()] == [("a.ipynb", ("EXP-1",))]
    assert opened == ["a.ipynb", "b.ipynb", "a.ipynb"]


def test_what_is_long_beside_the_outputs_is_said(tmp_path: Path) -> None:
    assert read(tmp_path, code("x" * 5_000_000)).fault == "holds more than 4 MB besides its outputs, and is not read"
    assert read(tmp_path, code("EXP-1", 1, {**PRINTED, "text": "x" * 20_000_000}), code("", 2, ERROR)).ids == ("EXP-1",)


_texts = st.text(st.sampled_from('ab"\\{}[],: \n\u00e9\U0001f600') | st.characters(codec="utf-8"), max_size=30)
_tree = st.recursive(_texts | st.none() | st.integers(), lambda inside: st.lists(inside) | st.dictionaries(_texts, inside))
_outputs = st.lists(st.dictionaries(_texts | st.just("outputs"), _tree, max_size=3) | st.just(ERROR), max_size=3)


@pytest.mark.slow
@pytest.mark.slow
@given(
    st.lists(st.tuples(_texts, _outputs, st.dictionaries(_texts, _tree, max_size=2)), max_size=4),
    st.sampled_from([1, 7, 64, 1000]),
    st.sampled_from([None, 1]),
)
def test_the_size_of_the_pieces_makes_no_difference(given: list[Any], size: int, indent: int | None) -> None:
    cells = [{"metadata": metadata, "outputs": outputs, "source": source} for source, outputs, metadata in given]
    text = json.dumps({"cells": cells}, indent=indent, ensure_ascii=False).encode("utf-8", "surrogatepass")
    condensed = notebooks.Condenser().read(text[at : at + size] for at in range(0, len(text), size))
    read = json.loads(condensed)["cells"]
    assert [cell["source"] for cell in read] == [cell["source"] for cell in cells]
    expected = [["KeyError"] if ERROR in cell["outputs"] else [] for cell in cells]
    assert [cell["outputs"] for cell in read] == expected


def test_a_pointer_of_git_lfs_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")
    assert NotebookFiles(tmp_path).read() == (Notebook("a.ipynb"),)


def test_what_dvc_and_git_annex_keep_elsewhere_is_there_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "dvc.ipynb.dvc").write_text("outs:\n- path: dvc.ipynb\n")
    (tmp_path / "both.ipynb.dvc").write_text("outs:\n- path: both.ipynb\n")
    (tmp_path / "both.ipynb").write_text('{"cells": [{"source": "EXP-1"}]}')
    (tmp_path / "locked.ipynb").symlink_to(".git/annex/objects/x/SHA256E-s1--a.ipynb")
    (tmp_path / "unlocked.ipynb").write_text("/annex/objects/SHA256E-s1--a.ipynb\n")
    found = {each.path: (each.ids, each.fault) for each in NotebookFiles(tmp_path).read()}
    nothing = ((), "")
    both = (("EXP-1",), "")
    assert found == {"both.ipynb": both, "dvc.ipynb": nothing, "locked.ipynb": nothing, "unlocked.ipynb": nothing}


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("nb/a.py", "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:percent\n# ---\n# EXP-1\n", True),
        ("nb/a.py", "# %% [markdown]\n# EXP-1\n", True),
        ("scripts/a.py", "# Databricks notebook source\n# EXP-1\n", True),
        ("nb/a.sql", "-- Databricks notebook source\n-- EXP-1\n", True),
        ("nb/a.md", "---\njupyter:\n  jupytext:\n    formats: ipynb,md\n---\nEXP-1\n", True),
        ("nb/a.Rmd", "---\ntitle: x\n---\nEXP-1\n```{r}\n```\n", True),
        ("nb/a.py", "import a  # EXP-1\n", False),
        ("nb/b.py", "# %%\n# EXP-1\n", False),
    ],
)
def test_the_text_of_a_pair_stands_for_a_notebook_that_is_not_there(tmp_path: Path, name: str, text: str, is_one: bool) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(text)
    files = NotebookFiles(tmp_path)
    assert files.read(["a"]) == ((Notebook(name, ("EXP-1",)),) if is_one else ())
    (tmp_path / "a.ipynb").write_text("{}")
    assert [notebook.path for notebook in files.read(["a"])] == ["a.ipynb"]
