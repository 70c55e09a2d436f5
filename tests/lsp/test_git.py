"""What git says, over the real protocol, in real repositories."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from dualtrack.lsp.rows import row_id
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.adapters.git_repository import Repository
from tests.lsp.client import SECONDS, Client
from tests.lsp.session import ENV, EXP, TEXT, session

pytestmark = pytest.mark.slow

TASK = "tracks/tasks/TASK-12.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "fraud")
    (repository.folder / "tracks" / "tasks").mkdir(parents=True)
    (repository.folder / TASK).write_text("---\nid: TASK-12\ntitle: Form\nstatus: backlog\n---\n")
    repository.commit("Start")
    return repository


async def eventually(client: Client, ask: Callable[[], Awaitable[str]], wanted: str) -> None:
    """Wait until an answer of the server holds some words."""

    answer = ""
    for _ in range(int(SECONDS / 0.1)):
        answer = await ask()
        if wanted in answer:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f'"{wanted}" is not in: {answer}')


async def lens(client: Client) -> str:
    document = types.TextDocumentIdentifier(client.uri_of(TASK))
    found = await client.text_document_code_lens_async(types.CodeLensParams(document))
    return " | ".join(each.command.title for each in found or () if each.command)


def test_a_commit_shows_above_its_item_and_closes_it_as_a_finding(repository: Repository) -> None:
    async def talk(client: Client) -> None:
        client.opened(TASK)
        await client.until(lambda: client.column_of("TASK-12"), lambda column: column == "backlog")
        assert await lens(client) == ""
        head = repository.commit("Closes TASK-12", src__form_py="1")
        await client.codes(TASK, "status-behind-commits")
        assert head[:8] in client.diagnostics[TASK][0].message
        await eventually(client, lambda: lens(client), "1 commit · last ")

    session(repository.folder, talk)


def test_a_link_in_a_journey_shows_the_file_as_it_was_at_its_commit(repository: Repository) -> None:
    added = repository.commit("TASK-12 form", src__form_py="first = 1\n", src__old_py="old = 1\n")
    (repository.folder / "src" / "old.py").unlink()
    removed = repository.commit("TASK-12 without the old form", at="2026-11-12 12:00")
    other = repository.commit("Form for something else", src__form_py="second = 2\n")

    async def talk(client: Client) -> None:
        id = row_id(client.uri, "TASK-12")

        async def page(path: str) -> str:
            return await client.protocol.send_request_async("dualtrack/page", {"of": "commit", "id": id, "path": path})

        async def opened(path: str) -> str:
            asked = {"request": "open", "ids": [id], "onto": path}
            try:
                answer = await client.protocol.send_request_async("dualtrack/choices", asked)
            except JsonRpcException as refused:
                return str(refused)
            return answer.choices[0].arguments.uri

        await eventually(client, lambda: opened("src/old.py"), f"dualtrack-commit:/{removed}/src/old.py?{quote(id, '')}")
        assert f":/{added}/src/form.py?" in await opened("src/form.py")
        assert "is not in the journey of TASK-12" in await opened("../fraud/src/form.py")
        assert await page(f"/{added}/src/form.py") == "first = 1\n"
        assert await page(f"/{removed}/src/old.py") == "old = 1\n"
        for hash, path in ((other, "src/form.py"), (added, TASK), (added, "../fraud/src/form.py"), ("0" * 40, "src/form.py")):
            assert await page(f"/{hash}/{path}") == f"No commit {hash[:8]} with {path} is known here."

    session(repository.folder, talk)


def test_a_repository_that_is_made_while_the_server_runs_says_what_has_no_commits(tmp_path: Path) -> None:
    task = tmp_path / TASK
    task.parent.mkdir(parents=True)
    task.write_text("---\nstatus: in-progress\nstarted: 2020-11-02\n---\n")
    (tmp_path / "form.ipynb").write_text('{"cells": [{"source": ["TASK-12"]}]}')

    async def talk(client: Client) -> None:
        client.opened(TASK)
        await client.codes(TASK, "missing-dod-item")
        await eventually(client, lambda: lens(client), "1 notebook")
        Repository(tmp_path).git("commit", "-q", "--allow-empty", "-m", "Start")
        await client.codes(TASK, "missing-dod-item", "stale-work")

    session(tmp_path, talk)


def test_git_is_asked_again_where_it_could_not_answer(repository: Repository, tmp_path: Path) -> None:
    repository.commit("TASK-12 form", src__form_py="1")
    programs = tmp_path / "programs"
    programs.mkdir()
    git = shutil.which("git")
    assert git

    async def talk(client: Client) -> None:
        client.opened(TASK)
        await client.until(lambda: client.column_of("TASK-12"), lambda column: column == "backlog")
        await eventually(client, lambda: client.hover(TASK, 1, 6), "git cannot be read")
        (programs / "git").symlink_to(git)
        await eventually(client, lambda: client.hover(TASK, 1, 6), r"TASK\-12 form")
        while "git cannot be read" in await client.hover(TASK, 1, 6):
            await asyncio.sleep(0.1)

    session(repository.folder, talk, env={**ENV, "PATH": str(programs)})


def test_commits_of_items_that_are_new_have_their_files_and_an_edit_asks_nothing_of_git(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit("FRAUD-7 sampler", fraud_ipynb="{}")
    trace = tmp_path / "trace"
    path = "tracks/tasks/FRAUD-7.md"

    async def talk(client: Client) -> None:
        client.opened(TASK)
        await client.until(lambda: client.column_of("TASK-12"), lambda column: column == "backlog")
        await eventually(client, lambda: client.hover(TASK, 1, 6), "created by Ana Ruiz")
        (repository.folder / "dualtrack.yaml").write_text("prefixes: {FRAUD: task}\n")
        (repository.folder / path).write_text("---\nid: FRAUD-7\n---\n")
        client.changed_on_disk(path)
        client.opened(path)
        await eventually(client, lambda: client.hover(path, 1, 6), r"fraud\.ipynb")
        await asyncio.sleep(3)  # until the next look
        asked = trace.read_text().count("trace: built-in:")
        client.typed(path, 2, "---\nid: FRAUD-7\nstatus: review\n---\n")
        await client.until(lambda: client.column_of("FRAUD-7"), lambda column: column == "review")
        await asyncio.sleep(3)
        assert 0 < asked == trace.read_text().count("trace: built-in:")

    session(repository.folder, talk, env={**ENV, "GIT_TRACE": str(trace)})


def test_work_is_started_on_a_branch_of_its_own(repository: Repository) -> None:
    repository.git("config", "user.name", "Ana Ruiz")

    async def talk(client: Client) -> None:
        client.opened(TASK)
        await client.until(lambda: client.rows.get(row_id(client.uri, "TASK-12")), lambda row: row and "start" in row.context)
        document = types.TextDocumentIdentifier(client.uri_of(TASK))
        keys = types.Range(types.Position(0, 0), types.Position(4, 0))
        asked = types.CodeActionParams(document, keys, types.CodeActionContext([]))
        offers = await client.text_document_code_action_async(asked) or []
        offered = {each.title: each for each in offers}["Start work on TASK-12 on branch task-12-form"]
        given = {"change": "start", "cards": [{"key": "TASK-12", "title": "Form"}], "branch": "task-12-form"}
        told = str(offered.command)  # the client takes an action with a command and no edit for a command
        assert all(repr(each) in told for each in ("dualtrack.change", *given.values()))
        await client.execute("dualtrack.change", **given)
        [edit] = client.edits
        assert edit.label == "TASK-12 moved to in-progress on branch task-12-form, assigned to Ana Ruiz"
        assert repository.git("branch", "--show-current") == "task-12-form"
        with pytest.raises(JsonRpcException, match=r"a b was not checked out: a b is no name for a branch"):
            await client.execute("dualtrack.change", change="start", cards=[{"key": "TASK-12", "title": "Form"}], branch="a b")

    session(repository.folder, talk)


def test_an_untrusted_folder_gets_no_branch(repository: Repository) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("TASK-12"), lambda column: column == "backlog")
        with pytest.raises(JsonRpcException, match="not trusted"):
            await client.execute(
                "dualtrack.change", change="start", cards=[{"key": "TASK-12", "title": "Form"}], branch="task-12-form"
            )
        assert client.edits == []

    session(repository.folder, talk, trusted=False)


def test_a_clone_that_is_open_beside_gives_its_commits(repository: Repository, tmp_path: Path) -> None:
    serving = Repository(tmp_path / "fraud-serving")
    commit = serving.commit("TASK-12 serve", app_py="1")
    (repository.folder / "dualtrack.yaml").write_text("repositories: {serving: ../fraud-serving}\n")

    async def talk(client: Client) -> None:
        client.opened(TASK)
        await client.until(lambda: client.column_of("TASK-12"), lambda column: column == "backlog")
        assert "serving: " not in await client.hover(TASK, 1, 6)
        added = types.WorkspaceFoldersChangeEvent([types.WorkspaceFolder(serving.folder.as_uri(), "serving")], [])
        client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(added))
        await eventually(client, lambda: client.hover(TASK, 1, 6), r"serving: TASK\-12 serve")
        link = {"of": "commit", "id": row_id(client.uri, "TASK-12"), "path": f"/{commit}/serving/app.py"}
        assert await client.protocol.send_request_async("dualtrack/page", link) == "1"

    session(repository.folder, talk)


def test_a_status_on_another_branch_shows_itself_while_the_server_runs(tmp_path: Path) -> None:
    folder = tmp_path / "fraud"
    (folder / "tracks" / "experiments").mkdir(parents=True)
    (folder / EXP).write_text(TEXT)
    repository = Repository(folder)
    repository.commit("Start")

    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        tree = folder.parent / "other"
        repository.git("worktree", "add", "-q", "-b", "feature/x", str(tree))
        (tree / EXP).write_text(TEXT.replace("running", "evaluating"))
        repository.git("-C", str(tree), "commit", "-q", "-a", "-m", "Evaluate")
        await eventually(client, lambda: client.hover(EXP, 1, 5), "evaluating on feature")

    session(folder, talk)


def test_a_new_item_has_no_id_that_is_given_in_another_work_tree(repository: Repository, tmp_path: Path) -> None:
    tree = tmp_path / "other"
    repository.git("worktree", "add", "-q", "-b", "feature/x", str(tree))
    (tree / TASK).write_text((tree / TASK).read_text().replace("backlog", "review"))
    repository.git("-C", str(tree), "commit", "-q", "-a", "-m", "Review")

    async def talk(client: Client) -> None:
        client.opened(TASK)
        await eventually(client, lambda: client.hover(TASK, 1, 6), "review on feature")
        (tree / TASK.replace("12", "40")).write_text("---\nstatus: backlog\n---\n")
        await client.execute("dualtrack.item.new", board="", kind="task", name="Form")
        changes = client.edits[0].edit.document_changes or ()
        assert [change.uri.rsplit("/", 1)[-1] for change in changes if isinstance(change, types.CreateFile)] == [
            "TASK-41%20Form.md"
        ]

    session(repository.folder, talk)
