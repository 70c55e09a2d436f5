"""What is not known is said once, and only what matters."""

from datetime import timedelta

from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Fact, Facts, Told, Unknown
from dualtrack.facts.history import History
from dualtrack.facts.registry import Registry
from dualtrack.facts.runs import Runs
from dualtrack.facts.tags import Tags
from dualtrack.features.unknown import unknown_lines
from dualtrack.project.project import Project

from tests.written_facts import NOW, TODAY


def _lines(reasons: dict[type[Fact], Unknown]) -> list[str]:
    told = {fact.__name__: Told(fact, unknown=reason) for fact, reason in reasons.items()}
    return list(unknown_lines(Project().with_facts(Facts(Clock({"": TODAY}, NOW)).with_told({**told}))))


def test_that_a_folder_is_not_trusted_is_said_once_for_all_sources() -> None:
    reasons = {History: "git", Tags: "git", Runs: "mlflow"}
    lines = _lines({fact: Unknown("untrusted", source) for fact, source in reasons.items()})
    assert lines == ["Commits and runs are not read until this folder is trusted"]


def test_the_same_failure_of_git_is_said_once_with_the_greatest_age() -> None:
    ages = {History: timedelta(minutes=5), Tags: timedelta(hours=2)}
    lines = _lines({fact: Unknown("failed", "git", "it is gone", NOW - age) for fact, age in ages.items()})
    assert lines == ["git cannot be read: it is gone; what is shown was read 2 hours ago"]


def test_the_registry_of_a_tracker_is_named_where_its_runs_can_be_read() -> None:
    down = Unknown("failed", "mlflow", "it is down")
    assert _lines({Registry: down}) == ["The model registry of mlflow cannot be read: it is down; nothing of it is known"]
    assert _lines({Registry: down, Runs: down}) == ["mlflow cannot be read: it is down; nothing of it is known"]


def test_what_was_not_asked_yet_is_not_said() -> None:
    assert _lines({History: Unknown("pending"), Runs: Unknown("pending")}) == []
