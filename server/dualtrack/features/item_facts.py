"""Everything that is known of an item, as JSON values in a fixed order, for programs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from dualtrack.facts.history import Commit
from dualtrack.facts.registry import RegisteredVersion
from dualtrack.facts.validations import Validation
from dualtrack.features.check import Checked
from dualtrack.features.finding_rows import finding_rows
from dualtrack.features.runs_table import runs_table
from dualtrack.features.timeline import timeline
from dualtrack.files.keys import canonical_key
from dualtrack.findings import Finding
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.raw import as_mapping
from dualtrack.model.run import Run
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project import evidence
from dualtrack.project.branches import states_elsewhere
from dualtrack.project.linked_runs import linked_runs, why_linked
from dualtrack.project.production import registered
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import Standing, standings
from dualtrack.project.validated_data import validations


def item_facts(project: Project, item: Item, checked: Checked) -> dict[str, Any]:
    """The item, where it stands, its keys as they were understood, what the outside knows of it, and what is found in it.

    Lines and columns are 1-based, as `dualtrack check` prints them.
    """
    linked = linked_runs(project, item)
    experiment = item if isinstance(item, Experiment) else None
    return {
        **_picked(item, "id", "key", "kind", "title", "path"),
        "line": project.document(item).line_of(project.place(item).span.start) + 1,
        **_picked(item, "track", "status", "phase"),
        "keys": _keys(project, item),
        "definition_of_done": list(map(_standing, standings(project, item))),
        "timebox": _timebox(project, item) if isinstance(item, Timeboxed) else None,
        "judgements": _judgements(project, experiment) if experiment else [],
        "commits": list(map(commit_facts, evidence.commits(project, item))),
        "branches": [branch.name for branch in evidence.branches(project, item)],
        "elsewhere": [_picked(each, "branch", "status", "path") for each in states_elsewhere(project, item)],
        "notebooks": list(evidence.notebooks(project, item)),
        "runs": [{**_run(run), "linked_by": why_linked(project, item, linked, run)} for run in linked.runs],
        "runs_inferred_from": linked.inferred_from,
        "registered": _rows(registered(project, item) if isinstance(item, ModelVersion) else ()),
        "validations": _rows(validations(project, item)),
        "runs_table": asdict(runs_table(project, experiment)) if experiment else None,
        "events": [asdict(event) for event in timeline(project, item).events],
        "referred_to_by": [other.id or other.key for other in project.referrers(item)],
        "findings": [asdict(each) for each in finding_rows(project, findings_of(item, checked))],
    }


def _standing(stands: Standing) -> dict[str, Any]:
    return {
        "text": stands.line.shown,
        "closed": stands.line.closed,
        **_picked(stands, "name", "state", "sentence", "proof"),
    }


def commit_facts(commit: Commit) -> dict[str, Any]:
    """A commit as JSON values."""
    return _picked(commit, "hash", "repository", "author", "when", "subject")


def _picked(value: object, *names: str) -> dict[str, Any]:
    return {name: _json(getattr(value, name)) for name in names}


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


def _timebox(project: Project, item: Timeboxed) -> dict[str, Any] | None:
    timebox = item.timebox
    if not timebox:
        return None
    judged_on = item.closed if item.is_closed and item.closed else project.today(item)
    return {
        "days": timebox.total,
        **_picked(timebox, "started", "end"),
        "used": timebox.used(judged_on),
        "expired": timebox.expired(judged_on),
        "summary": timebox.summary(judged_on),
    }


def _judgements(project: Project, item: Experiment) -> list[dict[str, Any]]:
    uses = {"success": evidence.judgements(project, item), "stop": evidence.stop_judgements(project, item)}
    return [
        {
            "use": use,
            "criterion": each.criterion.text,
            **_picked(each, "verdict", "summary", "holds", "tried", "repeats", "noise"),
            "run": each.run.id if each.run else None,
        }
        for use, judgements in uses.items()
        for each in judgements
    ]


def _rows(values: Iterable[RegisteredVersion | Validation]) -> list[dict[str, Any]]:
    return [_picked(each, *each._fields) for each in values]


def _run(run: Run) -> dict[str, Any]:
    facts = _picked(
        run,
        *("tracker", "id", "name", "group", "parent", "status", "started", "ended", "metrics", "params", "tags", "datasets"),
        *("source", "commit", "dirty", "branch", "models", "url"),
    )
    datasets = [{"name": data.name, "digest": data.digest, "role": data.role} for data in run.datasets]
    return {
        **facts,
        **{name: dict(sorted(facts[name].items())) for name in ("metrics", "params", "tags")},
        "datasets": datasets,
    }


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
