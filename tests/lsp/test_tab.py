"""What the tab is sent of a page."""

import json
from pathlib import Path
from typing import Any

import pytest
from dualtrack.features.board import board
from dualtrack.features.check import Checked
from dualtrack.features.page import Shown
from dualtrack.features.pages import all_pages
from dualtrack.lsp.rows import row_id
from dualtrack.lsp.tab import part_json, tab_changes
from dualtrack.project.project import Project
from dualtrack.workspace.priors import Priors

from tests.fixture import parse
from tests.lsp.client import Client
from tests.lsp.session import EXP, TEXT, session

pytestmark = pytest.mark.slow

MANY = 600
FILES = "".join(f"-- tracks/tasks/TASK-{n} Do {n}.md --\n---\nstatus: todo\n---\n" for n in range(MANY))


def parts_of(project: Project, page: str = "board", **filters: str) -> dict[str, Any]:
    asked = {name: [word] for name, word in filters.items()}
    return dict(all_pages()[page](Shown(project, Checked(), board(project), asked, None, Priors().search)))


def test_a_new_page_comes_in_several_messages_of_which_the_first_says_so() -> None:
    parts = parts_of(parse(FILES).project)
    messages = list(tab_changes("board", None, parts))
    assert [message.is_new for message in messages] == [True, False, False]
    assert {key: part for message in messages for key, part in message.set.items()} == {
        key: part_json(part) for key, part in parts.items()
    }


MODELS = """
-- tracks/models/churn-1.1.md --
---
stage: deployed
---
-- tracks/models/churn-1.2.md --
---
stage: testing
sprint: sprint-5
change: Ticket features
---
-- tracks/tasks/OPS-3 Deploy.md --
---
model: churn@1.1
assignee: ben
status: done
---
-- tracks/tasks/OPS-4 Deploy.md --
---
model: churn@1.2
assignee: ben
status: backlog
---
-- tracks/tasks/TASK-1 Score.md --
---
model: churn@1.2
assignee: ana
labels: [scoring]
status: backlog
---
"""


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({}, {"churn@1.1": ["OPS-3"], "churn@1.2": ["OPS-4", "TASK-1"]}),
        ({"model": "churn@1.2"}, {"churn@1.2": ["OPS-4", "TASK-1"]}),
        ({"model": "churn", "assignee": "ana"}, {"churn@1.2": ["TASK-1"]}),
        ({"assignee": "ben"}, {"churn@1.1": ["OPS-3"], "churn@1.2": ["OPS-4"]}),
        ({"sprint": "sprint-5"}, {"churn@1.2": ["OPS-4", "TASK-1"]}),
        ({"sprint": "sprint-5", "label": "scoring"}, {"churn@1.2": ["TASK-1"]}),
        ({"text": "ticket"}, {"churn@1.2": ["OPS-4", "TASK-1"]}),
        ({"text": "score"}, {"churn@1.2": ["TASK-1"]}),
        ({"needs": "decision"}, {}),
    ],
)
def test_versions_follow_each_filter_by_themselves_or_by_their_work(
    filters: dict[str, str], shown: dict[str, list[str]]
) -> None:
    versions = {
        key: sorted(row.key for row in part.work)
        for key, part in parts_of(parse(MODELS).project, "models", **filters).items()
        if part.part == "version"
    }
    assert versions == shown


LEARNINGS = "".join(
    f"-- tracks/experiments/EXP-{n} {title}.md --\n---\nstatus: decided\ndecision: inconclusive\nclosed: 2026-11-0{n}\n"
    f"assignee: ana\nhypothesis: {hypothesis}\n---\n"
    for n, title, hypothesis in (
        (1, "Oversampling", "Oversampling rare classes helps, and oversampling twice helps more"),
        (2, "Focal loss", "A focal loss helps rare classes"),
        (3, "Weights", "The loss of rare classes weighs more where they were oversampled"),
        (4, "Windows", "Longer windows of usage help"),
    )
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("oversample", ["EXP-1", "EXP-3"]),  # by their stem, the closest first
        ("oversam", ["EXP-3", "EXP-1"]),  # a word that is being typed
        ("focal loss for rare classes", ["EXP-2", "EXP-3", "EXP-1"]),
        ("EXP-4", ["EXP-4"]),
        ("ana", ["EXP-4", "EXP-3", "EXP-2", "EXP-1"]),
        ("transformers", []),
    ],
)
def test_learnings_are_searched_as_earlier_experiments_are(text: str, found: list[str]) -> None:
    parts = parts_of(parse(LEARNINGS).project, "learnings", text=text)
    assert sorted(parts, key=lambda key: parts[key].order) == found


def test_of_a_card_that_moves_in_a_large_board_less_than_2_kb_are_sent() -> None:
    project = parse(FILES).project
    moved = project.with_file("tracks/tasks/TASK-7 Do 7.md", "---\nstatus: done\n---\n")
    (message,) = tab_changes("board", parts_of(project), parts_of(moved))
    assert set(message.set) == {"TASK-7", "\n\nproduction"}
    assert len(json.dumps(message.set)) < 2_000


