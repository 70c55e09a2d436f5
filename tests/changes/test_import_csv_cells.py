"""Cells of an export: how they are told apart, and what ids, references, names and dates they give."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.import_csv import import_csv
from dualtrack.changes.next_id import next_id

from tests.changes.exports import JIRA, by_title, imported
from tests.changes.results import project_of, said_in


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read(delimiter: str) -> None:
    assert len(imported(f"Summary{delimiter}Issue key\nOne, two{delimiter}FRAUD-1\n")) == 2


def test_a_name_alone_in_the_last_row_is_an_item() -> None:
    assert "Lonely" in by_title(imported("Name,Subitems\nGroup,\nA,x\nLonely,\n"))


def test_ids_go_on_after_those_of_the_project() -> None:
    files = {"tracks/tasks/TASK-7.2 a.md": "", "tracks/experiments/EXP-041 b.md": "", "tracks/wiki/TASK-99.md": ""}
    project = project_of(files)
    assert next_id(project, "exp") == "EXP-42"
    assert next_id(project, "TASK", ["task-200", "EXP-300"]) == "TASK-201"
    assert next_id(project, "NEW") == "NEW-1"


def test_an_id_that_cannot_be_kept_is_found_under_its_column() -> None:
    titled = by_title(imported("Summary,Issue key\nA,MY_PROJ-1\nB,X-1\nC,x-01\n"))
    assert [titled[name].values["id"] for name in "ABC"] == ["TASK-1", "X-1", "TASK-2"]
    assert [titled[name].values.get("imported") for name in "ABC"] == [{"Issue key": "MY_PROJ-1"}, None, {"Issue key": "x-01"}]


def test_references_lead_to_items_of_the_project_too() -> None:
    files = {"tracks/tasks/OPS-4.md": ""}
    titled = by_title(imported("Name,Depends on,Sprint\nA,OPS-4,\nB,TASK-9,\n", files=files))
    assert titled["A"].values["depends_on"] == ["OPS-4"]
    assert titled["B"].values["imported"] == {"Depends on": "TASK-9"}


def test_commas_alone_are_no_names_and_those_in_a_text_stay() -> None:
    (document,) = imported('Name,Tags,Person,Priority,Status\nA,",","Ruiz, Ana","high, or so",-\n').values()
    assert {key: document.values.get(key) for key in ("labels", "assignee", "priority")} == {
        "labels": None,
        "assignee": ["Ruiz", "Ana"],
        "priority": "high, or so",
    }
    assert document.values["imported"] == {"Tags": ",", "Status": "-"}


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nName;Status\nA, b;Done\n",
        '"sep=|"\r\nName|Status\r\nA, b|Done\r\n',
        "Name^Status\nA, b^Done\n",
        "Name\tStatus\nA, b\tDone\n",
    ],
)
def test_cells_are_told_apart_by_any_sign(text: str) -> None:
    (document,) = imported(text).values()
    assert (document.values["title"], document.values["status"]) == ("A, b", "done")


def test_a_cell_may_be_of_any_length() -> None:
    (document,) = imported(f"Name,Notes\nA,{'x' * 200_000}\n").values()
    assert "x" * 200_000 in document.text


def test_a_range_is_due_when_it_ends_and_starts_when_it_begins() -> None:
    rows = [
        "A,2026-11-20 → 2026-12-20,",
        'B,"November 2, 2026 10:00 AM → 11:30 AM",',
        "C,2026-11-20/2026-12-20,",
        "D,20.11.2026 – 20.12.2026,",
        "E,2026-11-20 → 20 décembre 2026,",
        "F,2026-11-20,2026-12-24",
        "G,2026-11-20,3/4/2026",
    ]
    titled = by_title(imported("\n".join(["Name,Date,Due Date", *rows])))
    due = ["2026-12-20", "2026-11-02", "2026-12-20", "2026-12-20", None, "2026-12-24", None]
    assert [titled[name].values.get("due") for name in "ABCDEFG"] == due
    started = by_title(imported("Name,Start date\nA,2026-11-20 → 2026-12-20\n"))["A"]
    assert started.values["started"] == "2026-11-20"


def test_dates_that_are_not_certain_are_said() -> None:
    text = "Name,Due,Created\nA,3/4/2026,15 janvier 2025\nB,4/5/2026 → 6/7/2026,\n"
    assert import_csv(project_of({}), "export.csv", text).notes == (
        "not read, as it begins with its day or with its month: 3/4/2026 (Due), 4/5/2026 → 6/7/2026 (Due)",
        "not read, as it is written in a way that is not known: 15 janvier 2025 (Created)",
    )


@pytest.mark.parametrize(
    ("column", "cell", "status"),
    [
        ("Done", "Yes", "done"),
        ("Completed?", "TRUE", "done"),
        ("Done", "✅", "done"),
        ("Done", "No", "in-progress"),
        ("Done", "FALSE", "in-progress"),
        ("Done", "2026-11-02", "done"),
        ("Done", "[x]", "done"),
        ("Done", "WAHR", "done"),
        ("Done", "[ ]", "in-progress"),
        ("Done", "nein", "in-progress"),
        ("Done", "perhaps", "in-progress"),
    ],
)
def test_a_ticked_box_is_done(column: str, cell: str, status: str) -> None:
    (document,) = imported(f"Name,Status,{column}\nA,In progress,{cell}\n").values()
    assert document.values["status"] == status
    assert cell in said_in(document)


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        ("size,colour\n1,red\n", None, "does not look like an export of jira, asana, monday, linear, github, notion"),
        ("size,colour\n1,red\n", "jira", "does not look like an export of jira: "),
        (JIRA, "trello", "trello is none of jira, asana, monday, linear, github, notion"),
        ("", None, "does not look like"),
        ("Summary,Issue key\n\n", None, "export.csv holds no rows below its header"),
        ("Summary,Issue key\na\0,X-1\n", None, "export.csv is binary"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, source: str | None, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        imported(text, source, {"tracks/tasks/OPS-4.md": ""})
