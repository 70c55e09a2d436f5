"""Everything that is known of an item, as JSON values in a fixed order, for programs."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, TypeVar, cast

from dualtrack.facts.history import Commit
from dualtrack.facts.registry import RegisteredVersion
from dualtrack.facts.validations import Validation
from dualtrack.features.check import Checked
from dualtrack.features.finding_rows import FindingRow, finding_rows
from dualtrack.features.runs_table import RunsTable, runs_table
from dualtrack.features.timeline import TimelineRow, timeline
from dualtrack.files.keys import canonical_key
from dualtrack.findings import Finding
from dualtrack.model.conventions import Phase
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item, Kind
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.raw import as_mapping
from dualtrack.model.run import Run
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Verdict
from dualtrack.project import evidence
from dualtrack.project.activity import activity
from dualtrack.project.branches import states_elsewhere
from dualtrack.project.linked_runs import linked_runs, status_of, why_linked
from dualtrack.project.production import registered_as
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import State, standings
from dualtrack.project.validated_data import validations

_Facts = TypeVar("_Facts")


@dataclass(frozen=True)
class LineFacts:
    """A line of the Definition of Done: `state` says what shows it, `sentence` why, in words."""

    text: str
    closed: bool
    name: str | None
    state: State
    sentence: str
    proof: str


@dataclass(frozen=True)
class TimeboxFacts:
    """Days used of all days; `started` and `end` are None where they are not stated."""

    days: int
    started: str | None
    end: str | None
    used: int
    expired: bool
    summary: str


@dataclass(frozen=True)
class ActivityFacts:
    """On how many days there were runs, or commits of more than its file, of all since it was started; `at_least` where not all
    of these are known. `run_hours`: how long its runs took that have ended, None where none tells."""

    days: int
    active: int
    run_hours: float | None
    at_least: bool


@dataclass(frozen=True)
class JudgementFacts:
    """A criterion for success or for stopping against the best run; `holds` is None where that is not known."""

    use: Literal["success", "stop"]
    criterion: str
    verdict: Verdict
    summary: str
    holds: bool | None
    tried: int
    repeats: int
    noise: float | None
    run: str | None


@dataclass(frozen=True)
class CommitFacts:
    """A commit; `repository` is empty for this one."""

    hash: str
    repository: str
    author: str
    when: str
    subject: str


@dataclass(frozen=True)
class ElsewhereFacts:
    """Another status of the item, on another branch."""

    branch: str
    status: str
    path: str


@dataclass(frozen=True)
class DatasetFacts:
    """Data that a run used."""

    name: str
    digest: str
    role: str


@dataclass(frozen=True)
class RunFacts:
    """A run and why it is one of the item's. A metric without a finite value is None."""

    tracker: str
    id: str
    name: str
    group: str
    parent: str
    status: str
    started: str | None
    ended: str | None
    metrics: Mapping[str, float | None]
    params: Mapping[str, str]
    tags: Mapping[str, str]
    datasets: list[DatasetFacts]
    source: str
    commit: str
    dirty: bool | None
    branch: str
    models: list[str]
    url: str
    linked_by: str


@dataclass(frozen=True)
class ItemFacts:
    """The item, where it stands, its keys as they were understood, what the outside knows of it, and what is found in it.

    Lines and columns are 1-based, as `dualtrack check` prints them.
    """

    id: str
    key: str
    kind: Kind
    title: str
    path: str
    line: int
    track: str
    status: str
    phase: Phase | None
    keys: Mapping[str, Any]
    definition_of_done: list[LineFacts]
    timebox: TimeboxFacts | None
    activity: ActivityFacts | None
    judgements: list[JudgementFacts]
    commits: list[CommitFacts]
    branches: list[str]
    elsewhere: list[ElsewhereFacts]
    notebooks: list[str]
    runs: list[RunFacts]
    runs_inferred_from: str
    registered: list[Mapping[str, Any]]
    validations: list[Mapping[str, Any]]
    runs_table: RunsTable | None
    events: list[TimelineRow]
    referred_to_by: list[str]
    findings: list[FindingRow]


