"""The fixes of unjudged-criterion write into `metrics:` what is not known, and keep every other byte."""

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.features.check import check, in_order
from dualtrack.project.evidence import judgements
from dualtrack.project.project import Project

from tests import fixture

EXPERIMENT = """\
-- {folder}tracks/experiments/EXP-1.md --
---
status: running
baseline: {{churn: 0.69, f1: 0.69}}
success_criteria: {criterion}
---
-- facts.yaml --
runs:
  - {{id: 8f3c01aa, item: EXP-1, metrics: {{{logged}}}}}
"""


def _fixed(criterion: str, logged: str, settings: str | None, title: str, folder: str = "") -> tuple[str, str]:
    """What `dualtrack.yaml` says after a fix, and the verdict that it leads to."""
    project = fixture.parse(EXPERIMENT.format(criterion=criterion, logged=logged, folder=folder)).project
    path = f"{folder}dualtrack.yaml"
    project = project if settings is None else project.with_file(path, settings)
    fixes = {fix.title: fix for finding in in_order(check(project)) for fix in finding.fixes}
    texts = texts_after(project, fixes[title].change(project))
    return texts[path], judgements(changed := project.with_file(path, texts[path]), _experiment(changed))[0].verdict


def _experiment(project: Project):
    return project.find("EXP-1")


@pytest.mark.parametrize(
    ("settings", "after"),
    [
        (None, "metrics:\n  F1: val_f1\n"),
        ("# ours\nstale_after_days: 3", "# ours\nstale_after_days: 3\nmetrics: {F1: val_f1}"),
        ("metrics: {}   # none\r\nroot: tracks\r\n", "metrics: {F1: val_f1}   # none\r\nroot: tracks\r\n"),
        ("metrics:   # ours\n  AUC: auc # y\n\n# z\n", "metrics:   # ours\n  AUC: auc # y\n  F1: val_f1\n\n# z\n"),
        ("metrics:\n  f1: {better: high} # y\n", "metrics:\n  f1: {better: high, name: val_f1} # y\n"),
    ],
)
def test_name(settings: str | None, after: str) -> None:
    said = _fixed("F1 >= 0.72", "val_f1: 0.73, test_f1: 0.7", settings, "Say that F1 is val_f1")
    assert said == (after, "met once")


@pytest.mark.parametrize(
    ("criterion", "logged", "settings", "title", "after", "verdict"),
    [
        ("improves churn by 0.03", "churn: 0.6", "", "Say that churn is better low", "{churn: {better: low}}", "met once"),
        ("improves churn by 0.03", "churn: 0.6", "", "Say that churn is better high", "{churn: {better: high}}", "not met"),
        ("f1 >= 0.72", "f1: 73", "", "Say that f1 is logged in percent", "{f1: {scale: percent}}", "met once"),
        ("f1 >= 72", "f1: 0.73", "", "Say that f1 is logged as a fraction", "{f1: {scale: fraction}}", "met once"),
        ("f1 >= 72", "f1: 0.73", "", "Say that f1 is logged in percent", "{f1: {scale: percent}}", "not met"),
        ("improves f1 by 0.03", "f1: 71", "", "Say that f1 is logged in percent", "{f1: {scale: percent}}", "not met"),
        ("improves f1 by 0.03", "f1: 73", "", "Say that f1 is logged in percent", "{f1: {scale: percent}}", "met once"),
        # What another name for it says counts as well.
        *(
            ("F1 >= 72", "f1: 0.73", f"metrics: {{{name}: f1}}", "Say that F1 is logged as a fraction", after, "met once")
            for name, after in (
                ("F1", "{F1: {name: f1, scale: fraction}}"),
                ("ours", "{ours: f1, F1: {scale: fraction}}"),
            )
        ),
    ],
)
def test_direction_and_scale(criterion: str, logged: str, settings: str, title: str, after: str, verdict: str) -> None:
    text, judged = _fixed(criterion, logged, settings, title)
    assert (text.strip(), judged) == (f"metrics: {after}", verdict)


def test_a_metric_that_nobody_logs_may_be_one_that_shares_more_than_the_split() -> None:
    said = _fixed("Val Recall >= 0.7", "val_loss: 0.5, recall_at_5: 0.8", "", "Say that Val Recall is recall_at_5")
    assert said == ("metrics: {Val Recall: recall_at_5}\n", "met once")
    with pytest.raises(KeyError):
        _fixed("Val Recall >= 0.7", "val_loss: 0.5, recall_at_5: 0.8", "", "Say that Val Recall is val_loss")


def test_it_is_written_for_the_board_of_the_experiment() -> None:
    said = _fixed("F1 >= 0.72", "val_f1: 0.73, test_f1: 0.7", "root: tracks\n", "Say that F1 is val_f1", "churn/")
    assert said == ("root: tracks\nmetrics: {F1: val_f1}\n", "met once")


def test_a_file_that_cannot_be_changed_safely_stays() -> None:
    with pytest.raises(Refusal):
        _fixed("F1 >= 0.72", "val_f1: 0.73, test_f1: 0.7", "metrics: &a {}\nrules: *a\n", "Say that F1 is val_f1")
