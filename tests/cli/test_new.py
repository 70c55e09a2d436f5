"""`dualtrack new`: every template is a file without a finding, in the right place."""

import subprocess
from pathlib import Path

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.new_item import NewKind, new_item
from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts
from dualtrack.features.check import check, in_order
from dualtrack.files.document import parse
from dualtrack.project.project import Project
from dualtrack.text import apply

from tests.cli.commands import TEXT, board
from tests.cli.conftest import Call
from tests.written_facts import NOW, TODAY

SPRINT = "goal: x\nstart: 2026-11-09\nend: 2026-11-18\n"
KINDS: list[tuple[NewKind, str, str]] = [
    ("experiment", "Add feature X", "tracks/experiments/EXP-2 Add feature X.md"),
    ("spike", "Add feature X", "tracks/experiments/SPIKE-1 Add feature X.md"),
    ("task", "Add feature X", "tracks/tasks/TASK-1 Add feature X.md"),
    ("data", "Add feature X", "tracks/tasks/DATA-1 Add feature X.md"),
    ("bug", "Add feature X", "tracks/tasks/BUG-1 Add feature X.md"),
    ("ops", "Add feature X", "tracks/tasks/OPS-1 Add feature X.md"),
    ("deploy", "Add feature X", "tracks/tasks/OPS-1 Add feature X.md"),
    ("sprint", "Ship it", "tracks/sprints/sprint-6.yaml"),
    ("model", "fraud@1.3", "tracks/models/fraud-1.3.md"),
]


def _project(**more: str) -> Project:
    files = {"tracks/experiments/EXP-1.md": TEXT, "tracks/sprints/sprint-5.yaml": SPRINT, **more}
    return Project().with_facts(Facts(Clock({"": TODAY}, NOW))).with_files(parse(*file) for file in files.items())


def _made(project: Project, kind: NewKind, title: str, **keys: str) -> tuple[str, str, int]:
    """The path and the text of the new file, and where its cursor is."""
    change = new_item(project, "", kind, title, **keys)
    ((path, edits),) = change.edits.items()
    assert change.cursor
    assert change.cursor.path == path
    return path, apply("", edits), change.cursor.offset


@pytest.mark.parametrize(("kind", "title", "path"), KINDS)
def test_a_new_item_has_no_finding_at_once_or_when_it_is_started(kind: NewKind, title: str, path: str) -> None:
    project = _project()
    made, text, _ = _made(project, kind, title)
    assert made == path
    project = project.with_file(path, text)
    (item, *_) = project.items_in(path)
    assert (item.phase, item.faults) == ("waiting", ())
    assert [found.message for found in in_order(check(project)) if found.place.path == path] == []
    for name in ("research", "production", "data"):
        track = project.conventions(item).track(name)
        if item.track == name and kind not in ("sprint", "model"):
            started = text.replace(f"status: {track.all[0].name}", f"status: {track.all[1].name}\nstarted: {TODAY}")
            project = project.with_file(path, started)
            assert [found.code for found in in_order(check(project)) if found.code == "missing-dod-item"] == [
                "missing-dod-item"
            ]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("experiment", 'hypothesis: "', '"\n'),
        ("spike", 'hypothesis: "', '"\n'),
        ("task", "---\n", "\n## Definition of Done\n\n- [ ] Code reviewed and unit-tested\n"),
        ("deploy", 'model: "', '"\n---\n'),
        ("sprint", "goal: x", "\nstart: 2026-11-19\nend: 2026-11-28\nproduct-tasks: []\nexperiments: []\n"),
        ("model", 'change: "', '"\n---\n'),
    ],
)
def test_the_cursor_is_where_one_types_next(kind: NewKind, before: str, after: str) -> None:
    _, text, cursor = _made(_project(), kind, "x 1.0" if kind == "model" else "x")
    assert text[:cursor].endswith(before)
    assert text[cursor:].startswith(after)


def test_a_whole_experiment() -> None:
    _, text, _ = _made(_project(), "experiment", ' A: "b"  <c>/d?', sprint="Sprint-05", assignee="@ana")
    assert text == (
        '---\nid: EXP-2\ntitle: "A: \\"b\\" <c>/d?"\nstatus: proposed\nassignee: ana\nsprint: sprint-5\ncreated: 2026-11-16\n'
        'hypothesis: ""\ntimebox_days: 10\nbaseline: {}\nsuccess_criteria: ""\n---\n\n## Definition of Done\n\n'
        "- [ ] Training run reproducible and logged\n- [ ] Metrics computed on validation and holdout\n"
    )
    assert _made(_project(), "experiment", 'A: "b" <c>/d?..')[0] == "tracks/experiments/EXP-2 A b c d.md"


