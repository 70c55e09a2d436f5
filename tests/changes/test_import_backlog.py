"""A Backlog.md folder becomes the team's own files, in which everything is found again."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.import_backlog import import_backlog
from dualtrack.files.document import Document
from dualtrack.text import apply

from tests.changes.results import made, project_of

CONFIG = """\
project_name: "Board"
statuses: ["To Do", "In Progress", "Blocked", "Code Review", "Done"]
definition_of_done: ["Tests pass", "Docs: updated"]
task_prefix: "back"
auto_commit: false
"""
TASK = """\
---
id: BACK-2
title: 'Web: show it'
status: {status}
assignee:
  - '@ana'
created_date: '2026-06-08 12:30' # kept
labels: []
dependencies:
  - task-1
  - BACK-3
parent_task_id: task-1
mystery: [1, {{a: b}}]
---

## Description

<!-- SECTION:DESCRIPTION:BEGIN -->
Words, and ---
<!-- SECTION:DESCRIPTION:END -->

## Definition of Done
<!-- DOD:BEGIN -->
- [x] #1 Tests pass
- [x] #2 Docs: updated
<!-- DOD:END -->
"""
FILES = {
    "backlog/config.yml": CONFIG,
    "backlog/readme.md": "# Backlog\n",
    "backlog/tasks/readme.md": "# Tasks\n",
    "backlog/tasks/back-2 - Web-show-it.md": TASK.format(status="Code Review"),
    "backlog/tasks/back-3 - Plain.md": "---\nid: BACK-3\nstatus: To Do\nassignee: @ana\n---\n",
    "backlog/tasks/epics/one/back-4 - No-keys.md": "---\r\nlabels: [x]\r\n---\r\nOnly words.\r\n",
    "backlog/completed/back-1 - First.md": "---\nid: BACK-1\nstatus: To Do\n---\n## Definition of Done\n- [x] tests pass\n",
    "backlog/drafts/draft-1 - Maybe.md": "---\nid: DRAFT-1\nstatus: Draft\n---\n",
    "backlog/archive/tasks/back-3 - Old.md": "---\nid: BACK-3\nstatus: In Progress\nassignee: @ben\n---\nOld words.\n",
    "backlog/archive/milestones/m-0 - Setup.md": "---\nid: m-0\n---\n",
    "backlog/docs/guides/doc-1 - How.md": "---\nid: doc-1\ntype: guide\n---\n# How\n",
    "backlog/docs/back-2 notes.md": "Notes on a task.\n",
    "backlog/decisions/decision-1 - Use-X.md": "---\nid: decision-1\nstatus: proposed\n---\n",
}


def _import(files: dict[str, str] = FILES) -> dict[str, Document]:
    return made(import_backlog(project_of(files), "backlog"))


def test_every_file_has_its_place() -> None:
    assert sorted(_import()) == [
        "dualtrack.yaml",
        "tracks/tasks/archive/back-3 - Old.md",
        "tracks/tasks/back-2 - Web-show-it.md",
        "tracks/tasks/back-3 - Plain.md",
        "tracks/tasks/completed/back-1 - First.md",
        "tracks/tasks/drafts/draft-1 - Maybe.md",
        "tracks/tasks/epics/one/back-4 - No-keys.md",
        "tracks/wiki/Backlog.md settings.md",
        "tracks/wiki/archive/milestones/m-0 - Setup.md",
        "tracks/wiki/backlog-tasks/readme.md",
        "tracks/wiki/decisions/decision-1 - Use-X.md",
        "tracks/wiki/docs/back-2 notes.md",
        "tracks/wiki/docs/guides/doc-1 - How.md",
        "tracks/wiki/readme.md",
    ]


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("To Do", {"status": "backlog"}),
        ("to-do", {"status": "backlog"}),
        ("In Progress", {"status": "In Progress"}),
        ("Blocked", {"status": "in-progress", "backlog_status": "Blocked"}),
        ("Code Review", {"status": "review", "backlog_status": "Code Review"}),
        ("Done", {"status": "Done"}),
        ("Won't Do", {"status": "dropped", "backlog_status": "Won't Do"}),
        ("", {"status": None}),
    ],
)
def test_a_status_becomes_one_of_ours_and_is_not_lost(written: str, keys: dict[str, str]) -> None:
    path = "tasks/back-2 - Web-show-it.md"
    task = _import({"backlog/config.yml": CONFIG, f"backlog/{path}": TASK.format(status=written)})[f"tracks/{path}"]
    assert {key: value for key, value in task.values.items() if key.endswith("status")} == keys


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("completed/back-1 - First.md", {"id": "BACK-1", "status": "done", "backlog_status": "To Do"}),
        ("drafts/draft-1 - Maybe.md", {"id": "DRAFT-1", "status": "backlog", "backlog_status": "Draft"}),
        ("back-3 - Plain.md", {"id": "BACK-3", "status": "backlog", "assignee": "@ana"}),
        ("epics/one/back-4 - No-keys.md", {"labels": ["x"]}),
        (
            "archive/back-3 - Old.md",
            {"id": "BACK-5", "backlog_id": "BACK-3", "status": "dropped", "backlog_status": "In Progress", "assignee": "@ben"},
        ),
    ],
)
def test_the_folder_says_what_its_files_are(path: str, keys: dict[str, str]) -> None:
    assert _import()[f"tracks/tasks/{path}"].values == keys


def test_everything_else_is_kept_byte_for_byte() -> None:
    files = _import()
    task = TASK.format(status="review\nbacklog_status: Code Review")
    task = task.replace("- task-1", "- BACK-1").replace("parent_task_id: task-1", "parent_task_id: BACK-1")
    assert files["tracks/tasks/back-2 - Web-show-it.md"].text == task
    for path in ("readme.md", "docs/guides/doc-1 - How.md", "archive/milestones/m-0 - Setup.md"):
        assert files[f"tracks/wiki/{path}"].text == FILES[f"backlog/{path}"]
    assert files["tracks/tasks/epics/one/back-4 - No-keys.md"].text == "---\r\nlabels: [x]\r\n---\r\nOnly words.\r\n"
    assert CONFIG in files["tracks/wiki/Backlog.md settings.md"].text


def test_a_page_that_is_named_after_a_task_stays_a_page() -> None:
    made = _import({**FILES, "backlog/tasks/back-2 - plan.md": "A plan.\n"})
    assert made["tracks/wiki/docs/back-2 notes.md"].text == "---\nkind: page\n---\n\nNotes on a task.\n"
    assert made["tracks/wiki/archive/backlog-tasks/back-2 - plan.md"].text == "---\nkind: page\n---\n\nA plan.\n"


def test_what_was_done_before_it_was_archived_was_not_given_up() -> None:
    done = {**FILES, "backlog/archive/tasks/back-9 - Old.md": "---\nid: BACK-9\nstatus: Done\n---\n"}
    assert _import(done)["tracks/tasks/archive/back-9 - Old.md"].values == {"id": "BACK-9", "status": "Done"}


def test_the_settings_become_conventions_where_there_are_none() -> None:
    assert _import()["dualtrack.yaml"].values == {
        "prefixes": {"BACK": "task"},
        "definition_of_done": {
            "items": {"tests-pass": {"text": "Tests pass"}, "docs-updated": {"text": "Docs: updated"}},
            "task": ["tests-pass", "docs-updated"],
        },
        "imported": ["backlog"],
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("prefixes: {BACK: task} # ours\n", "prefixes: {BACK: task} # ours\nimported:\n  - backlog\n"),
        ("imported: [.backlog]\n", "imported: [.backlog, backlog]\n"),
        ("imported: [backlog]\n", "imported: [backlog]\n"),
    ],
)
def test_conventions_that_stand_get_the_folder_only(before: str, after: str) -> None:
    project = project_of({**FILES, "dualtrack.yaml": before})
    assert apply(before, import_backlog(project, "backlog").edits["dualtrack.yaml"]) == after


def test_work_in_progress_gets_the_list() -> None:
    statuses = {"1": "Done", "2": "In Progress", "3": "To Do"}
    files = {f"backlog/tasks/back-{n} - X.md": f"---\nid: BACK-{n}\nstatus: {status}\n---\n" for n, status in statuses.items()}
    made = _import({"backlog/config.yml": CONFIG, **files})
    assert made["tracks/tasks/back-1 - X.md"].text == files["backlog/tasks/back-1 - X.md"]
    assert made["tracks/tasks/back-2 - X.md"].text.endswith(
        "\n## Definition of Done\n\n- [ ] Tests pass\n- [ ] Docs: updated\n"
    )
    assert made["tracks/tasks/back-3 - X.md"].values == {"id": "BACK-3", "status": "backlog"}


def test_what_was_archived_is_done_if_it_says_so() -> None:
    files = {
        f"backlog/archive/tasks/back-{n} - X.md": f"---\nstatus: {status}\n---\n" for n, status in enumerate(("Done", "To Do"))
    }
    made = _import({"backlog/config.yml": CONFIG, **files})
    assert [made[f"tracks/tasks/archive/back-{n} - X.md"].values["status"] for n in (0, 1)] == ["Done", "dropped"]


def test_links_lead_where_they_led() -> None:
    page = """\