def test_only_what_differs_is_sent() -> None:
    parts = parts_of(parse(FILES).project)
    assert not list(tab_changes("board", parts, parts))
    (message,) = tab_changes("board", parts, {key: part for key, part in parts.items() if key != "TASK-7"})
    assert (message.set, message.removed) == ({}, ["TASK-7"])


def test_the_item_beside_a_page_is_sent_alone_and_with_it_when_the_page_is_shown_anew(folder: Path) -> None:
    async def talk(client: Client) -> None:
        sent: list[Any] = []
        client.feature("dualtrack/tabChanged")(lambda params: sent.append(params))  # pygls marks what it registers
        await client.until(lambda: client.column_of("EXP-1"), lambda status: status == "running")
        asked: dict[str, Any] = {"page": "board", "filters": {}, "date": "", "item": ""}

        async def told(item: str, words: str) -> list[Any]:
            sent.clear()
            client.protocol.notify("dualtrack/tab", {**asked, "item": item})
            await client.until(lambda: any(words in str(each.set) or words in str(each.removed) for each in sent), bool)
            return sent

        id, gone = row_id(client.uri, "EXP-1"), row_id(client.uri, "EXP-9")
        await told("", "Look")
        (alone,) = await told(id, "timebox")
        kinds = [part.part for part in alone.set]
        assert not alone.isNew and "head" in kinds and {"card", "track", "folder", "filters"}.isdisjoint(kinds)
        (other,) = await told(gone, "no longer on the board")
        assert not other.isNew and len(other.removed) == len(alone.set)
        again = await told(gone, "no longer on the board")
        assert again[0].isNew and "Look" in str(again[0].set)

    session(folder, talk)


@pytest.mark.parametrize("whole", [True, False])
def test_an_item_that_gets_another_id_stays_beside_the_page(folder: Path, whole: bool) -> None:
    async def talk(client: Client) -> None:
        sent: list[Any] = []
        client.feature("dualtrack/tabChanged")(lambda params: sent.append(params))  # pygls marks what it registers
        await client.until(lambda: client.column_of("EXP-1"), lambda status: status == "running")
        id = row_id(client.uri, "EXP-1") if whole else "EXP-1"
        client.protocol.notify("dualtrack/tab", {"page": "board", "filters": {}, "date": "", "item": id})
        await client.until(lambda: "timebox" in str([each.set for each in sent]), bool)
        sent.clear()
        (folder / EXP).write_text(TEXT.replace("id: EXP-1\n", "id: EXP-7\nformerly: [EXP-1]\n"))
        client.changed_on_disk(EXP)
        await client.until(lambda: client.column_of("EXP-7"), lambda status: status == "running")
        await client.until(lambda: "EXP-7" in str([each.set for each in sent]), bool)
        assert "no longer on the board" not in str(sent)
        offered = await client.protocol.send_request_async(
            "dualtrack/choices", {"request": "open", "ids": [row_id(client.uri, "EXP-1")], "onto": None}
        )
        assert offered.choices

    session(folder, talk)


def test_the_open_page_is_sent_anew_with_other_filters_and_then_only_what_changes(folder: Path) -> None:
    async def talk(client: Client) -> None:
        sent: list[Any] = []
        client.feature("dualtrack/tabChanged")(lambda params: sent.append(params))  # pygls marks what it registers
        client.protocol.notify(
            "dualtrack/tab", {"page": "board", "filters": {"text": ["look"], "odd": [1]}, "date": "", "item": ""}
        )
        await client.until(lambda: client.column_of("EXP-1"), lambda status: status == "running")
        await client.until(lambda: any("Look" in str(each.set) for each in sent), bool)
        sent.clear()
        (folder / EXP).write_text(TEXT.replace("running", "evaluating"))
        client.changed_on_disk(EXP)
        await client.until(lambda: client.column_of("EXP-1"), lambda status: status == "evaluating")
        moved = await client.until(lambda: [each for each in sent if "evaluating" in str(each.set)], bool)
        assert (moved[0].isNew, len(moved[0].set), moved[0].removed) == (False, 2, [])

    session(folder, talk)


def test_the_filter_of_the_tree_is_its_own_and_can_take_that_of_the_tab_over(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda status: status == "running")

        async def offered() -> Any:
            asked = {"request": "filter", "ids": [], "onto": None}
            found = (await client.protocol.send_request_async("dualtrack/choices", asked)).choices
            return {each.label: each for each in found}.get("As in the tab")

        assert not await offered()
        client.protocol.notify("dualtrack/tab", {"page": "board", "filters": {"text": ["nothing"]}, "date": "", "item": ""})
        choice = await offered()
        assert choice.description == "text nothing" and client.column_of("EXP-1") == "running"
        await client.execute(choice.command, filters={"text": ["nothing"]})
        assert not await offered()

    session(folder, talk)
