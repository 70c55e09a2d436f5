"""A new fact, source, rule and change are a file each: nothing else needs a line."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import dualtrack.adapters.sources as sources
import dualtrack.changes as changes
import dualtrack.facts as facts
import dualtrack.rules as rules
import pytest
from dualtrack.adapters.access import user_access
from dualtrack.features.actions import choices
from dualtrack.features.board import board
from dualtrack.features.card_text import card_text
from dualtrack.features.check import check, in_order
from dualtrack.features.code_actions import code_actions
from dualtrack.features.rule_page import rule_page
from dualtrack.workspace.workspace import Workspace

from tests.cli.conftest import Call

_FACT = '''
"""When each item was deployed."""

from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.table import Table


@dataclass(frozen=True)
class DeployTimes(Fact):
    """The days by id."""

    by_id: Table[str, str] = field(default_factory=Table)

    def concerns(self, item):
        """Only tasks are deployed."""
        return item.kind == "task"
'''
_SOURCE = '''
"""When each item was deployed, out of deploys.txt."""

from dualtrack.adapters.disk import Unreadable, is_there, read_text
from dualtrack.adapters.source import NotRead, Source
from dualtrack.facts.shipping_days_for_test import DeployTimes
from dualtrack.table import Table


class DeploysFile(Source[None, DeployTimes]):
    """Lines such as `TASK-1 2026-11-02`."""

    fact = DeployTimes
    title = "deploys.txt"
    globs = ("deploys.txt",)
    safe = True

    @classmethod
    def needs(cls, project, folder):
        """Nothing, where there is such a file."""
        return {"": None} if is_there(folder.root, "deploys.txt") else {}

    def read(self, needs, before):
        """The lines."""
        text = read_text(self.folder.root, "deploys.txt") or ""
        if isinstance(text, Unreadable):
            raise NotRead(str(text))
        lines = text.splitlines()
        if any(len(line.split()) != 2 for line in lines):
            raise NotRead("a line does not hold an id and a day")
        return DeployTimes(Table(tuple(line.split()) for line in lines))
'''
_RULE = '''
"""Work that was deployed before it was done."""

from collections.abc import Iterator

from dualtrack.facts.shipping_days_for_test import DeployTimes
from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project


@rule("warning")
def shipped_but_open_for_test(item: Item, project: Project) -> Iterator[Finding]:
    """An item that was deployed and is still open.

    ## Why

    It says so.
    """
    day = project.facts[DeployTimes].by_id.get(item.id)
    if day and not item.is_closed:
        yield Finding(project.place(item), f"{item.shown} was deployed on {day}")
'''

_CHANGE = '''
"""Give an item a colour."""

from dataclasses import dataclass

from dualtrack.changes.request import Menu, Offer, Request, parameter
from dualtrack.changes.set_value import set_value


@dataclass(frozen=True)
class Paint(Request):
    """Give an item a colour."""

    name = "paint"
    title = "Paint"
    summary = "give an item a colour"
    example = "dualtrack paint TASK-1 red"
    menu = Menu(9, "paintcan")
    at = ("status",)

    colour: str = parameter("a colour", "COLOUR")

    @classmethod
    def applies(cls, project, item):
        return item.kind == "task"

    @classmethod
    def offers(cls, project, item):
        yield Offer("Paint it red", {"colour": "red"})

    def change(self, project):
        return set_value(project, self.key, "colour", self.colour)
'''


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The files, where they are found; gone again afterwards."""
    for package, name, text in (
        (facts, "shipping_days_for_test", _FACT),
        (sources, "shipping_for_test", _SOURCE),
        (rules, "shipped_but_open_for_test", _RULE),
        (changes, "paint_for_test", _CHANGE),
    ):
        folder = tmp_path / package.__name__
        folder.mkdir()
        (folder / f"{name}.py").write_text(text)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    _forget()
    yield
    for name in (
        "facts.shipping_days_for_test",
        "adapters.sources.shipping_for_test",
        "rules.shipped_but_open_for_test",
        "changes.paint_for_test",
    ):
        sys.modules.pop(f"dualtrack.{name}", None)
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    sources.all_sources.cache_clear()
    rules.all_rules.cache_clear()
    changes.all_requests.cache_clear()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "tracks" / "tasks").mkdir(parents=True)
    (root / "tracks" / "tasks" / "TASK-1.md").write_text("---\nstatus: backlog\n---\n")
    (root / "deploys.txt").write_text("TASK-1 2026-11-02\n")
    return root


@pytest.mark.usefixtures("added")
def test_the_fact_is_in_the_project_and_the_rule_speaks(root: Path, call: Call) -> None:
    workspace = Workspace(root, user_access(trusted=True, network=False))
    project = workspace.read(None)
    fact = import_module("dualtrack.facts.shipping_days_for_test").DeployTimes
    assert dict(project.facts[fact].by_id) == {"TASK-1": "2026-11-02"}
    before = check(project)
    assert [each.message for each in in_order(before)] == ["TASK-1 was deployed on 2026-11-02"]
    assert "shipped-but-open-for-test" in call("check", "-C", str(root)).out
    assert rule_page("shipped-but-open-for-test")
    (root / "deploys.txt").write_text("TASK-1 2026-11-03\n")
    workspace.sources.wake(["deploys.txt"])
    later = workspace.ask(project)
    assert [each.message for each in in_order(check(later, before))] == ["TASK-1 was deployed on 2026-11-03"]


@pytest.mark.usefixtures("added")
def test_why_it_cannot_be_read_is_said_on_the_card_and_in_the_terminal(root: Path, call: Call) -> None:
    (root / "deploys.txt").write_text("TASK-1\n")
    (root / "tracks" / "tasks" / "EXP-1.md").write_text("---\nstatus: running\n---\n")
    project = Workspace(root, user_access(trusted=True, network=False)).read(None)
    said = "cannot be read: a line does not hold an id and a day; nothing of it is known"
    assert said in card_text(project, project.items["TASK-1"]).replace("\\", "")
    assert said not in card_text(project, project.items["EXP-1"]).replace("\\", "")
    assert f"deploys.txt {said}" in call("show", "TASK-1", "-C", str(root)).out
    assert f"deploys.txt {said}" in call("check", "-C", str(root)).err


@pytest.mark.usefixtures("added")
def test_the_change_is_in_the_light_bulb_on_the_card_and_in_the_terminal(root: Path, call: Call) -> None:
    project = Workspace(root, user_access(trusted=True, network=False)).read()
    item = project.items["TASK-1"]
    assert board(project).cards["TASK-1"].actions[-1] == "paint"
    assert [choice.label for choice in choices(project, [item], "paint", {})] == ["Paint it red"]
    place = project.place(item, ("status",)).span
    assert "Paint it red" in [offer.title for offer in code_actions(project, item.path, place, ())]
    assert "give an item a colour" in call("--help").out
    assert call("paint", "TASK-1", "blue", "-C", str(root)).out == "TASK-1: colour set to blue\n"
    assert "colour: blue\n" in (root / item.path).read_text()


def test_without_them_nothing_is_there(root: Path, call: Call) -> None:
    assert "deployed" not in call("check", "-C", str(root)).out
    assert "colour" not in call("--help").out