[a](<../tasks/back-3 - Plain.md#top> "Title") ![b](../images/b\\_c.png 'B') [c](../../src/c.py) [d][]
[e](./doc-2.md) [f](../tasks) [g](https://example.org) [h](../config.yml) <a href="../../README.md">i</a> `[j](../tasks/j.md)`

[d]: ../archive/tasks/back-3%20-%20Old.md
"""
    link = "---\nlabels: [x]\n---\n[d](../docs/doc-1.md) [s](../../src/s.py)\n"
    made = _import({**FILES, "backlog/docs/doc-1.md": page, "backlog/tasks/back-9 - L.md": link})
    changed = {
        "../tasks/back-3 - Plain.md#": "../../tasks/back-3%20-%20Plain.md#",
        "../images/b\\_c.png": "../../../backlog/images/b_c.png",
        "../../src": "../../../src",
        "(../tasks)": "(../../tasks)",
        "../config.yml": "../Backlog.md%20settings.md",
        "../../README.md": "../../../README.md",
        "../archive/tasks/back": "../../tasks/archive/back",
    }
    for before, after in changed.items():
        page = page.replace(before, after)
    assert made["tracks/wiki/docs/doc-1.md"].text == page
    assert made["tracks/tasks/back-9 - L.md"].text == "---\nlabels: [x]\n---\n[d](../wiki/docs/doc-1.md) [s](../../src/s.py)\n"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({**FILES, "tracks/tasks/BACK-2.md": ""}, "BACK-2 is on the board already"),
        ({**FILES, "tracks/wiki/readme.md": ""}, "tracks/wiki/readme.md is there already"),
        ({**FILES, "backlog/tasks/back-9 - X.md": "\0"}, "backlog/tasks/back-9 - X.md cannot be read, so nothing is imported"),
        ({"backlog/config.yml": CONFIG}, "backlog holds no Markdown files"),
    ],
)
def test_nothing_that_stands_is_overwritten(files: dict[str, str], message: str) -> None:
    with pytest.raises(Refusal, match=f"^{message}$"):
        _import(files)
