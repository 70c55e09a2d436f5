"""The files that items name: which are there, and what stands in them."""

from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.sources.named_files import WorkTreeNamedFiles
from dualtrack.facts.named_files import NamedFile

from tests.adapters.git_repository import place

# "TODO" and a comment are what templates leave to be written: such a section is not filled in.
CARD = """# Churn
## Intended use
Order the call list.
## Limitations
TODO: write this
## Bias
<!-- ask Ana -->
**Not for.** Prices.
**Owner:**

| metric | value |
|---|---|
| val_f1 | **73.1%** |
auc: 0.83, `val/loss` = 0.5
"""


def there(folder: Path, *asked: str) -> dict[str, NamedFile]:
    found = WorkTreeNamedFiles(place(folder), "").read(frozenset(asked), None).by_path
    assert found.keys() == set(asked)
    return {path: file for path, file in found.items() if file is not None}


def test_files_folders_and_what_dvc_keeps(tmp_path: Path) -> None:
    for name in ("a.json", "model.pkl.dvc", "data/x.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    assert there(tmp_path, "a.json", "data", "data/x.csv", "model.pkl", "gone.json", "a.json/b").keys() == {
        *("a.json", "data", "data/x.csv", "model.pkl")
    }


def test_what_git_leaves_out_may_be_in_another_clone(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / ".gitignore").write_text("/live\n*.log\n!kept\n")
    (tmp_path / ".gitignore").write_text("# outputs\nmlruns/\nout/*/big\n/top.json\n")
    known = ("eval/live2/a.json", "eval/kept", "sub/top.json", "out/big")
    unknown = ("eval/live/a.json", "eval/live", "eval/sub/a.log", "sub/mlruns/1", "out/x/big/1", "top.json")
    found = WorkTreeNamedFiles(place(tmp_path), "").read(frozenset((*known, *unknown)), None).by_path
    assert found == dict.fromkeys(known)


def test_sections_and_numbers_of_a_card(tmp_path: Path) -> None:
    (tmp_path / "card.md").write_text(CARD)
    card = there(tmp_path, "card.md")["card.md"]
    assert {part.title: part.filled for part in card.sections} == {
        "Churn": True,
        "Intended use": True,
        "Limitations": False,
        "Bias": True,
        "Not for": True,
        "Owner": False,
    }
    assert card.figures == (("val_f1", "73.1%"), ("auc", "0.83"), ("val/loss", "0.5"))


def test_what_lies_beyond_a_limit_may_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "card.md").write_text("# A\n# B\n# C\n")
    (tmp_path / ".gitignore").write_text("a\n" * 3)
    known = WorkTreeNamedFiles(place(tmp_path), "").read(frozenset(("card.md", "gone.json")), None).by_path
    assert known["gone.json"] is None
    assert known["card.md"] and not known["card.md"].why_not
    monkeypatch.setattr(limits, "IGNORE_LINES", 2)
    monkeypatch.setattr(limits, "SECTIONS", 2)
    cut = WorkTreeNamedFiles(place(tmp_path), "").read(frozenset(("card.md", "gone.json")), None).by_path
    assert list(cut.keys()) == ["card.md"]
    assert cut["card.md"] and len(cut["card.md"].sections) == 2
    assert cut["card.md"].why_not == "it has more than 2 sections"


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("val_f1: 0.9")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "card.md").symlink_to(tmp_path / "secret.md")
    assert there(tmp_path / "inside", "card.md") == {"card.md": NamedFile(why_not="this link leads out of the workspace")}


@pytest.mark.parametrize("text", ["# \x00", "", "# a" * 10_000, "**a** " * 10_000, "a|" * 10_000])
def test_any_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "card.md").write_text(text)
    assert "card.md" in there(tmp_path, "card.md")
