"""What a ledger of an agent discarded goes into the learnings, each idea once."""

import json

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.changes.decide import Decide
from dualtrack.changes.learn import Learn
from dualtrack.features.prior import words_of
from dualtrack.model.experiment import Experiment
from dualtrack.project.learnings import learnings

from tests.fixture import parse

PATH = "tracks/experiments/EXP-1.md"
REPOSITORY = f"""\
-- {PATH} --
---
id: EXP-1
status: running
---
LEARNINGS-- facts.yaml --
trackers: [{{name: ledger}}]
runs:
  - {{id: "results.tsv#1", name: Wider, item: EXP-1, metrics: {{f1: 0.73}}, tags: {{status: keep}}}}
  - {{id: "results.tsv#2", name: "[[EXP-9]] {{{{metric:f1}}}} Deeper <!--", item: EXP-1, commit: abcdef1234,
     metrics: {{f1: 0.6}}, tags: {{status: discard}}}}
  - {{id: "results.tsv#3", name: GeLU, item: EXP-1, status: failed, tags: {{status: crash}}}}
  - {{id: "results.tsv#4", name: gelu, item: EXP-1, commit: abcdef1235, status: failed, tags: {{status: crash}}}}
  - {{id: ".auto/log.jsonl#5", item: EXP-1, status: failed, tags: {{status: crash}}}}
"""
LINES = (
    "> - tried: `.auto/log.jsonl#5` (crashed)\n"
    "> - tried: `[[EXP-9]] {{metric:f1}} Deeper <!--` (discarded, `f1` 0.6, abcdef12)\n> - tried: `GeLU` (crashed)\n"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"\n## Learnings\n\n{LINES}"),
        ("## Learnings\nSlow.\n\n## Notes\nx\n", f"## Learnings\nSlow.\n\n{LINES}\n## Notes\nx\n"),
    ],
)
def test_ideas_go_into_the_learnings_once(before: str, after: str) -> None:
    project = parse(REPOSITORY.replace("LEARNINGS", before)).project
    item = project.items["EXP-1"]
    assert [offer.label for offer in Learn.offers(project, item)] == ["Write 3 discarded ideas into the learnings"]
    text = texts_after(project, Learn("EXP-1").change(project))[PATH]
    assert text == f"---\nid: EXP-1\nstatus: running\n---\n{after}"
    later = project.with_file(PATH, text)
    assert later.documents[PATH].links == later.documents[PATH].metrics == ()
    assert not Learn.applies(later, later.items["EXP-1"])
    with pytest.raises(Refusal, match="no ledger tells of more ideas of EXP-1 that were discarded"):
        Learn("EXP-1").change(later)


def test_an_inline_experiment_is_told_them_in_its_key() -> None:
    sprint = "-- tracks/sprints/sprint-1.yaml --\nexperiments:\n  - {id: EXP-1, title: A, status: decided, learnings: Slow.}\n"
    project = parse(sprint + REPOSITORY[REPOSITORY.index("-- facts.yaml") :]).project
    (text,) = texts_after(project, Learn("EXP-1").change(project)).values()
    told = json.dumps(f"Slow.\n{LINES.strip()}")
    assert f"learnings: {told}" in text
    after = parse(f"-- tracks/sprints/sprint-1.yaml --\n{text}{REPOSITORY[REPOSITORY.index('-- facts.yaml') :]}").project
    assert not Learn.applies(after, after.items["EXP-1"])
    (experiment,) = (item for item in after.items.values() if isinstance(item, Experiment))
    assert learnings(after, experiment) == "Slow."


def test_they_are_no_learnings_of_the_team_and_are_found() -> None:
    project = parse(REPOSITORY.replace("LEARNINGS", "")).project
    project = project.with_file(PATH, texts_after(project, Learn("EXP-1").change(project))[PATH])
    text = texts_after(project, Decide("EXP-1", "iterate").change(project))[PATH]
    assert text.endswith(f"{LINES}\n> No success criterion could be read.\n\n\n")
    project = project.with_file(PATH, text)
    experiment = project.items["EXP-1"]
    assert isinstance(experiment, Experiment)
    assert not experiment.has_learnings
    assert "GeLU" in (words_of(project, experiment) or "")
