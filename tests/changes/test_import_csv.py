"""Rows of other tools become files, in which every cell is found again."""

import csv
import io

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.import_csv import import_csv
from dualtrack.changes.next_id import next_id
from dualtrack.files.document import Document
from dualtrack.workspace.importing import asking_nothing_new

from tests.changes.results import findings, made, project_of, said_in

JIRA = """\
Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Assignee,Created,Updated,Due date,Resolved,Labels,Labels,\
Sprint,Sprint,Description,Custom field (Story Points),Inward issue link (Blocks),Outward issue link (Blocks),Parent,\
Status Category,Comment,Comment,Resolution
Checkout: the API,FRAUD-12,10012,Story,In Review,FRAUD,High,"Ruiz, Ana",14/Jul/25 3:42 PM,15/Jul/25 9:00 AM,20/Aug/25,,\
api,web,Sprint 4,Sprint 5,"h2. Why
 * {{code}} and ""quotes""

{noformat}
---
{noformat}",5.0,FRAUD-11,,10010,In Progress,"14/Jul/25 4:00 PM;5b10ac;First
 second line

third: line",Short,
Payments epic,FRAUD-10,10010,Epic,To Do,FRAUD,,,2024-03-01,,,,,,,,,,,,,To Do,,,
Old bug,FRAUD-11,10011,Bug,Closed,FRAUD,Low,Ben Ott,14/Jul/25 3:42 PM,,,15/Jul/25 9:00 AM,,,,,,,,"FRAUD-12",,Done,,,Won't Do
Does X help?,FRAUD-13,10013,Spike,Doing,FRAUD,,Ana Ruiz,1/Aug/25 3:42 PM,,,,,,Sprint 5,,,3,OTHER-1,,FRAUD-10,In Progress,,,
"""
ASANA = """\
Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,Tags,Notes,\
Projects,Parent task,Blocked By (Dependencies),Blocking (Dependencies),Priority
1201,2025-08-20,,2025-08-21,Marketing strategy,Doing,Jane Doe,jane@acme.com,2025-09-01,2025-10-15,"go, now","# Not a title
- [ ] a box",Launch,,"Finalize budget, part 1, Deploy servers",,High
1202,2025-08-23,2025-09-30,2025-09-30,"Finalize budget, part 1",Finance,Al,,,,,,Launch,Marketing strategy,,Marketing strategy,
1203,2025-08-26,,2025-08-27,Deploy servers,To do,Bob,,,,,,Launch,Marketing strategy,Something else,,
"""
MONDAY = """\
Delivery board,,,,,,,
What the team does,,,,,,,
This week,,,,,,,
Name,Subitems,Person,Status,Date,Timeline - Start,Timeline - End,Item ID (auto generated)
Alpha,"Sub A",Jane Doe,Working on it,2024-03-15,2024-03-01,2024-03-20,1000000001
Subitems,Name,Status,Owner,Item ID (auto generated),,,
,Sub A,Stuck,Jane Doe,1000000002,,,
Beta,,"Jane Doe, Bob",Done,,,,1000000003
,,,,,,,
Next week,,,,,,,
Name,Subitems,Person,Status,Date,Timeline - Start,Timeline - End,Item ID (auto generated)
Gamma,,,,"May 2, 2024 3:04 PM",,,1000000004
"""
NOTION = """\
Name,Status,Assign,Due,Tags,Blocked by,Type,Estimate,Reviewed?,Empty
Build the model,In progress,"Ana Ruiz, Ben Ott","March 3, 2024 10:00 AM → March 5, 2024",\
"ml, now",Get data (https://www.notion.so/Get-data-59083a0faed34444a2545d78e488c0a6),Experiment,,Yes,
Get data,Done,Ana Ruiz,"March 1, 2024",,,pipeline,2,No,
"Get data ",Not started,,03/04/2024,,"Build the model (Build%20the%20model%20abc.md), Nowhere (https://www.notion.so/x)",,,,
"""
TABLES = {"jira": JIRA, "asana": ASANA, "monday": MONDAY, "notion": NOTION}


def _import(text: str, source: str | None = None, files: dict[str, str] | None = None) -> dict[str, Document]:
    return made(import_csv(project_of(files or {}), "export.csv", text, source))


def _titled(files: dict[str, Document]) -> dict[str, Document]:
    return {str(document.values.get("title")): document for document in files.values()}


@pytest.mark.parametrize("source", TABLES)
def test_the_source_is_recognised_and_every_cell_is_found_in_its_file(source: str) -> None:
    text = TABLES[source]
    change = import_csv(project_of({}), "export.csv", text)
    assert change.label.endswith(f"imported from export.csv ({source})")
    files = made(change)
    assert all(document.problems == () for document in files.values())
    said = [said_in(document) for document in files.values()]
    for row in csv.reader(io.StringIO(text, newline="")):
        cells = [cell for cell in row if cell.strip()]
        if len(cells) < 2 or {"Status", "Task ID"} & set(cells):
            continue  # what names the board, a group or the columns
        assert any(all(_is_in(cell, texts) for cell in cells) for texts in said), cells


