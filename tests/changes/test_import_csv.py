"""Rows of other tools become files, in which every cell is found again."""

import csv
import io

import pytest
from dualtrack.changes.import_csv import import_csv
from dualtrack.workspace.importing import asking_nothing_new

from tests.changes.exports import ASANA, GITHUB, JIRA, LINEAR, MONDAY, NOTION, TABLES, by_title, imported
from tests.changes.results import findings, made, project_of, said_in


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


def test_what_is_found_in_the_results_is_not_about_their_form() -> None:
    found = [finding for text in TABLES.values() for finding in findings(imported(text))]
    of_the_work = ("missing-", "passed-due-date", "unprepared-spike", "feature-promised-by-research")
    assert [finding for finding in found if not finding.startswith(of_the_work)] == []


def test_jira() -> None:
    files = imported(JIRA)
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
    titled = by_title(files)
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
    titled = by_title(imported(ASANA))
    strategy, budget, servers = (
        titled[name].values for name in ("Marketing strategy", "Finalize budget, part 1", "Deploy servers")
    )
    assert [strategy["status"], budget["status"], servers["status"]] == ["in-progress", "done", "backlog"]
    assert (budget["parent"], budget["closed"]) == (strategy["id"], "2025-09-30")
    assert strategy["depends_on"] == [servers["id"], budget["id"]]
    assert "depends_on" not in servers


def test_monday() -> None:
    titled = by_title(imported(MONDAY))
    alpha, sub, beta, gamma = (titled[name].values for name in ("Alpha", "Sub A", "Beta", "Gamma"))
    assert (sub["parent"], sub["status"], sub["imported"]["Group"]) == (alpha["id"], "in-progress", "This week")
    assert (alpha["started"], alpha["due"], alpha["imported"]["Date"]) == ("2024-03-01", "2024-03-20", "2024-03-15")
    assert (beta["assignee"], beta["imported"]["Board"]) == (["Jane Doe", "Bob"], "Delivery board\nWhat the team does")
    assert (gamma["due"], gamma["status"], gamma["imported"]["Group"]) == ("2024-05-02", "backlog", "Next week")


def test_notion() -> None:
    files = imported(NOTION)
    (path,) = (path for path in files if "experiments" in path)
    assert path == "tracks/experiments/EXP-1 Build the model.md"
    assert files[path].values["due"] == "2024-03-05"
    # Two rows have this title, so a reference by it alone leads to neither.
    assert "depends_on" not in files[path].values
    data = files["tracks/tasks/TASK-1 Get data.md"].values
    assert (data["status"], data["type"], data["points"]) == ("ready", "pipeline", "2")
    third = files["tracks/tasks/TASK-2 Get data.md"].values
    assert (third["depends_on"], "due" in third) == (["EXP-1"], False)


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
    files = by_title(made(asking_nothing_new(project_of({}), import_csv(project_of({}), "export.csv", text))))
    allowed = {title: document.values.get("allow") for title, document in files.items()}
    assert (allowed["A"], allowed["B"]) == (["missing-dod-item"], None)
    assert "undecided-experiment" in allowed["C"]
    assert ["## Definition of Done\n\n- [ ] " in files[name].text for name in "AB"] == [False, True]


def test_conventions_that_stand_are_left_alone() -> None:
    assert "dualtrack.yaml" not in imported(JIRA, files={"dualtrack.yaml": "calendar: business\n"})


def test_linear() -> None:
    """Its dates are those of JavaScript: a due date is the midnight of whoever exported it."""
    files = by_title(imported(LINEAR))
    first, second = files["Rebuild the pages"].values, files["Test the pages"].values
    assert (first["id"], first["status"], first["points"], first["sprint"]) == ("FRAUD-1", "in-progress", "3", "Cycle 4")
    assert [str(first[key]) for key in ("created", "started", "due")] == ["2026-05-13", "2026-05-14", "2026-06-26"]
    assert first["labels"] == ["web", "seo"]
    assert "priority" not in second and (second["parent"], second["depends_on"]) == ("FRAUD-1", ["FRAUD-1"])
    old = files["Old pages"].values
    assert (old["status"], str(old["closed"])) == ("dropped", "2026-05-20")


def test_the_last_of_all_days_is_a_day_too() -> None:
    files = by_title(imported(LINEAR.replace("Thu Jun 25 2026 23", "Fri Dec 31 9999 17")))
    assert str(files["Rebuild the pages"].values["due"]) == "9999-12-31"


def test_github_projects() -> None:
    """They are exported with tabs."""
    files = by_title(imported("".join("\t".join(row) + "\n" for row in csv.reader(io.StringIO(GITHUB)))))
    values = files["Rebuild the pages"].values
    assert (values["id"], values["assignee"], values["labels"]) == ("TASK-1", ["ana", "ben"], ["web", "seo"])
    assert (values["status"], values["sprint"]) == ("in-progress", "Iteration 4")


def test_a_resolution_says_why_something_done_is_dropped() -> None:
    text = "Issue key,Summary,Status,Resolution\nFRAUD-1,One,Done,Done\nFRAUD-2,Two,Done,Won't Do\n"
    assert import_csv(project_of({}), "export.csv", text).notes == ("Done (Won't Do) → dropped",)
