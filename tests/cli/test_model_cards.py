"""Which model cards are there, as real files."""

from pathlib import Path

from tests.cli.conftest import Call

RULES = ("broken-link", "model-without-card", "unreadable-file")


def test_a_card_is_looked_for_from_the_board_and_from_the_top_and_nowhere_else(tmp_path: Path, call: Call) -> None:
    top = tmp_path / "top"
    models = top / "services" / "a" / "tracks" / "models"
    models.mkdir(parents=True)
    (top / "services" / "a" / "dualtrack.yaml").write_text("")
    (top / "docs").mkdir()
    (top / "docs" / "top.md").touch()
    (top / "docs" / "card.pdf").write_bytes(b"%PDF\0")
    (top / "services" / "a" / "own.md").touch()
    (tmp_path / "outside.md").touch()
    (top / "docs" / "link.md").symlink_to(tmp_path / "outside.md")
    for number, card in enumerate(("docs/top.md", "own.md", "docs/card.pdf", "docs/gone.md", "docs/link.md")):
        (models / f"fraud-1.{number}.md").write_text(f"---\ncard: {card}\n---\n")
    found = [line.partition(" [")[0].rpartition(": ")[2] for line in call("check", "-C", str(top)).out.splitlines()[:-1]]
    assert found == ["docs/gone.md does not exist"]
