"""The decided experiments that are close to an idea."""

from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts
from dualtrack.files.document import parse
from dualtrack.project.project import Project
from dualtrack.workspace.priors import Priors

from tests.written_facts import NOW, TODAY, facts

DECIDED = """\
---
id: EXP-1
title: Oversample the churners
hypothesis: Oversampling improves F1 by >= 0.02
status: decided
decision: decided-not-to-pursue
reason: did-not-beat-baseline
---
## Learnings
> val_f1 0.67, not met

The classes are weighted in training already.
"""
PATH = "tracks/experiments/EXP-1.md"


def _project(text: str = DECIDED) -> Project:
    return Project().with_facts(Facts(Clock({"": TODAY}, NOW))).with_files([parse(PATH, text)])


def test_only_what_was_decided_is_found() -> None:
    priors = Priors()
    (found,) = priors(_project(), "oversampling of churners")
    assert found.line == "EXP-1 Oversample the churners (decided not to pursue: did-not-beat-baseline)"
    assert priors(_project(), "oversampling of churners", but=found.item.key) == []
    assert priors(_project(DECIDED.replace("decision: decided-not-to-pursue\n", "")), "oversampling of churners") == []


def test_an_index_follows_the_project() -> None:
    priors, project = Priors(), _project()
    assert len(priors(project, "weighted classes")) == 1
    project = project.with_file(
        PATH, DECIDED.replace("The classes are weighted in training already.", "Label smoothing is better.")
    )
    assert priors(project, "weighted classes") == []
    assert len(priors(project, "smooth labels")) == 1
    assert priors(project.with_files([PATH]), "smooth labels") == []


def test_what_is_quoted_is_no_learning() -> None:
    assert Priors()(_project(DECIDED.replace("> val_f1 0.67, not met", "> gradient boosting")), "gradient boosting") == []


def test_what_its_runs_log_finds_an_experiment() -> None:
    run = {"id": "run00001", "item": "EXP-1", "params": {"smote_neighbours": "5"}, "metrics": {"val_auprc": 0.4}}
    project, priors = _project(), Priors()
    assert priors(project, "smote neighbours") == priors(project, "val auprc") == []
    project = project.with_facts(facts({"runs": [run]}))
    assert [len(priors(project, text)) for text in ("smote neighbours", "val auprc")] == [1, 1]
