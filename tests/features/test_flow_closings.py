"""When items were closed, where the commit that tells of it came later, or brought what was closed elsewhere."""

from pathlib import Path

from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.sprint_report import shown_sprints, sprint_report
from dualtrack.project.closings import closing_day
from dualtrack.project.timeline import blocked_time, cycle_time, time_in_status

from tests.adapters.git_repository import Repository
from tests.features.test_flow import BOARD, project_of, sprint, task


def test_what_a_commit_brings_closed_with_half_of_the_board_was_closed_elsewhere(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("plan", at="2026-11-02T15:00:00Z", **{"tracks__tasks__TASK-1_md": task("in-progress")})
    imported = {f"tracks__tasks__TASK-{number}_md": task("done") for number in range(2, 7)}
    repository.commit("import", at="2026-11-03T15:00:00Z", **imported)
    repository.commit("squash", at="2026-11-04T15:00:00Z", **{"tracks__tasks__TASK-7_md": task("done")})
    flow = FlowHistory(project_of(repository, 4)).on()
    assert (flow.taken_over, [series.counts for series in flow.done]) == (5, [(1,)])
    assert [band.counts for band in flow.bands] == [(1, 1, 1), (0, 5, 6)]
    squashed = {f"tracks__tasks__TASK-{number}_md": task("done") for number in range(8, 14)}
    repository.commit("squash six", at="2026-11-05T15:00:00Z", **squashed)
    stated = {"tracks__tasks__TASK-2_md": task("done", "closed: 2026-11-02\n")}
    repository.commit("say when", at="2026-11-05T16:00:00Z", **stated)
    project = project_of(repository, 5)
    flow = FlowHistory(project).on()
    assert (flow.taken_over, [series.counts for series in flow.done]) == (4, [(8,)])
    days = [closing_day(project, project.items[f"TASK-{number}"]) for number in (1, 2, 3, 7, 8)]
    assert [day and day.day for day in days] == [None, 2, None, 4, 5]


def test_a_board_that_is_taken_over_says_nothing_of_another(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    settings = {"a__dualtrack_yaml": "", "b__dualtrack_yaml": ""}
    repository.commit("plan", at="2026-11-02T15:00:00Z", **settings, **{"a__tracks__tasks__TASK-1_md": task("done")})
    imported = {f"b__tracks__tasks__TASK-{number}_md": task("done") for number in range(10, 16)}
    repository.commit("import", at="2026-11-03T15:00:00Z", **imported, **{"a__tracks__tasks__TASK-2_md": task("done")})
    project = project_of(repository, 4)
    days = [closing_day(project, project.items[f"TASK-{number}"]) for number in (2, 10)]
    assert [day and day.day for day in days] == [3, None]


def test_of_a_board_that_is_not_committed_nobody_knows_when_it_was_done(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("work", at="2026-11-02T15:00:00Z", src__a_py="")
    (tmp_path / "tracks/tasks").mkdir(parents=True)
    (tmp_path / "tracks/tasks/TASK-1.md").write_text(task("done"))
    project = project_of(repository, 4)
    assert closing_day(project, project.items["TASK-1"]) is None
    assert not any(any(series.counts) for series in FlowHistory(project).on().done)


def test_a_page_among_the_tasks_of_a_folder_that_is_gone_is_no_task(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    config = {"backlog__config_yml": "project_name: Shop\n"}
    moved = {"_backlog__tasks__readme_md": "# Tasks\n", "_backlog__tasks__task-1 - Cart_md": "---\nid: task-1\n---\n"}
    repository.commit("start", at="2026-11-02T15:00:00Z", **config, **moved)
    repository.git("mv", ".backlog/tasks", "backlog/tasks")
    repository.commit("move", at="2026-11-03T15:00:00Z")
    assert [band.counts for band in FlowHistory(project_of(repository, 4)).on().bands] == [(1, 1, 1)]


def test_what_backlog_shows_nowhere_is_no_task(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    config = {"backlog__config_yml": "project_name: Shop\n"}
    note = {"backlog__tasks__task-2-plan_md": "# Plan\n", "backlog__tasks__task-1_md": "---\nid: task-1\n---\n"}
    pages = {"backlog__docs__experiments__doc-2-look_md": "# Look\n", "backlog__docs__doc-2 - How_md": "---\nid: doc-2\n---\n"}
    repository.commit("start", at="2026-11-02T15:00:00Z", **config, **note, **pages)
    assert [band.counts for band in FlowHistory(project_of(repository, 3)).on().bands] == [(1, 1)]


def test_what_was_imported_is_not_counted_twice(tmp_path: Path) -> None:
    repository, text = Repository(tmp_path), "---\nid: TASK-1\ntitle: {}\nstatus: {}\n---\nWhat is to be done about it: {}.\n"
    old = {"backlog__config_yml": "project_name: Shop\n", "backlog__tasks__readme_md": "# Tasks\n"}
    old["backlog__tasks__task-1 - Cart_md"] = text.format("Cart", "In Progress", "sum up")
    old["backlog__archive__tasks__task-1 - Icon_md"] = text.format("Icon", "In Progress", "draw")
    repository.commit("start", at="2026-11-02T15:00:00Z", **old)
    new = {"dualtrack_yaml": "imported: [backlog]\n", "tracks__wiki__archive__readme_md": "# Tasks\n"}
    new["tracks__tasks__task-1 - Cart_md"] = text.format("Cart", "in-progress", "sum up")
    new["tracks__tasks__archive__task-1 - Icon_md"] = text.format("Icon", "dropped", "draw")
    for is_committed in (False, True):
        for name, written in new.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written)
        if is_committed:
            repository.commit("import", at="2026-11-03T15:00:00Z")
        bands = FlowHistory(project_of(repository, 4)).on().bands
        assert [(band.status, band.counts[-1]) for band in bands if band.phase != "dropped"] == [("in-progress", 1)]


def test_what_a_merge_left_out_is_not_counted(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    start = {"backlog__config_yml": "project_name: Shop\n", "backlog__tasks__task-1_md": "---\nid: task-1\n---\n"}
    repository.commit("start", at="2026-11-02T15:00:00Z", **start)
    repository.git("switch", "-q", "-c", "site")
    repository.commit("site", at="2026-11-02T16:00:00Z", **{"backlog__tasks__task-2 - Icon_md": "---\nid: task-2\n---\n"})
    repository.git("switch", "-q", "main")
    repository.commit("go on", at="2026-11-02T17:00:00Z")
    repository.git("merge", "-q", "--no-commit", "--no-ff", "site")
    repository.git("rm", "-q", "-f", "backlog/tasks/task-2 - Icon.md")
    repository.commit("merge", at="2026-11-03T15:00:00Z")
    assert [band.counts[-1] for band in FlowHistory(project_of(repository, 4)).on().bands] == [1]


def test_an_item_is_closed_on_the_day_that_its_file_states_though_git_was_told_later(tmp_path: Path) -> None:
    """TASK-1 was in progress from the 3rd, done on the 5th and blocked until then; on the 9th the file says so. TASK-2 was
    opened again on the 6th and done on the 9th."""
    repository = Repository(tmp_path)
    plan = {"tracks__sprints__sprint-1_yaml": sprint("TASK-1")}

    def commit(day: str, one: str, two: str) -> None:
        files = {"tracks__tasks__TASK-1_md": one, "tracks__tasks__TASK-2_md": two}
        repository.commit("work", at=f"2026-11-{day}T15:00:00Z", dualtrack_yaml=BOARD, **plan, **files)

    commit("02", task("backlog"), task("in-progress"))
    commit("03", task("in-progress"), task("in-progress"))
    commit("04", task("in-progress", "blocked: {kind: data}\n"), task("in-progress"))
    commit("05", task("in-progress", "blocked: {kind: data}\n"), task("done", "closed: 2026-11-05\n"))
    commit("06", task("review", "blocked: {kind: data}\n"), task("in-progress"))
    commit("09", task("done", "closed: 2026-11-05\n"), task("done"))
    project = project_of(repository, 10)
    flow = FlowHistory(project).on()
    assert {band.status: list(band.counts) for band in flow.bands} == {
        "backlog": [1, 0, 0, 0, 0, 0, 0, 0, 0],
        "in-progress": [1, 2, 2, 0, 1, 1, 1, 0, 0],
        "done": [0, 0, 0, 2, 1, 1, 1, 2, 2],
    }
    assert [(each.kind, each.days, each.now) for each in flow.blocked] == [("data", 1, ())]
    (production,) = flow.cycle_times
    assert dict(zip(production.keys, production.days, strict=True)) == {"TASK-1": 2, "TASK-2": 7}
    item = project.items["TASK-1"]
    assert (time_in_status(project, item), cycle_time(project, item)) == ({"backlog": 1, "in-progress": 2}, 2)
    assert blocked_time(project, item) == {"data": 1}
    report = sprint_report(project, *shown_sprints(project))
    assert report.production and report.production.left == (1, 1, 1, 0, 0, 0, 0, 0, 0)
