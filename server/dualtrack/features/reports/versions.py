"""What is said of versions of models: when they are planned, and when they came into production or were taken out of it."""

from collections.abc import Container, Iterable, Sequence
from datetime import date

from dualtrack.facts.remote import Remote
from dualtrack.features.reports.cites import by_commit, in_file
from dualtrack.features.reports.report import Cite, Statement, shown_day
from dualtrack.features.reports.statements import said
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.deployments import Deployment, deployments, model_versions, withdrawals
from dualtrack.project.project import Project
from dualtrack.said import plural


def coming(project: Project) -> list[ModelVersion]:
    """The model versions that are to be deployed, those among them that were in production before."""
    models = (each for each in model_versions(project) if each.stage not in ("deployed", "retired"))
    return [each for each in models if each.stage or not each.deployed]


def planned(project: Project, model: ModelVersion, *more: str, cites: Iterable[Cite] = ()) -> Statement:
    """When a version is to be ready; without a stated date nobody knows. What is said more cites what it rests on."""
    text = "Not known: no date is planned"
    if model.due:
        days = (model.due - project.today(model)).days
        when = f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago" if days else "today"
        text = f"Planned for {shown_day(model.due)}, {when}"
    return said(project, model, " ".join((f"{text}.", *more)), in_file(project, model, "due", "stage"), *cites)


def deployments_since(project: Project, since: date, moved: Container[str] = ()) -> tuple[Statement, ...]:
    """The versions that went into production or were taken out of it, what is new in them, and the tag, the file or the commit
    that says so. Of those that are said to have `moved`, by key, only what tags say."""
    told = (
        *((each, _taken_out(project, each)) for each in withdrawals(project) if since <= each.day),
        *((each, _deployed(project, each)) for each in deployments(project) if since <= each.day),
    )
    told = sorted((each for each in told if each[0].tag or each[0].model.key not in moved), key=lambda each: each[0].day)
    return tuple(statement for _, statement in told)


def taken_out(project: Project, models: Sequence[ModelVersion]) -> tuple[Statement, ...]:
    """Which of these versions were in production before, and when each was taken out of it last."""
    last = {each.model.key: each for each in (withdrawals(project) if models else ())}
    return tuple(_taken_out(project, last[model.key]) for model in models if model.key in last)


def _deployed(project: Project, each: Deployment) -> Statement:
    change = f" New in it: {each.model.change}." if each.model.change and not each.again else ""
    again = " again" if each.again else ""
    return _of_production(project, each, f"Deployed{again} on {shown_day(each.day)}.{change}", "deployed")


def _taken_out(project: Project, each: Deployment) -> Statement:
    return _of_production(project, each, f"Taken out of production on {shown_day(each.day)}.", "stage")


def _of_production(project: Project, each: Deployment, text: str, key: str) -> Statement:
    by = [by_commit(project, each.commit)] if each.commit else []
    if each.tag:  # whether a tag is pushed nobody can tell here, but that its commit is
        by = [Cite("tag", each.tag, each.tag, project.facts[Remote].page(each.commit))]
    return said(project, each.model, text, *by, in_file(project, each.model, key, "stage"))
