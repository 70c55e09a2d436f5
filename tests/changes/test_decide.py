"""A decision on an experiment."""

import pytest
import yaml
from dualtrack.changes.add_learnings import add_learnings
from dualtrack.changes.decide import Decide
from dualtrack.files.document import parse
from dualtrack.text import apply

from tests.changes.results import project_of
from tests.changes.spellings import SPELLINGS, changed, every_spelling, experiment
from tests.written_facts import facts


@every_spelling
def test_the_decision_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    keys = {"status", "decision", "closed", "learnings"}
    after = changed(lambda project: Decide("EXP-1", "inconclusive").change(project), spelling, newline, keys)
    assert not after or after.values["status"] == "decided"


@pytest.mark.parametrize("spelling", ["nothing", "empty", "sections", "broken key"])
def test_it_is_possible_in_any_experiment(spelling: str) -> None:
    path = "tracks/experiments/EXP-1.md"
    text = apply(SPELLINGS[spelling], Decide("EXP-1", "ship").change(experiment(spelling)).edits[path])
    assert parse(path, text).values["decision"] == "ship"
    assert "> No success criterion could be read." in text


_FACTS = """
branches: [{name: exp-1-words, commits: [aaaa0001]}]
commits: [{hash: aaaa0001, message: Train, landed: false}]
runs:
"""
_RUN = "  - {{id: run{:05}, {}, metrics: {{val_f1: 0.7}}}}\n"


@pytest.mark.parametrize(
    ("linked", "count", "named"),
    [("commit: aaaa0001", 2, 2), ("commit: aaaa0001", 20, 20), ("commit: aaaa0001", 21, 0), ("item: EXP-1", 2, 0)],
)
def test_runs_that_only_commits_link_are_named(linked: str, count: int, named: int) -> None:
    path, text = "tracks/experiments/EXP-1.md", "---\nstatus: running\nruns:\n---\n"
    written = _FACTS + "".join(_RUN.format(number, linked) for number in range(count))
    project = project_of({path: text}).with_facts(facts(yaml.safe_load(written)))
    after = parse(path, apply(text, Decide("EXP-1", "ship").change(project).edits[path]))
    assert len(after.values["runs"] or ()) == named
    if named:
        assert after.values["runs"][0] == "mlflow:run00000"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_deciding_again_makes_no_more_room(newline: str) -> None:
    path, text = "tracks/experiments/EXP-1.md", f"---{newline}status: running{newline}---{newline}"
    texts: list[str] = []
    for decision in ("ship", "iterate", "ship"):
        change = Decide("EXP-1", decision).change(project_of({path: text}))
        text = apply(text, change.edits[path])
        texts.append(text)
        assert change.cursor and text[: change.cursor.offset].endswith(f"read.{newline * 2}")
    assert texts[0] == texts[2]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_deciding_again_quotes_what_was_measured_since(newline: str) -> None:
    path = "tracks/experiments/EXP-1.md"
    text = newline.join(["---", "status: running", "success_criteria: f1 >= 0.7", "---", ""])
    for f1 in (0.6, 0.6, 0.8):
        run = {"id": f"run0000{f1 * 10:g}", "item": "EXP-1", "metrics": {"f1": f1}}
        project = project_of({path: text}).with_facts(facts({"runs": [run]}))
        change = Decide("EXP-1", "iterate").change(project)
        text = apply(text, change.edits[path])
        assert change.cursor and text[: change.cursor.offset].endswith(f"){newline * 2}")
    quoted = [line for line in text.splitlines() if line.startswith(">")]
    assert [line[:17] for line in quoted] == ["> f1 >= 0.7: f1 0", "> f1 >= 0.7: f1 0"] and "0.8" in quoted[1]
    assert text.endswith(newline * 3) and not text.endswith(newline * 4)


@pytest.mark.parametrize(
    ("entry", "written", "cursor"),
    [
        ("{id: EXP-1}", '{id: EXP-1, status: decided, decision: iterate, closed: 2026-11-16, learnings: ""}', '""'),
        (
            "{id: EXP-1, status: decided, decision: ship, reason: overfit}",
            '{id: EXP-1, status: decided, decision: iterate, closed: 2026-11-16, learnings: ""}',
            '""',
        ),
        (
            "{id: EXP-1, learnings: It helps}",
            "{id: EXP-1, status: decided, decision: iterate, closed: 2026-11-16, learnings: It helps}",
            "It helps",
        ),
    ],
)
def test_in_a_sprint_there_is_a_key_for_the_learnings(entry: str, written: str, cursor: str) -> None:
    path = "tracks/sprints/sprint-5.yaml"
    text = f"experiments:\n  - {entry}\n"
    change = Decide("EXP-1", "iterate").change(project_of({path: text}))
    after = apply(text, change.edits[path])
    assert after == f"experiments:\n  - {written}\n"
    assert change.cursor
    assert change.cursor.offset == after.index(cursor) + (1 if cursor == '""' else len(cursor))
    add = add_learnings(project_of({path: text}), "EXP-1")
    assert "learnings" in apply(text, add.edits[path])
