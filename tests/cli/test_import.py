"""`dualtrack import`: another tool's files, written as the team's own."""

import os
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.commands import TEXT, board
from tests.cli.conftest import Call

RULES = ()

CSV = "Summary,Issue key,Status\nFirst,SHOP-1,Done\nSecond,SHOP-2,To Do\n"
FILES = ["dualtrack.yaml", "tracks/tasks/SHOP-1 First.md", "tracks/tasks/SHOP-2 Second.md"]


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_into_a_repository_without_a_board(tmp_path: Path, call: Call) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "jira.csv").write_text(CSV)
    done = call("import", "jira.csv", "--dry-run", "-C", "src")
    assert done.code == 0
    said = ["3 files would be written:", *(f"  {path}" for path in FILES), "To Do → backlog"]
    assert done.out.splitlines() == said
    assert _files(tmp_path) == ["jira.csv"]
    done = call("import", "jira.csv", "-C", "src")
    assert done.out.startswith("2 items imported from jira.csv (jira)\n3 files written:\n  ")
    assert _files(tmp_path) == sorted([*FILES, "jira.csv"])
    done = call("import", "jira.csv")
    assert (done.code, done.out) == (0, "0 items imported from jira.csv (jira)\n2 rows are on the board already\n")


def test_many_files_are_not_all_named(tmp_path: Path, call: Call) -> None:
    board(tmp_path, EXP_1=TEXT)
    rows = "".join(f"Row,TASK-{number},Done\n" for number in range(1, 9))
    (tmp_path / "export.csv").write_text(f"Summary,Issue key,Status\n{rows}")
    done = call("import", "export.csv", "--source", "jira")
    assert done.out.splitlines()[-1] == "  and 3 more"
    assert len(done.out.splitlines()) == 8


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_the_encodings_of_spreadsheets(tmp_path: Path, call: Call, encoding: str) -> None:
    (tmp_path / "notion.csv").write_bytes("Name,Status\nÜber,Done\n".encode(encoding))
    assert call("import", "notion.csv").out.startswith("1 item imported from notion.csv (notion)\n")
    assert (tmp_path / "tracks/tasks/TASK-1 Über.md").exists()


def test_what_never_ends_and_what_nobody_writes_are_left(tmp_path: Path, call: Call) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "does not look like an export" in call("import", "pipe.csv").err
    assert "up to 16 MB are read" in call("import", "/dev/zero").err


def test_the_output_of_another_program(tmp_path: Path, call: Call) -> None:
    reading, writing = os.pipe()
    Thread(target=lambda: (sleep(0.1), os.write(writing, CSV.encode()), os.close(writing))).start()
    assert call("import", f"/dev/fd/{reading}").out.startswith(f"2 items imported from {reading} (jira)\n")
    os.close(reading)


def test_paths_count_from_the_folder_that_is_stated(tmp_path: Path, call: Call) -> None:
    tasks = tmp_path / "project" / "backlog" / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "task-1 - First.md").write_text("---\nstatus: To Do\n---\n[plan](../../plan.md)\n")
    (tasks.parent / "images").mkdir()
    (tasks.parent / "images" / "a.png").touch()
    done = call("import", "backlog", "-C", "project")
    assert done.out.splitlines()[-2:] == [
        "not imported, as no Markdown: backlog/images/a.png",
        "backlog/ is no board any more: remove it once you are content",
    ]
    assert call("check", "project").out == "0 findings in 1 item\n"
    assert "task-1" in call("board", "-C", "project").out.partition("PRODUCTION")[2]


@pytest.mark.parametrize("folder", ["backlog", "ml/backlog"])
def test_a_part_of_a_folder_is_not_imported_by_itself(tmp_path: Path, call: Call, folder: str) -> None:
    (tmp_path / ".git").mkdir()
    tasks = tmp_path / folder / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "task-1 - First.md").write_text("---\nid: TASK-1\nstatus: To Do\n---\n")
    (tasks.parent / "config.yml").write_text("project_name: x\n")
    done = call("import", f"{folder}/tasks")
    assert (done.code, done.err) == (
        2,
        f"dualtrack: {folder}/tasks is a part of the Backlog.md folder {folder}: import the whole\n",
    )
    assert "not imported" not in call("import", folder).out


