"""Dates, statuses, names and texts of exports."""

from datetime import date

import pytest
from dualtrack.changes.imports.dates import day_first, read_date
from dualtrack.changes.imports.file_text import LONGEST_NAME, file_name, file_text
from dualtrack.changes.imports.statuses import likely_status
from dualtrack.files.document import parse
from dualtrack.model.conventions import TRACKS
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("written", "order", "meant"),
    [
        ("2025-03-04T10:00Z", None, date(2025, 3, 4)),
        ("2025/3/4", None, date(2025, 3, 4)),
        ("14/Jul/25 3:42 PM", None, date(2025, 7, 14)),
        ("14 July 2025", None, date(2025, 7, 14)),
        ("Sept. 3, 2025 10:00 AM", None, date(2025, 9, 3)),
        ("4.3.2025", None, date(2025, 3, 4)),
        ("4/3/2025", True, date(2025, 3, 4)),
        ("4/3/2025", False, date(2025, 4, 3)),
        ("3/3/25", None, date(2025, 3, 3)),
        ("4/3/2025", None, None),
        ("31/Feb/25", None, None),
        ("14/Foo/25", None, None),
        ("tomorrow", None, None),
        ("2025-03-041", None, None),
    ],
)
def test_dates_are_read_where_they_are_certain(written: str, order: bool | None, meant: date | None) -> None:
    assert read_date(written, order) == meant


def test_the_order_of_day_and_month_is_what_the_file_shows() -> None:
    assert day_first(["4/3/2025", "22/9/2025"]) is True
    assert day_first(["4/3/2025", "9/22/2025 16:14"]) is False
    assert day_first(["4/3/2025", "2025-22-01", ""]) is None
    assert day_first(["22/9/2025", "9/22/2025"]) is None


@pytest.mark.parametrize(
    ("written", "category", "track", "status"),
    [
        ("In-Progress", "", "production", "in-progress"),
        ("Selected for Development", "", "production", "backlog"),
        ("Ready for QA", "", "production", "review"),
        ("Not started", "", "production", "backlog"),
        ("Closed - won’t fix", "Done", "production", "dropped"),
        ("Shipped", "", "production", "done"),
        ("Wartet", "In Progress", "production", "in-progress"),
        ("Undone", "", "production", "backlog"),
        ("Nicht erledigt", "", "production", "backlog"),
        ("Almost done", "", "production", "in-progress"),
        ("Deployed to production", "", "production", "done"),
        ("To be deployed", "", "production", "backlog"),
        ("In Bearbeitung", "", "production", "in-progress"),
        ("Terminé", "", "production", "done"),
        ("À faire", "", "production", "backlog"),
        ("En curso", "", "production", "in-progress"),
        ("Cancelada", "", "production", "dropped"),
        ("已完成", "", "production", "done"),
        ("Reveiw", "", "production", "review"),
        ("Wartet", "", "production", "backlog"),
        ("Testing", "In Progress", "research", "evaluating"),
        ("Cancelled", "", "research", "decided"),
        ("Done", "", "data", "ready"),
    ],
)
def test_a_status_is_mapped_to_the_likeliest(written: str, category: str, track: str, status: str) -> None:
    assert likely_status(TRACKS[track], written, category).name == status


def test_file_names_suit_every_file_system() -> None:
    assert file_name("TASK-1", 'a/b: "c" <d>?*|e.. ') == "TASK-1 a b c d e.md"
    assert len(file_name("TASK-1", "é" * 300)) == LONGEST_NAME


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | st.sampled_from(
    [
        "a: b",
        "- x",
        "# no",
        "~",
        "@ann",
        "[x]",
        "'",
        '"',
        "\\",
        "a\nb",
        " a\n\n  b\n",
        "a\r\nb",
        "---",
        "\u2028",
        "\x85",
        "\ufeff",
        "\tx",
    ]
)


@given(st.dictionaries(TEXT.filter(bool), st.lists(TEXT, min_size=1, max_size=3), max_size=4), TEXT, st.lists(TEXT, min_size=1))
def test_any_text_is_kept(kept: dict[str, list[str]], title: str, labels: list[str]) -> None:
    document = parse("a.md", file_text({"title": title, "labels": labels}, kept, "body"))
    assert document.problems == ()
    expected = {column: cells[0] if len(cells) == 1 else cells for column, cells in kept.items()}
    assert document.values.get("imported", {}) == expected
    assert (document.values["title"], document.values["labels"]) == (title, labels)
    assert document.text[document.front.body :] == "\nbody\n"