def _is_in(cell: str, texts: set[str]) -> bool:
    same_word = {text.replace("-", " ").casefold() for text in texts}
    return cell in texts or cell.strip() in texts or cell.replace("-", " ").casefold() in same_word


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read(delimiter: str) -> None:
    assert len(_import(f"Summary{delimiter}Issue key\nOne, two{delimiter}FRAUD-1\n")) == 2


def test_what_is_found_in_the_results_is_not_about_their_form() -> None:
    found = [finding for text in TABLES.values() for finding in findings(_import(text))]
    of_the_work = ("missing-", "passed-due-date", "unprepared-spike", "feature-promised-by-research")
    assert [finding for finding in found if not finding.startswith(of_the_work)] == []


def test_jira() -> None:
    files = _import(JIRA)
    assert sorted(files) == [
        "dualtrack.yaml",
        "tracks/experiments/FRAUD-13 Does X help.md",
        "tracks/sprints/Sprint 5.yaml",
        "tracks/tasks/FRAUD-10 Payments epic.md",
        "tracks/tasks/FRAUD-11 Old bug.md",
        "tracks/tasks/FRAUD-12 Checkout the API.md",
    ]
    assert files["tracks/tasks/FRAUD-12 Checkout the API.md"].text == (
        """\
---
id: FRAUD-12
title: "Checkout: the API"
type: Story
status: review
priority: High
assignee: ["Ruiz, Ana"]
labels: [api, web]
created: 2025-07-14
due: 2025-08-20
sprint: Sprint 5
points: 5.0
parent: FRAUD-10
depends_on: [FRAUD-11]
imported:
  Issue id: 10012
  Project key: FRAUD
  Created: 14/Jul/25 3:42 PM
  Updated: 15/Jul/25 9:00 AM
  Due date: 20/Aug/25
  Status Category: In Progress
  Comment:
    - |-
      14/Jul/25 4:00 PM;5b10ac;First
       second line

      third: line
    - Short
  Sprint:
    - Sprint 4
    - Sprint 5
  Parent: 10010
  Status: In Review
---

h2. Why
 * {{code}} and "quotes"

{noformat}
---
{noformat}

## Definition of Done

- [ ] Code reviewed and unit-tested
"""
    )
    titled = _titled(files)
    assert titled["Old bug"].values["status"] == "dropped"
    experiment = titled["Does X help?"].values
    assert (experiment["kind"], experiment["status"], experiment["imported"]["Custom field (Story Points)"]) == (
        "experiment",
        "running",
        "3",
    )
    assert experiment["imported"]["Inward issue link (Blocks)"] == "OTHER-1"
    assert files["dualtrack.yaml"].values == {"prefixes": {"FRAUD": "task"}}


def test_asana() -> None:
    titled = _titled(_import(ASANA))
    strategy, budget, servers = (
        titled[name].values for name in ("Marketing strategy", "Finalize budget, part 1", "Deploy servers")
    )
    assert [strategy["status"], budget["status"], servers["status"]] == ["in-progress", "done", "backlog"]
    assert (budget["parent"], budget["closed"]) == (strategy["id"], "2025-09-30")
    assert strategy["depends_on"] == [servers["id"], budget["id"]]
    assert "depends_on" not in servers


def test_monday() -> None:
    titled = _titled(_import(MONDAY))
    alpha, sub, beta, gamma = (titled[name].values for name in ("Alpha", "Sub A", "Beta", "Gamma"))
    assert (sub["parent"], sub["status"], sub["imported"]["Group"]) == (alpha["id"], "in-progress", "This week")
    assert (alpha["started"], alpha["due"], alpha["imported"]["Date"]) == ("2024-03-01", "2024-03-20", "2024-03-15")
    assert (beta["assignee"], beta["imported"]["Board"]) == (["Jane Doe", "Bob"], "Delivery board\nWhat the team does")
    assert (gamma["due"], gamma["status"], gamma["imported"]["Group"]) == ("2024-05-02", "backlog", "Next week")


def test_a_name_alone_in_the_last_row_is_an_item() -> None:
    assert "Lonely" in _titled(_import("Name,Subitems\nGroup,\nA,x\nLonely,\n"))


def test_notion() -> None:
    files = _import(NOTION)
    (path,) = (path for path in files if "experiments" in path)
    assert path == "tracks/experiments/EXP-1 Build the model.md"
    assert files[path].values["due"] == "2024-03-05"
    # Two rows have this title, so a reference by it alone leads to neither.
    assert "depends_on" not in files[path].values
    data = files["tracks/tasks/TASK-1 Get data.md"].values
    assert (data["status"], data["type"], data["points"]) == ("ready", "pipeline", "2")
    third = files["tracks/tasks/TASK-2 Get data.md"].values
    assert (third["depends_on"], "due" in third) == (["EXP-1"], False)


