"""What a board could begin with is read only when somebody asks, and what is wanted of it is new files."""

from pathlib import Path
from typing import Any

import pytest
from dualtrack.adapters.access import user_access
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.features.check import check
from dualtrack.files.document import parse
from dualtrack.workspace.setting_up import MEMBERS, FolderReading, board_of, read_for_board
from dualtrack.workspace.workspace import Workspace

from tests.adapters.git_repository import Repository

FILES = {
    "issues.csv": "Issue key,Summary,Status,Assignee\nML-2,Clean the data,Done,ana\nWEB-1,Show it,To Do,\n",
    "data/people.csv": "name,age,status\nAna,31,single\n",
    "backlog/config.yml": 'project_name: x\nstatuses: ["To Do", "Done"]\ndefinition_of_done: ["Tests pass"]\n',
    "backlog/tasks/task-1 - Look.md": "---\nid: TASK-1\ntitle: Look\nstatus: To Do\n---\n",
}


def _read(folder: Path, trusted: bool = True) -> FolderReading:
    return read_for_board(Workspace(folder, user_access(trusted, network=False)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    repository = Repository(tmp_path)
    repository.git("config", "user.email", "ana@example.org")
    for number in (1, 2, 3):
        repository.commit(f"ML-{number}: clean")
    return tmp_path


def test_what_is_found(folder: Path) -> None:
    reading = _read(folder)
    assert [(find.label, find.is_usual) for find in reading.finds] == [
        ("A Backlog.md folder of 1 task", True),
        ("issues.csv: 2 rows", True),
        ("3 ids in commits: ML-1, ML-2, ML-3", False),
        ("Members of the team, as git names them: Ana Ruiz", False),
        ("A first experiment and a first task", False),
    ]
    assert reading.unread == ()


def test_all_of_it_together_is_new_files_without_a_finding(folder: Path) -> None:
    reading = _read(folder)
    change = board_of(reading, [find.name for find in reading.finds], "board", "Europe/Berlin")
    texts = texts_after(reading.repository.project, change)
    assert sorted(texts) == [
        "board/experiments/EXP-1 Say what you investigate.md",
        "board/tasks/ML-1.md",
        "board/tasks/ML-2 Clean the data.md",
        "board/tasks/ML-3.md",
        "board/tasks/TASK-2 Say what you deliver.md",
        "board/tasks/WEB-1 Show it.md",
        "board/tasks/task-1 - Look.md",
        "board/wiki/Backlog.md settings.md",
        "dualtrack.yaml",
    ]
    settings = parse("dualtrack.yaml", texts["dualtrack.yaml"])
    assert settings.problems == ()
    assert settings.values["imported"] == ["backlog"]
    assert settings.values["prefixes"] == {"ML": "task"}
    assert settings.values["members"] == {"ana": {"name": "Ana Ruiz"}}
    after = reading.repository.project.with_files(parse(path, text) for path, text in texts.items())
    assert check(after).findings == {}


def test_until_the_folder_is_trusted_only_files_are_read(folder: Path) -> None:
    reading = _read(folder, trusted=False)
    assert [find.label for find in reading.finds if "commits" in find.label] == []
    assert reading.unread == ("Commits and runs are not read until this folder is trusted",)


def test_where_a_board_is_nothing_is_read(tmp_path: Path) -> None:
    (tmp_path / "dualtrack.yaml").write_text("")
    with pytest.raises(Refusal, match="there is a board already"):
        _read(tmp_path)


def _committed(folder: Path, *people: str) -> Repository:
    repository = Repository(folder)
    for key in ("name", "email"):
        repository.git("config", f"user.{key}", "")  # nobody works here
    for person in people:
        name, _, email = person.partition(" <")
        repository.git("commit", "-q", "--allow-empty", "-m", "x", f"--author={name} <{email or 'x@example.org>'}")
    return repository


def _members(folder: Path) -> Any:
    reading = _read(folder)
    return parse("dualtrack.yaml", texts_after(reading.repository.project, board_of(reading))["dualtrack.yaml"]).values.get(
        "members"
    )


@pytest.mark.parametrize(
    ("people", "members"),
    [
        ([], None),
        (["Ana Ruiz <a@x>", "Ben O'Kafor <b@x>"], {"ben": {"name": "Ben O'Kafor"}, "ana": {"name": "Ana Ruiz"}}),
        (["Ana Ruiz <a@x>", "Ana Weiß <w@x>"], {"ana-weiss": {"name": "Ana Weiß"}, "ana-ruiz": {"name": "Ana Ruiz"}}),
        (["ana <a@x>", "Ana Ruiz <A@x>"], {"ana": {"name": "Ana Ruiz"}}),
        (["Ana Ruiz <a@x>", "Ana Ruiz <b@x>"], {"ana": {"name": "Ana Ruiz"}}),
        (["Łukasz <a@x>", "yes <y@x>"], {"yes": {"name": "yes"}, "łukasz": {"name": "Łukasz"}}),
        (["dependabot[bot] <1+dependabot[bot]@x>", "build-bot <b@x>", "CI <c@x>", "Claude <noreply@x>"], None),
        (["Claude Dupont <claude@x>", "Abbot <t@x>"], {"abbot": {"name": "Abbot"}, "claude": {"name": "Claude Dupont"}}),
        (["a@example.org <a@x>", "_ <b@x>", "A\x01b <c@x>"], None),
        (["root <root@x>", "Your Name <you@x>", "Jenkins <j@x>", "Ubuntu Smith <u@x>"], {"ubuntu": {"name": "Ubuntu Smith"}}),
        (["Ana Weiß <a@x>", "Ana Weiß <a@x>", "ana weiss <b@x>"], {"ana": {"name": "Ana Weiß"}}),
    ],
)
def test_the_team_is_who_has_committed(tmp_path: Path, people: list[str], members: object) -> None:
    _committed(tmp_path, *people)
    assert _members(tmp_path) == members


def test_people_have_the_names_of_the_mailmap_and_whoever_works_here_is_one(tmp_path: Path) -> None:
    repository = _committed(tmp_path, "ruiz <r@x>")
    (tmp_path / ".mailmap").write_text("Ana Ruiz <ana@x> <r@x>\n")
    repository.git("config", "user.name", "Chi Wang")
    repository.git("config", "user.email", "chi@x")
    assert _members(tmp_path) == {"ana": {"name": "Ana Ruiz"}, "chi": {"name": "Chi Wang"}}
    repository.git("config", "user.email", "r@x")
    assert _members(tmp_path) == {"ana": {"name": "Ana Ruiz"}}


def test_of_many_people_none_is_taken_unless_somebody_says_so(tmp_path: Path) -> None:
    _committed(tmp_path, *(f"P{number} X <{number}@x>" for number in range(25)))
    assert _members(tmp_path) is None
    reading = _read(tmp_path)
    texts = texts_after(reading.repository.project, board_of(reading, [MEMBERS]))
    assert len(parse("dualtrack.yaml", texts["dualtrack.yaml"]).values["members"]) == 20


def test_of_a_folder_in_a_repository_it_is_who_has_committed_there(tmp_path: Path) -> None:
    repository = _committed(tmp_path, "Ben <b@x>")
    repository.commit("Start", model__a_py="1")
    assert _members(tmp_path / "model") == {"ana": {"name": "Ana Ruiz"}}
