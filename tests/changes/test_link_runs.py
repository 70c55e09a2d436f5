"""The runs that may belong to an experiment are linked on request."""

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.changes.link_runs import LinkRuns
from dualtrack.project.project import Project

from tests.fixture import parse

PATH = "tracks/experiments/EXP-1.md"
TEXT = f"""\
-- {PATH} --
---
id: EXP-1
status: running
started: 2026-11-02
notebooks: [src/train.py]
---
-- facts.yaml --
runs:
  - {{id: run00001, name: owl, source: src/train.py, started: 2026-11-03}}
  - {{id: run00002, name: exp-1-wide, source: src/other.py, started: 2026-11-04}}
"""


def _offered(project: Project) -> list[tuple[str, str]]:
    item = project.items["EXP-1"]
    offers = LinkRuns.offers(project, item) if LinkRuns.applies(project, item) else ()
    return [(offer.label, offer.description) for offer in offers]


def test_they_are_named_beside_those_that_were_linked_by_name() -> None:
    project = parse(TEXT).project
    assert _offered(project) == [("Link 1 run", "owl")]
    after = texts_after(project, LinkRuns("EXP-1").change(project))[PATH]
    assert "runs:\n  - mlflow:run00002\n  - mlflow:run00001\n" in after
    linked = project.with_file(PATH, after)
    assert _offered(linked) == []
    with pytest.raises(Refusal):
        LinkRuns("EXP-1").change(linked)
