"""The improvement of a retrospective becomes a task that the sprint names."""

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.changes.improve import Improve
from dualtrack.features.check import check
from dualtrack.features.sprint_report import sprint_report
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project

from tests.changes.results import project_of

SPRINT = "tracks/sprints/sprint-5.yaml"
TASK = "tracks/tasks/TASK-1 Provide data faster.md"
DATES = "start: 2026-11-01\nend: 2026-11-14\n"
WORDS = "retro: {improvement: Provide data faster} # from the retro\n"
NESTED = f"sprint-5:\n  start: 2026-11-01\n  {WORDS}"


def _sprint(project: Project) -> Item:
    return next(item for item in project.items.values() if item.id == "sprint-5")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (DATES, f"{DATES}retro: {{improvement: TASK-1}}\n"),
        (DATES + WORDS, DATES + WORDS.replace("Provide data faster", "TASK-1")),
        (
            f"sprint-5:\n  start: 2026-11-01\n  {WORDS}",
            f"sprint-5:\n  start: 2026-11-01\n  {WORDS}".replace("Provide data faster", "TASK-1"),
        ),
        (f"{DATES}retro:\n  improvement:\n", f"{DATES}retro:\n  improvement: TASK-1\n"),
    ],
)
def test_the_sprint_names_the_task(before: str, after: str) -> None:
    project = project_of({SPRINT: before})
    assert Improve.applies(project, _sprint(project))
    texts = texts_after(project, Improve(_sprint(project).key, "Provide data faster").change(project))
    assert texts[SPRINT] == after
    assert "title: Provide data faster\n" in texts[TASK]


def test_an_improvement_that_is_a_task_stays() -> None:
    project = project_of({SPRINT: f"{DATES}retro: {{improvement: TASK-40}}\n"})
    assert not Improve.applies(project, _sprint(project))
    with pytest.raises(Refusal, match="names TASK-40 already"):
        Improve(_sprint(project).key, "Provide data faster").change(project)


@pytest.mark.parametrize(
    ("written", "in_words", "found"),
    [("Provide data faster", True, []), ("after TASK-9, split files", True, []), ("TASK-9", False, ["TASK-9 does not exist"])],
)
def test_it_may_stand_there_in_words_until_it_is_one(written: str, in_words: bool, found: list[str]) -> None:
    project = project_of({SPRINT: f"{DATES}retro: {{improvement: '{written}'}}\n"})
    sprint = _sprint(project)
    assert isinstance(sprint, Sprint)
    assert sprint_report(project, sprint).retro.in_words is in_words
    assert [
        each.message for findings in check(project).findings.values() for each in findings if each.code == "unknown-reference"
    ] == found
