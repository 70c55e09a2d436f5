"""What `dualtrack report` says of what was moved, reopened or removed."""

from pathlib import Path

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call
from tests.cli.reported import report


def test_what_was_moved_reopened_or_removed_is_told_though_no_commit_names_it(tmp_path: Path, call: Call) -> None:
    """TASK-1 is done and reopened by a revert, TASK-2 done again after that, TASK-3 removed, TASK-4 put back."""
    repository = Repository(tmp_path / "new")

    def work(**statuses: str) -> dict[str, str]:
        files = {f"tracks__tasks__TASK-{id[1:]}_md": f"---\nstatus: {status}\n---\n" for id, status in statuses.items()}
        return files | {"tracks__models__churn_md": "---\nid: churn@1.0\nstage: deployed\n---\n"}

    repository.commit("board", "2026-11-09T10:00:00Z", **work(t1="in-progress", t2="review", t3="backlog", t4="backlog"))
    repository.commit("done", "2026-11-11T10:00:00Z", **work(t1="done", t2="done", t4="done"))
    (repository.folder / "tracks/tasks/TASK-3.md").unlink()
    repository.commit("sync", "2026-11-13T10:00:00Z", **work(t1="in-progress", t2="review", t4="backlog"))
    rolled_back = {"tracks__models__churn_md": "---\nid: churn@1.0\nstage: testing\n---\n"}
    repository.commit("sync again", "2026-11-14T10:00:00Z", **work(t1="in-progress", t2="done", t4="backlog") | rolled_back)
    happened, going = report(call, repository, "standup").split("## What is under way?")
    again = "Done on 11 November 2026, reopened on 13 November 2026."
    assert f"**TASK-1**: {again} \\[" in happened and f"**TASK-2**: {again} Moved to done. \\[" in happened
    assert "**TASK-3**: Removed. \\[" in happened and "**churn@1.0 churn**: Moved to testing. \\[" in happened
    assert "**TASK-1**: In progress, reopened on 13 November 2026." in going
    said = report(call, repository, "weekly")
    assert "**TASK-1**: In progress, reopened on 13 November 2026." in said and f"**TASK-1**: {again}" not in said
    assert f"**TASK-2**: {again}" in said and f"**TASK-4**: {again}" in said
    assert again not in report(call, repository, "weekly", "--since", "2026-11-14")


def test_a_stand_up_tells_what_was_begun_or_closed_by_the_commit_that_made_it(tmp_path: Path, call: Call) -> None:
    """TASK-1 came with the board; TASK-5 says that it was closed long before. What is not begun yet is no event."""
    repository = Repository(tmp_path / "new")
    lines = {2: "status: done", 3: "status: in-progress", 4: "status: backlog", 5: "status: done\nclosed: 2026-10-01"}
    repository.commit("board", "2026-11-13T10:00:00Z", tracks__tasks__TASK_1_md="---\nid: TASK-1\nstatus: done\n---\n")
    made = repository.commit(
        "more",
        "2026-11-14T10:00:00Z",
        **{f"tracks__tasks__{number}_md": f"---\nid: TASK-{number}\n{text}\n---\n" for number, text in lines.items()},
    )
    happened, _ = report(call, repository, "standup").split("## What is under way?")
    assert (
        f"**TASK-2 2**: Created as done. \\[{made[:8]}" in happened and "**TASK-3 3**: Created as in progress. \\[" in happened
    )
    assert "TASK-1" not in happened and "TASK-4" not in happened and "TASK-5" not in happened
    repository.commit("on", "2026-11-15T10:00:00Z", tracks__tasks__3_md="---\nid: TASK-3\nstatus: done\n---\n")
    assert "**TASK-3 3**: Created as in progress. Moved to done. \\[" in report(call, repository, "standup")


def test_of_what_came_done_with_the_board_or_a_clone_only_the_reopening_is_told(tmp_path: Path, call: Call) -> None:
    def moved(repository: Repository, day: int, status: str) -> None:
        files = {"tracks__tasks__TASK-1_md": f"---\nstatus: {status}\n---\n"}
        repository.commit("move", f"2026-11-{day:02}T10:00:00Z", **files)

    whole, cut, taken_over = (Repository(tmp_path / name) for name in ("whole", "cut", "taken-over"))
    moved(whole, 9, "backlog")
    for repository in (whole, taken_over):
        moved(repository, 10, "done")
        moved(repository, 12, "backlog")
    cut.git("pull", "-q", "--depth=2", whole.folder.as_uri(), "main")
    assert "**TASK-1**: Done on 10 November 2026, reopened on 12 November 2026." in report(call, whole, "weekly")
    for repository in (cut, taken_over):
        assert "**TASK-1**: Reopened on 12 November 2026." in report(call, repository, "weekly")


def test_what_was_removed_and_had_an_id_that_another_file_had_for_a_time(tmp_path: Path, call: Call) -> None:
    text = "---\nid: {}\nstatus: in-progress\n---\n{} in some words of its own, which nothing else says.\n"
    repository = Repository(tmp_path / "new")
    repository.commit("plan", "2026-11-09T10:00:00Z", tracks__tasks__a_md=text.format("TASK-5", "Clean the data"))
    (repository.folder / "tracks/tasks/a.md").unlink()
    removal = repository.commit("drop", "2026-11-12T10:00:00Z")
    repository.commit("other", "2026-11-12T12:00:00Z", tracks__tasks__b_md=text.format("TASK-5", "Serve the model"))
    repository.commit("renumber", "2026-11-13T10:00:00Z", tracks__tasks__b_md=text.format("TASK-60", "Serve the model"))
    said = report(call, repository, "standup", "--since", "2026-11-12")
    assert f"**TASK-5**: Removed. \\[{removal[:8]}" in said