def item_facts(project: Project, item: Item, checked: Checked) -> ItemFacts:
    """What is known of an item."""
    linked = linked_runs(project, item)
    experiment = item if isinstance(item, Experiment) else None
    done = activity(project, item) if isinstance(item, Timeboxed) else None
    return _picked(
        ItemFacts,
        item,
        line=project.document(item).line_of(project.place(item).span.start) + 1,
        keys=_keys(project, item),
        definition_of_done=[
            _picked(LineFacts, each, text=each.line.shown, closed=each.line.closed) for each in standings(project, item)
        ],
        timebox=_timebox(project, item) if isinstance(item, Timeboxed) else None,
        activity=_picked(ActivityFacts, done) if done else None,
        judgements=_judgements(project, experiment) if experiment else [],
        commits=list(map(commit_facts, evidence.commits(project, item))),
        branches=[branch.name for branch in evidence.branches(project, item)],
        elsewhere=[_picked(ElsewhereFacts, each) for each in states_elsewhere(project, item)],
        notebooks=list(evidence.notebooks(project, item)),
        runs=[_run(run, status_of(project, item, run), why_linked(project, item, linked, run)) for run in linked.runs],
        runs_inferred_from=linked.inferred_from,
        registered=_rows(registered_as(project, item) if isinstance(item, ModelVersion) else ()),
        validations=_rows(validations(project, item)),
        runs_table=runs_table(project, experiment) if experiment else None,
        events=list(timeline(project, item).events),
        referred_to_by=[other.id or other.key for other in project.referrers(item)],
        findings=list(finding_rows(project, findings_of(item, checked))),
    )


def commit_facts(commit: Commit) -> CommitFacts:
    """A commit as JSON values."""
    return _picked(CommitFacts, commit)


def _picked(kind: type[_Facts], value: object, **told: Any) -> _Facts:
    """Facts of a kind: those that are told, the others as the value has them under the same name."""
    names = (each.name for each in fields(cast("Any", kind)) if each.name not in told)
    return kind(**{name: _json(getattr(value, name)) for name in names}, **told)


def findings_of(item: Item, checked: Checked) -> list[Finding]:
    """What is found in an item, and, for one with a file of its own, in its file."""
    found = [*checked.items.values.get(item.key, ()), *(() if item.is_inline else checked.whole.get(item.path, ()))]
    return sorted(found, key=lambda finding: (finding.place.span.start, finding.place.span.end, finding.code))


def _keys(project: Project, item: Item) -> dict[str, Any]:
    """The keys that are written: those that Dualtrack knows in its own order, then the others in that of the file."""
    document = project.document(item)
    node = document.node(item.route)
    inside = as_mapping(node.value) if item.route and node else document.values
    written = {canonical_key(key): value for key, value in (inside or {}).items()}
    fields = {(info.alias or name): name for name, info in type(item).model_fields.items() if name not in item.DERIVED}
    faulty = {fault.route[:1] for fault in item.faults}
    understood = item.model_dump(include=set(fields.values()), mode="python")
    known = {
        key: _json(written[key] if (key,) in faulty else understood[name]) for key, name in fields.items() if key in written
    }
    return {**known, **{key: _json(value) for key, value in written.items() if key not in known}}


def _timebox(project: Project, item: Timeboxed) -> TimeboxFacts | None:
    timebox = item.timebox
    if not timebox:
        return None
    day = item.closed if item.is_closed and item.closed else project.today(item)
    told = {"used": timebox.used(day), "expired": timebox.expired(day), "summary": timebox.summary(day)}
    return _picked(TimeboxFacts, timebox, days=timebox.total, **told)


def _judgements(project: Project, item: Experiment) -> list[JudgementFacts]:
    uses = {"success": evidence.judgements(project, item), "stop": evidence.stop_judgements(project, item)}
    return [
        _picked(JudgementFacts, each, use=use, criterion=each.criterion.text, run=each.run.id if each.run else None)
        for use, judgements in uses.items()
        for each in judgements
    ]


def _rows(values: Iterable[RegisteredVersion | Validation]) -> list[Mapping[str, Any]]:
    return [{name: _json(value) for name, value in each._asdict().items()} for each in values]


def _run(run: Run, status: str, why: str) -> RunFacts:
    tables = {name: _json(dict(sorted(getattr(run, name).items()))) for name in ("metrics", "params", "tags")}
    datasets = [_picked(DatasetFacts, data) for data in run.datasets]
    return _picked(RunFacts, run, status=status, datasets=datasets, linked_by=why, **tables)


def _json(value: Any) -> Any:
    """A value as JSON has it; a number that JSON has no word for is null."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if (inside := as_mapping(value)) is not None:
        return {str(key): _json(each) for key, each in inside.items()}
    if isinstance(value, tuple | list):
        return [_json(each) for each in cast("Sequence[Any]", value)]
    return value
