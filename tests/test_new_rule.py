"""A new rule is one file: no example of another rule and no feature test gives another answer because of it."""

from collections.abc import Iterator
from functools import partial

import pytest
from dualtrack.changes.set_value import set_value
from dualtrack.features.check import check, in_order
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.rules import all_rules

from tests import fixture, test_features, test_rules


@rule("error")
def work_without_assignee(item: Item, project: Project) -> Iterator[Finding]:
    """Work that is assigned to nobody."""
    if not item.assignee:
        fix = Fix("Assign it to Ana", partial(set_value, key=item.key, name="assignee", value="ana"), safe=True)
        yield Finding(project.place(item, ("status",)), f"{item.shown} is assigned to nobody", (fix,))


def test_no_other_test_changes_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    others = list(all_rules().values())
    monkeypatch.setitem(all_rules(), work_without_assignee.code, work_without_assignee)
    project = fixture.parse("-- tracks/tasks/TASK-1.md --\n---\nstatus: backlog\n---\n").project
    assert [finding.message for finding in in_order(check(project))] == ["TASK-1 is assigned to nobody"]
    for other in others:
        marked, found = test_rules.marked_and_found(other)
        assert marked == found
    for section in (param.values[1] for param in test_features.TESTS):
        assert section.blocks[1].text == test_features.answer_of(section)