def test_a_page() -> None:
    assert _made(_project(), "page", "How we work") == ("tracks/wiki/How we work.md", "# How we work\n\n\n", 15)
    path, text, _ = _made(_project(), "page", "EXP-1 notes")
    assert _project().with_file(path, text).items_in(path)[0].kind == "page"


def test_the_conventions_of_the_team_hold() -> None:
    yaml = (
        "root: board\nprefixes: {EXP: task, OPS: experiment}\n"
        "tracks: {production: {statuses: [idea, doing], closed: [over]}}\n"
        "definition_of_done: {items: {fast: {text: Fast enough}}, task: [fast]}\n"
    )
    project = _project(**{"dualtrack.yaml": yaml})
    path, text, _ = _made(project, "task", "x")
    assert path == "board/tasks/TASK-1 x.md"
    assert "status: idea\n" in text
    assert text.endswith("## Definition of Done\n\n- [ ] Fast enough\n")
    path, text, _ = _made(project, "ops", "x")
    assert project.with_file(path, text).items_in(path)[0].kind == "task"
    path, text, _ = _made(project, "experiment", "x")
    assert project.with_file(path, text).items_in(path)[0].kind == "experiment"


@pytest.mark.parametrize(
    ("kind", "title", "keys", "message"),
    [
        ("task", " ", {}, "a title is needed"),
        ("task", "x", {"sprint": "sprint-9"}, "sprint-9 does not exist"),
        ("task", "x", {"sprint": "EXP-1"}, "EXP-1 does not exist"),
        ("sprint", "x", {"sprint": "sprint-5"}, "a sprint is in no sprint"),
        ("model", "fraud", {}, '"fraud" is no name and version of a model such as fraud@1.3'),
        ("model", "fraud@1.2", {}, "fraud@1.2 is on the board already"),
        ("page", "", {}, "a title is needed"),
        ("page", "x", {"assignee": "ana"}, "a page has no sprint and no assignee"),
        ("nothing", "x", {}, "nothing is none of experiment, spike, task, data, sprint, model, bug, ops, deploy, page"),
    ],
)
def test_what_is_refused(kind: NewKind, title: str, keys: dict[str, str], message: str) -> None:
    project = _project(**{"tracks/models/fraud-1.2.md": "---\nid: fraud@1.2\n---\n"})
    with pytest.raises(Refusal) as refused:
        new_item(project, "", kind, title, **keys)
    assert str(refused.value) == message


def test_it_writes_the_file_and_prints_its_path(tmp_path: Path, call: Call) -> None:
    board(tmp_path, EXP_1=TEXT)
    (tmp_path / "notebooks").mkdir()
    done = call("new", "experiment", "--assignee", "ana", "Add", "feature X", "-C", "notebooks")
    assert (done.code, done.out, done.err) == (0, "tracks/experiments/EXP-2 Add feature X.md\n", "")
    assert "assignee: ana\n" in (tmp_path / done.out.strip()).read_text()
    for arguments, message in {
        ("new", "task"): "dualtrack: a title is needed\n",
        ("new", "task", "x", "--nonsense"): "unrecognized arguments: --nonsense\n",
        ("new", "nonsense", "x"): "(choose from ",
        ("new", "task", "x", "--today", "soon"): 'dualtrack: "soon" is not a date such as 2026-11-02\n',
    }.items():
        done = call(*arguments)
        assert (done.code, done.out) == (2, "")
        assert message in done.err


def test_a_path_is_printed_as_it_is_seen_from_here(tmp_path: Path, call: Call) -> None:
    board(tmp_path, EXP_1=TEXT)
    done = call("new", "task", "x", cwd=tmp_path / "tracks" / "experiments")
    assert done.out == "../tasks/TASK-1 x.md\n"


def test_ids_are_unique_in_the_git_repository(tmp_path: Path, call: Call) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    board(tmp_path / "teams" / "churn", EXP_1=TEXT)
    (tmp_path / "teams" / "churn" / "dualtrack.yaml").write_text("root: tracks\n")
    board(tmp_path / "teams" / "fraud", EXP_7=TEXT.replace("EXP-1", "EXP-7"))
    (tmp_path / "teams" / "fraud" / "dualtrack.yaml").write_text("root: tracks\n")
    assert call("new", "experiment", "x", "-C", "teams/churn").out == "teams/churn/tracks/experiments/EXP-8 x.md\n"
    done = call("new", "experiment", "x")
    assert (done.code, done.err) == (
        2,
        "dualtrack: there are several boards: choose one with -C teams/churn or -C teams/fraud\n",
    )
