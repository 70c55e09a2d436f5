"""What is said does not depend on the order in which files were read, which is another one each time."""

import random
from collections.abc import Callable

import pytest
from dualtrack.features.board import board
from dualtrack.features.brief import brief
from dualtrack.features.check import check, in_order
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.models import models
from dualtrack.features.now import needs
from dualtrack.features.ready import ready
from dualtrack.features.report_markdown import report_markdown
from dualtrack.features.reports import report_names, report_of
from dualtrack.features.reports.report import ReportOptions
from dualtrack.features.sprint_report import shown_sprints, sprint_report
from dualtrack.project.project import Project
from dualtrack.workspace.priors import Priors
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository
from tests.cli.reported import written

MODEL = "---\nstage: {stage}\ndeployed: 2026-11-10\n---\n"
SAID: dict[str, Callable[[Project], object]] = {
    "brief": lambda project: brief(project, board(project), None),
    "check": lambda project: in_order(check(project)),
    "flow": lambda project: FlowHistory(project).on(),
    "models": lambda project: models(project, check(project)),
    "now": lambda project: needs(project, check(project), board(project)),
    "ready": lambda project: ready(project, board(project), Priors()),
    "sprints": lambda project: [sprint_report(project, each) for each in shown_sprints(project)],
    **{kind: lambda project, kind=kind: report_markdown(report_of(kind)(project, ReportOptions())) for kind in report_names()},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    repository: Repository = written(tmp_path_factory.mktemp("order") / "repository")
    stages = ("testing", "experiment", "testing", "deployed", "deployed", "retired")
    more = {f"tracks__models__m-{n}_md": MODEL.format(stage=stage) for n, stage in enumerate(stages)}
    repository.commit(
        "More", **more, **{f"tracks__sprints__sprint-{n}_yaml": "start: 2026-11-09\nend: 2026-11-18\n" for n in (6, 7)}
    )
    return read_repository(str(repository.folder), "2026-11-16", False).project


@pytest.mark.parametrize("of", SAID)
def test_what_is_said_does_not_depend_on_the_order_of_files(project: Project, of: str) -> None:
    files, chance = [*project.documents.values()], random.Random(3)
    said: list[str] = []
    for _ in range(4):
        chance.shuffle(files)
        read = Project().with_facts(project.facts)
        for file in files:
            read = read.with_files([file])
        said.append(repr(SAID[of](read)))
    assert len(set(said)) == 1
