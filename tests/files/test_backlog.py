"""A Backlog.md folder is read as it stands."""

import pytest
from dualtrack.files.backlog import BacklogFolder, find_backlog, full_id, place_of, read_backlog_conventions
from dualtrack.files.document import parse
from dualtrack.model.conventions import Conventions

CONFIG = """\
project_name: "Board"
default_status: "To Do"
statuses: ["Triage", "To Do", 'In Progress', "Done"]
labels: []
definition_of_done: ["Tests pass", "`ruff check .` passes — when Python is touched", "Tests pass", "✅"]
date_format: yyyy-mm-dd hh:mm
max_column_width: 20
auto_commit: false
onStatusChange: 'rm -rf $TASK_ID'
task_prefix: "back"
"""
TASK = """\
---
id: BACK-24.02
title: >-
  Show milestones
  as swimlanes
status: In Progress
assignee:
  - '@ana'
reporter: '@ben'
created_date: '2026-06-08 12:30'
updated_date: "2026-06-09"
labels:
  - web
milestone: m-1
dependencies:
  - task-24.01
parent_task_id: BACK-24
priority: medium
ordinal: 3000
references:
  - 'https://example.org/551'
modified_files:
  - src/cli.py
---

## Description

<!-- SECTION:DESCRIPTION:BEGIN -->
Words.
<!-- SECTION:DESCRIPTION:END -->

## Acceptance Criteria
<!-- AC:BEGIN -->
- [x] #1 It is shown
<!-- AC:END -->

## Definition of Done
<!-- DOD:BEGIN -->
- [x] #1 Tests pass
- [ ] #2 `ruff check .` passes — when Python is touched
<!-- DOD:END -->
"""


def _read(config: str) -> tuple[Conventions, list[tuple[object, str]]]:
    conventions, faults = read_backlog_conventions(parse("backlog/config.yml", config))
    return conventions, [(fault.route, fault.message) for fault in faults]


def test_the_configuration_gives_one_track_a_prefix_and_a_definition_of_done() -> None:
    conventions, faults = _read(CONFIG)
    (track,) = conventions.tracks.values()
    assert [status.name for status in track.all] == ["Triage", "To Do", "In Progress", "Done"]
    assert [track.phase(status) for status in track.all] == ["waiting", "active", "active", "done"]
    assert conventions.prefixes == {"BACK": "task"}
    dod = conventions.definition_of_done
    assert dod.task == dod.deploy == ("tests-pass", "ruff-check-passes-when-python-is-touched", "item-3")
    assert dod.texts["ruff-check-passes-when-python-is-touched"] == "`ruff check .` passes — when Python is touched"
    assert faults == []


def test_without_a_file_there_are_the_defaults_of_backlog_md() -> None:
    conventions, faults = read_backlog_conventions(None)
    assert [status.name for status in conventions.tracks["backlog"].all] == ["To Do", "In Progress", "Done"]
    assert (conventions.prefixes, conventions.definition_of_done.task, faults) == ({"TASK": "task"}, (), ())


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ("statuses: To Do", ("statuses",)),
        ("statuses: [To Do, [Done]]", ("statuses",)),
        ("definition_of_done: {a: b}", ("definition_of_done",)),
        ("task_prefix: my_team", ("task_prefix",)),
    ],
)
def test_a_broken_value_is_a_fault_and_has_its_default(config: str, fault: tuple[str]) -> None:
    conventions, faults = _read(config)
    assert [route for route, _ in faults] == [fault]
    assert conventions == read_backlog_conventions(None)[0]


@pytest.mark.parametrize("config", ["", "statuses: []", "statuses:", "task_prefix: ''", "unknown: {a: [1]}", "- a list"])
def test_what_says_nothing_has_its_default(config: str) -> None:
    assert _read(config) == (read_backlog_conventions(None)[0], [])


@pytest.mark.parametrize(
    ("path", "kind", "standing"),
    [
        ("tasks/back-24.02 - Show-milestones.md", "task", "open"),
        ("tasks/epics/epic-1/TASK-7 - Deep.md", "task", "open"),
        ("tasks/task-074- no space.md", "task", "open"),
        ("tasks/readme.md", "page", "open"),
        ("tasks/epics/epic-1/task-epic-1.2-Plan.md", "task", "open"),
        ("drafts/draft-3 - Maybe.md", "task", "draft"),
        ("completed/task-0061 - Old.md", "task", "completed"),
        ("archive/tasks/task-5 - Gone.md", "task", "archived"),
        ("archive/drafts/draft-1 - Gone.md", "task", "archived"),
        ("archive/milestones/m-0 - Setup.md", "page", "archived"),
        ("archive/readme.md", "page", "archived"),
        ("milestones/m-1 - Web.md", "page", "open"),
        ("decisions/decision-1 - Use-X.md", "page", "open"),
        ("docs/guides/doc-1 - How.md", "page", "open"),
        ("docs/task-1 - not a task.md", "page", "open"),
        ("task-1 - beside the folders.md", "page", "open"),
    ],
)
def test_a_file_is_what_its_place_says(path: str, kind: str, standing: str) -> None:
    place = place_of(path)
    assert (place.kind, place.standing) == (kind, standing)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"backlog/config.yml": "project_name: x"}, BacklogFolder("backlog", "backlog/config.yml")),
        ({".backlog/config.yaml": "statuses: [a]"}, BacklogFolder(".backlog", ".backlog/config.yaml")),
        (
            {".backlog/config.yml": "statuses: [a]", "backlog/config.yml": "statuses: [a]"},
            BacklogFolder("backlog", "backlog/config.yml"),
        ),
        (
            {"backlog.config.yml": "project_name: x\nbacklog_directory: './plan/'", "backlog/now.md": ""},
            BacklogFolder("plan", "backlog.config.yml"),
        ),
        (
            {"backlog.config.yml": "projectName: x\nbacklogDirectory: plan"},
            BacklogFolder("plan", "backlog.config.yml"),
        ),
        (
            {"backlog.config.yml": "project_name: x\nbacklog_directory: ../plan", ".backlog/tasks/task-1 - a.md": ""},
            BacklogFolder(".backlog", "backlog.config.yml"),
        ),
        ({"backlog.config.yml": "project_name: x"}, None),
        ({"backlog/tasks/task-1 - a.md": ""}, BacklogFolder("backlog", None)),
        ({"backlog/now.md": "", "backlog/config.yml": "hooks: {a: b}"}, None),
        ({}, None),
    ],
)
def test_the_folder_is_found_as_backlog_md_finds_it(files: dict[str, str], found: BacklogFolder | None) -> None:
    assert find_backlog({path: parse(path, text) for path, text in files.items()}) == found


@pytest.mark.parametrize(
    ("written", "meant"), [("7", "BACK-7"), (" task-7.1 ", "BACK-7.1"), ("back-7", "back-7"), ("draft-2", "draft-2"), ("", "")]
)
def test_an_old_prefix_and_none_mean_the_folders(written: str, meant: str) -> None:
    assert full_id(written, "BACK") == meant


def test_a_task_as_backlog_md_writes_it_has_no_problem() -> None:
    document = parse("backlog/tasks/back-24.02 - Show-milestones.md", TASK)
    assert document.problems == ()
    conventions, _ = _read(CONFIG)
    dod = conventions.definition_of_done
    lines = document.body.checks_under("Definition of Done")
    assert [line.closed for line in lines] == [True, False]
    assert dod.missing(dod.task, lines) == ["item-3"]