@pytest.mark.parametrize("path", ["backlog", "."])
def test_a_folder(tmp_path: Path, call: Call, path: str) -> None:
    tasks = tmp_path / "backlog" / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "back-1 - First.md").write_text("---\nid: BACK-1\nstatus: Done\n---\n")
    (tmp_path / "backlog" / "config.yml").write_text("project_name: x\ntask_prefix: back\n")
    before = _files(tmp_path)
    done = call("import", path)
    assert done.code == 0
    assert done.out.startswith("1 task imported from backlog\n")
    assert done.out.endswith("\nbacklog/ is no board any more: remove it once you are content\n")
    assert _files(tmp_path) == sorted(
        [*before, "dualtrack.yaml", "tracks/tasks/back-1 - First.md", "tracks/wiki/Backlog.md settings.md"]
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere.csv",), "nowhere.csv cannot be read: No such file or directory"),
        (("binary.csv",), "binary.csv: this file is binary"),
        (("other.csv",), "other.csv does not look like an export of jira, asana, monday, linear, github, notion: "),
        (("other.csv", "--source", "backlog"), "other.csv is no Backlog.md folder"),
        (("empty", "--source", "jira"), "{folder}/empty is a folder; of jira a CSV file is expected"),
        (("empty",), "empty holds no Markdown files"),
        ((".",), "there is no Backlog.md folder in {folder}"),
        (("/",), "/ lies outside of {folder}"),
    ],
)
def test_what_is_refused(tmp_path: Path, call: Call, arguments: tuple[str, ...], message: str) -> None:
    (tmp_path / "binary.csv").write_bytes(b"\0\xff")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "empty").mkdir()
    before = _files(tmp_path)
    done = call("import", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"dualtrack: {message.format(folder=tmp_path)}")
    assert _files(tmp_path) == before


def test_the_past_of_what_was_imported_goes_on(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "fraud")
    task = "backlog__tasks__task-1 - One_md"
    archived = "task-2 - Two.md"
    plan = {task: "---\nid: task-1\nstatus: To Do\n---\n", "backlog__config_yml": "project_name: x\n"}
    repository.commit(
        "Plan", "2026-11-01T12:00:00", **plan, **{"backlog__tasks__task-2 - Two_md": "---\nid: task-2\nstatus: Done\n---\n"}
    )
    repository.commit("Begin", "2026-11-03T12:00:00", **{task: "---\nid: task-1\nstatus: In Progress\n---\n"})
    (repository.folder / "backlog/archive/tasks").mkdir(parents=True)
    repository.git("mv", f"backlog/tasks/{archived}", f"backlog/archive/tasks/{archived}")
    repository.commit("Archive", "2026-11-04T12:00:00")

    def told() -> list[str]:
        logs = (call("log", id, cwd=repository.folder).out for id in ("task-1", "task-2"))
        return [log.replace("In Progress", "in-progress").replace("To Do", "backlog").replace("Done", "done") for log in logs]

    before = told()
    call("import", "backlog", cwd=repository.folder)
    repository.commit("Import", "2026-11-05T12:00:00")
    assert told() == before
    repository.git("rm", "-rq", "backlog")
    repository.commit("Remove what was imported", "2026-11-07T12:00:00")
    assert told() == before


def test_who_imports_a_folder_moves_and_closes_nothing(tmp_path: Path, call: Call) -> None:
    """Nobody knows when what is archived was closed; of notes, and of statuses that have another name here, nothing is told."""
    repository = Repository(tmp_path / "repository")
    written = {
        "tasks/task-1 - Wait": "id: task-1\nstatus: To Do",
        "tasks/task-2 - Go": "id: task-2\nstatus: In Review",
        "tasks/task-3 - End": "id: task-3\nstatus: Completed",
        "completed/task-4 - Filed": "id: task-4\nstatus: In Progress",
        "archive/tasks/task-5 - Old": "id: task-5\nstatus: Done",
    }
    files = {f"backlog__{path.replace('/', '__')}_md": f"---\n{keys}\n---\n" for path, keys in written.items()}
    notes = {"backlog__tasks__task-1-notes_md": "# Notes\n", "backlog__config_yml": "project_name: x\n"}
    repository.commit("Plan", "2026-11-01T12:00:00", **files, **notes)
    call("import", "backlog", cwd=repository.folder)
    (repository.folder / "backlog/tasks/task-1-notes.md").unlink()
    repository.commit("Import", "2026-11-14T12:00:00")
    told = call("report", "standup", "--since", "2026-11-10", cwd=repository.folder).out
    assert "Nothing was moved, and no commit names an item." in told
    told = call("report", "weekly", cwd=repository.folder).out
    assert (
        "Done on" not in told
        and told.count("3 more items are done; on which day, and whether in this time, is not known.") == 1
    )
    assert call("log", "task-3", cwd=repository.folder).out.splitlines()[1].endswith("created in done")
    told = call("flow", "--date", "2026-11-10", cwd=repository.folder).out
    assert [line.split()[::2] for line in told.splitlines()[4:7]] == [["backlog", "1"], ["review", "1"], ["done", "3"]]