def test_a_stand_up_tells_what_only_a_tag_deployed_or_took_back_and_nothing_twice(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "new")
    churn = "---\nid: churn@1.0\nstage: {}\n---\n"
    repository.commit("board", "2026-11-09T10:00:00Z", tracks__models__churn_md=churn.format("testing"))
    repository.git("tag", "churn@v1.0")
    repository.git("tag", "-m", "go", "churn#prod#1", "HEAD", at="2026-11-13T10:00:00Z")
    assert "**churn@1.0 churn**: Deployed on 13 November 2026. \\[churn#prod#1, " in report(call, repository, "standup")
    repository.git("tag", "-m", "back", "churn#prod!#2", "HEAD", at="2026-11-14T10:00:00Z")
    said = report(call, repository, "standup")
    assert "**churn@1.0 churn**: Taken out of production on 14 November 2026. \\[churn#prod!#2, " in said
    repository.commit("go", "2026-11-15T10:00:00Z", tracks__models__churn_md=churn.format("deployed"))
    said = report(call, repository, "standup")
    assert "**churn@1.0 churn**: Moved to deployed." in said and said.count("Deployed on") == said.count("Taken out of") == 1


def test_what_was_taken_back_and_reopened_is_why_it_takes_so_long(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "new")

    def board(stage: str, status: str) -> dict[str, str]:
        task = f"---\nstatus: {status}\ntype: deploy\nmodel: churn@1.1\n---\n"
        return {"tracks__models__churn_md": f"---\nid: churn@1.1\nstage: {stage}\n---\n", "tracks__tasks__TASK-1_md": task}

    repository.commit("board", "2026-11-09T10:00:00Z", **board("testing", "in-progress"))
    assert "Nothing is late or blocked." in report(call, repository, "stakeholder")
    repository.commit("go", "2026-11-11T10:00:00Z", **board("deployed", "done"))
    repository.commit("back", "2026-11-13T10:00:00Z", **board("testing", "in-progress"))
    why = report(call, repository, "stakeholder").partition("## Why does it take so long?")[2].partition("##")[0]
    assert "**churn@1.1 churn**: Taken out of production on 13 November 2026." in why
    assert "**TASK-1**: Done on 11 November 2026, reopened on 13 November 2026." in why


def test_one_commit_is_not_the_last_of_several(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "new")
    repository.commit("board", "2026-11-09T10:00:00Z", tracks__tasks__work_md="---\nid: TASK-1\nstatus: in-progress\n---\n")
    repository.commit("TASK-1: one", "2026-11-15T10:00:00Z", a_py="1")
    assert "): 1 commit: TASK-1: one \\[" in report(call, repository, "standup")
    repository.commit("TASK-1: two", "2026-11-15T11:00:00Z", a_py="2")
    assert "2 commits, the last: TASK-1: two" in report(call, repository, "standup")


def _moved(repository: Repository, status: str, author: str, at: str, message: str = "move") -> None:
    """A commit with an author's date of its own, as a rebase leaves it."""
    file = repository.folder / "tracks/tasks/TASK-1.md"
    file.write_text(f"---\nstatus: {status}\n---\n")
    repository.git("commit", "-q", "-a", "-m", message, f"--date=2026-11-{author}T10:00:00Z", at=f"2026-11-{at}T10:00:00Z")


def test_a_stand_up_tells_what_has_landed_whatever_the_date_of_its_author(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "new")
    repository.commit("board", "2026-11-02T10:00:00Z", **{"tracks__tasks__TASK-1_md": "---\nstatus: backlog\n---\n"})
    _moved(repository, "in-progress", "05", "10", "TASK-1: begin")
    _moved(repository, "review", "06", "15", "TASK-1: look")
    _moved(repository, "done", "06", "15")
    happened = report(call, repository, "standup").split("## What is under way?")[0]
    assert "Moved to review, then done. 1 commit: TASK-1: look \\[" in happened


def test_what_is_on_a_branch_counts_on_the_day_of_its_author_until_it_is_merged(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "new")
    repository.commit("board", "2026-11-02T10:00:00Z", **{"tracks__tasks__TASK-1_md": "---\nstatus: backlog\n---\n"})
    repository.git("switch", "-q", "-c", "task-1-look")
    _moved(repository, "review", "06", "15", "TASK-1: look")  # it was rebased
    assert "Nothing was moved, and no commit names an item." in report(call, repository, "standup")
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "--no-edit", "task-1-look", at="2026-11-16T10:00:00Z")
    happened = report(call, repository, "standup").split("## What is under way?")[0]
    assert "1 commit: TASK-1: look Merged into main. \\[" in happened


def test_of_what_is_only_counted_a_commit_is_cited_once(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "new")

    def tasks(status: str) -> dict[str, str]:
        return {f"tracks__tasks__TASK-{number}_md": f"---\nstatus: {status}\n---\n" for number in range(1, 31)}

    repository.commit("board", "2026-11-09T10:00:00Z", **tasks("backlog"))
    moved = repository.commit("all", "2026-11-14T10:00:00Z", **tasks("done"))
    assert f"- And 5 more. \\[{moved[:8]}\\]\n" in report(call, repository, "standup")