def test_ids_go_on_after_those_of_the_project() -> None:
    files = {"tracks/tasks/TASK-7.2 a.md": "", "tracks/experiments/EXP-041 b.md": "", "tracks/wiki/TASK-99.md": ""}
    project = project_of(files)
    assert next_id(project, "exp") == "EXP-42"
    assert next_id(project, "TASK", ["task-200", "EXP-300"]) == "TASK-201"
    assert next_id(project, "NEW") == "NEW-1"


def test_an_id_that_cannot_be_kept_is_found_under_its_column() -> None:
    titled = _titled(_import("Summary,Issue key\nA,MY_PROJ-1\nB,X-1\nC,x-01\n"))
    assert [titled[name].values["id"] for name in "ABC"] == ["TASK-1", "X-1", "TASK-2"]
    assert [titled[name].values.get("imported") for name in "ABC"] == [{"Issue key": "MY_PROJ-1"}, None, {"Issue key": "x-01"}]


def test_references_lead_to_items_of_the_project_too() -> None:
    files = {"tracks/tasks/OPS-4.md": ""}
    titled = _titled(_import("Name,Depends on,Sprint\nA,OPS-4,\nB,TASK-9,\n", files=files))
    assert titled["A"].values["depends_on"] == ["OPS-4"]
    assert titled["B"].values["imported"] == {"Depends on": "TASK-9"}


def test_commas_alone_are_no_names_and_those_in_a_text_stay() -> None:
    (document,) = _import('Name,Tags,Person,Priority,Status\nA,",","Ruiz, Ana","high, or so",-\n').values()
    assert {key: document.values.get(key) for key in ("labels", "assignee", "priority")} == {
        "labels": None,
        "assignee": ["Ruiz", "Ana"],
        "priority": "high, or so",
    }
    assert document.values["imported"] == {"Tags": ",", "Status": "-"}


def test_rows_that_are_on_the_board_are_left_out() -> None:
    project = project_of({"tracks/tasks/X-1 a.md": "---\nid: X-1\n---\n"})
    change = import_csv(project, "export.csv", "Summary,Issue key,Status\nA,X-1,Done\nB,X-2,Waiting for Ana\n")
    assert [path for path in change.edits if "tasks" in path] == ["tracks/tasks/X-2 B.md"]
    assert change.notes == ("Waiting for Ana → in-progress", "1 row is on the board already")


@pytest.mark.parametrize("source", TABLES)
def test_what_was_imported_before_is_not_imported_twice(source: str) -> None:
    first = import_csv(project_of({}), "export.csv", TABLES[source])
    project = project_of({path: edit.text for path, (edit,) in first.edits.items()})
    again = import_csv(project, "export.csv", TABLES[source])
    assert [path for path in again.edits if path in first.edits or path.endswith(".md")] == []
    assert any("on the board already" in note for note in again.notes)


def test_what_was_done_elsewhere_is_asked_for_nothing() -> None:
    text = "Summary,Issue key,Issue Type,Status\nA,X-1,Task,Done\nB,X-2,Task,Doing\nC,X-3,Spike,Done\n"
    files = _titled(made(asking_nothing_new(project_of({}), import_csv(project_of({}), "export.csv", text))))
    allowed = {title: document.values.get("allow") for title, document in files.items()}
    assert (allowed["A"], allowed["B"]) == (["missing-dod-item"], None)
    assert "undecided-experiment" in allowed["C"]
    assert ["## Definition of Done\n\n- [ ] " in files[name].text for name in "AB"] == [False, True]


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
    (document,) = _import(text).values()
    assert (document.values["title"], document.values["status"]) == ("A, b", "done")


def test_a_cell_may_be_of_any_length() -> None:
    (document,) = _import(f"Name,Notes\nA,{'x' * 200_000}\n").values()
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
    titled = _titled(_import("\n".join(["Name,Date,Due Date", *rows])))
    due = ["2026-12-20", "2026-11-02", "2026-12-20", "2026-12-20", None, "2026-12-24", None]
    assert [titled[name].values.get("due") for name in "ABCDEFG"] == due
    started = _titled(_import("Name,Start date\nA,2026-11-20 → 2026-12-20\n"))["A"]
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
        ("Done", "perhaps", "in-progress"),
    ],
)
def test_a_ticked_box_is_done(column: str, cell: str, status: str) -> None:
    (document,) = _import(f"Name,Status,{column}\nA,In progress,{cell}\n").values()
    assert document.values["status"] == status
    assert cell in said_in(document)


def test_conventions_that_stand_are_left_alone() -> None:
    assert "dualtrack.yaml" not in _import(JIRA, files={"dualtrack.yaml": "calendar: business\n"})


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        ("size,colour\n1,red\n", None, "does not look like an export of jira, asana, monday, notion"),
        ("size,colour\n1,red\n", "jira", "does not look like an export of jira: "),
        (JIRA, "trello", "trello is none of jira, asana, monday, notion"),
        ("", None, "does not look like"),
        ("Summary,Issue key\n\n", None, "export.csv holds no rows below its header"),
        ("Summary,Issue key\na\0,X-1\n", None, "export.csv is binary"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, source: str | None, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        _import(text, source, {"tracks/tasks/OPS-4.md": ""})
