"""Requests as they come from a form, a command line or JSON."""

from typing import Any

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.extend_timebox import Extend
from dualtrack.changes.request import made
from dualtrack.features.actions import requests_for

from tests import fixture


@pytest.mark.parametrize("days", ["5", 5, " 5 "])
def test_a_number_may_be_written_as_a_text(days: Any) -> None:
    assert made(Extend, {"key": "EXP-1", "days": days}) == Extend("EXP-1", 5)


@pytest.mark.parametrize("days", [None, [5], 2.9, True, "five", "-1", "9" * 40, ""])
def test_what_is_no_number_is_refused(days: Any) -> None:
    with pytest.raises(Refusal, match="days: a number is expected"):
        made(Extend, {"key": "EXP-1", "days": days})


@pytest.mark.parametrize("reason", [None, ["late"], 5])
def test_what_is_no_text_is_refused(reason: Any) -> None:
    with pytest.raises(Refusal, match="reason: a text is expected"):
        made(Extend, {"key": "EXP-1", "days": 5, "reason": reason})


def test_a_parameter_that_is_missing_is_named() -> None:
    with pytest.raises(Refusal, match="extend needs days"):
        made(Extend, {"key": "EXP-1"})


def test_what_does_not_apply_is_refused_whoever_asks() -> None:
    closed = "status: decided\ndecision: ship\ntimebox_days: 5\nstarted: 2026-11-02\n"
    text = f"-- tracks/tasks/TASK-1.md --\n-- tracks/experiments/EXP-1.md --\n---\n{closed}---\n"
    project = fixture.parse(text).project
    for key, why in (("TASK-1", "TASK-1 has no timebox to extend"), ("EXP-1", "EXP-1 is decided: it has ended")):
        asked = {"change": "extend", "cards": [{"key": key, "title": project.items[key].title}], "days": "5"}
        with pytest.raises(Refusal, match=why):
            requests_for(project, asked)[0].change(project)
    with pytest.raises(Refusal, match="there is no change paint"):
        requests_for(project, {**asked, "change": "paint"})
