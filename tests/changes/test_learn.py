"""What a ledger of an agent discarded goes into the learnings, each idea once."""

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.changes.learn import Learn

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
  - {{id: "results.tsv#2", name: "[x] Deeper <!--", item: EXP-1, commit: abcdef1234, metrics: {{f1: 0.6}},
     tags: {{status: discard}}}}
  - {{id: "results.tsv#3", name: GeLU, item: EXP-1, status: failed, tags: {{status: crash}}}}
  - {{id: "results.tsv#4", name: GeLU, item: EXP-1, status: failed, tags: {{status: crash}}}}
"""
LINES = "- tried: [x] Deeper <!-- (discarded, f1 0.6, abcdef12)\n- tried: GeLU (crashed)\n"


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
    assert [offer.label for offer in Learn.offers(project, item)] == ["Write 2 discarded ideas into the learnings"]
    text = texts_after(project, Learn("EXP-1").change(project))[PATH]
    assert text == f"---\nid: EXP-1\nstatus: running\n---\n{after}"
    later = project.with_file(PATH, text)
    assert later.items["EXP-1"].dod == ()
    assert not Learn.applies(later, later.items["EXP-1"])
    with pytest.raises(Refusal, match="no ledger tells of more ideas of EXP-1 that were discarded"):
        Learn("EXP-1").change(later)


def test_an_inline_experiment_is_told_them_in_its_key() -> None:
    sprint = "-- tracks/sprints/sprint-1.yaml --\nexperiments:\n  - {id: EXP-1, title: A, status: decided, learnings: Slow.}\n"
    project = parse(sprint + REPOSITORY[REPOSITORY.index("-- facts.yaml") :]).project
    (text,) = texts_after(project, Learn("EXP-1").change(project)).values()
    assert 'learnings: "Slow. tried: [x] Deeper <!-- (discarded, f1 0.6, abcdef12); tried: GeLU (crashed)"' in text
    after = parse(f"-- tracks/sprints/sprint-1.yaml --\n{text}{REPOSITORY[REPOSITORY.index('-- facts.yaml') :]}").project
    assert not Learn.applies(after, after.items["EXP-1"])
