"""What `facts.yaml` of a fixture says, as facts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from dualtrack.facts.alert_rules import AlertRule, AlertRules
from dualtrack.facts.alerts import Alert, Alerts
from dualtrack.facts.checkout import Checkout
from dualtrack.facts.cited_commits import CitedCommits
from dualtrack.facts.clock import Clock
from dualtrack.facts.clones import Clones
from dualtrack.facts.evaluations import Compared, Evaluations
from dualtrack.facts.facts import Fact, Facts, Told, Unknown
from dualtrack.facts.feature_views import FeatureView, FeatureViews
from dualtrack.facts.history import Branch, Commit, History
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.facts.named_files import FileSection, NamedFile, NamedFiles
from dualtrack.facts.notebook_work import NotebookWork
from dualtrack.facts.notebooks import Notebook, Notebooks
from dualtrack.facts.other_branches import ItemOnBranch, OtherBranches
from dualtrack.facts.past_sources import PastSources
from dualtrack.facts.pasts import ItemState, ItemVersion, Past, Pasts
from dualtrack.facts.pipelines import Pipeline, Pipelines
from dualtrack.facts.registry import RegisteredVersion, Registry
from dualtrack.facts.remote import Remote
from dualtrack.facts.run_commits import RunCommits
from dualtrack.facts.runs import Runs
from dualtrack.facts.tags import NamedTag, tags_of
from dualtrack.facts.validations import Validation, Validations
from dualtrack.model.commit_message import names_reviewer, read_message
from dualtrack.model.forge import forge_of
from dualtrack.model.mention import candidates, canonical
from dualtrack.model.run import Dataset, Run
from dualtrack.table import Table, grouped

TODAY = date(2026, 11, 16)


NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


def facts(written: dict[str, Any], asked: bool = True) -> Facts:
    """What `facts.yaml` says. What it does not mention is known to be nothing; but without `asked` git,
    what commits made of items, and notebooks were not asked."""
    told: dict[str, Told[Any]] = {}

    def tell(value: Fact) -> None:
        told[type(value).__name__] = Told(type(value), value, NOW)

    commits = {entry["hash"]: _commit(entry) for entry in written.get("commits", [])}
    branches = tuple(
        Branch(entry["name"], _ids(entry["name"]), frozenset(entry.get("commits", []))) for entry in written.get("branches", [])
    )
    if asked:
        tell(History().changed((), commits, branches, "main", written.get("shallow", False)))
        merged = written.get("merged", [])
        tell(MergedCommits.of(map(_commit, merged), {entry["hash"]: _ids(entry["branch"]) for entry in merged}))
    if asked or "past" in written:
        tell(_pasts(written["past"]) if "past" in written else Pasts())
    if "files" in written:
        tell(NamedFiles(Table(dict(map(_named_file, written["files"])))))
    if "cited_commits" in written:
        tell(CitedCommits(Table({str(name): hash for name, hash in written["cited_commits"].items()})))
    if "notebooks" in written:
        tell(Notebooks.of(map(_notebook, written["notebooks"])))
    digests = {
        (commit, entry["path"]): digest
        for entry in written.get("notebooks") or ()
        for commit, digest in entry.get("at", {}).items()
    }
    tell(PastSources(Table(digests)))
    if "run_commits" in written or "run_code" in written:
        tell(RunCommits(Table(written.get("run_commits", {})), Table(written.get("run_code", {}))))
    compared = {
        Compared(entry["before"], entry["after"], tuple(entry["paths"])): tuple(entry["changed"])
        for entry in written.get("evaluations", [])
    }
    tell(Evaluations(Table(compared)))
    tell(tags_of(NamedTag(tag["name"], tag.get("commit", ""), _moment(tag["when"])) for tag in written.get("tags", [])))
    tell(Pipelines.of((_pipeline(**entry) for entry in written.get("pipelines", [])), written.get("unread_pipelines", "")))
    tell(Remote(forge_of(written["remote"]) if "remote" in written else None))
    tell(Checkout(**written.get("checkout", {})))
    tell(_other_branches(written.get("elsewhere", [])))
    tell(NotebookWork(Table({path: _moment(when) for path, when in written.get("notebook_work", {}).items()})))
    trackers = {entry.get("name", "mlflow"): entry for entry in written.get("trackers", [{}])}
    for name, entry in trackers.items():
        read_at = _moment(entry["read_at"]) if "read_at" in entry else NOW
        unknown = Unknown("failed", name, entry["error"], read_at) if "error" in entry else None
        runs = Runs.of((_run(name, run) for run in written.get("runs", [])), None, "", entry.get("beyond", ""))
        told[name] = Told(Runs, runs, read_at, unknown)
    if "validations" in written:
        tell(Validations.of(map(_validation, written["validations"])))
    if "feature_views" in written:
        tell(FeatureViews.of(FeatureView(**entry) for entry in written["feature_views"]))
    if "alert_rules" in written:
        unread = written.get("unread_alert_rules", "")
        tell(AlertRules.of(map(_alert_rule, written["alert_rules"]), unread, is_partial=bool(unread)))
    if "alerts" in written:
        tell(Alerts.of("http://alerts.example", (_alert(entry) for entry in written["alerts"])))
    if "registered" in written:
        unread = written.get("unread_registered", {})
        tell(Registry.of(map(_registered, written["registered"]), ", ".join(unread.values()), partly=unread))
    if "clones" in written:
        tell(_clones(written["clones"]))
    for fact, reasons in written.get("failed", {}).items():
        for source, reason in reasons.items():
            told[fact] = replace(told[fact], unknown=Unknown("failed", source, reason, NOW))
    return Facts(Clock({"": written.get("today", TODAY)}, NOW)).with_told({**told})


def _clones(written: dict[str, Any]) -> Clones:
    commits = {entry["hash"]: _commit(entry) for entry in written.get("commits", [])}
    by_id = grouped((id, commit) for commit in commits.values() for id in commit.ids)
    forges = Table({name: forge for name, url in written.get("forges", {}).items() if (forge := forge_of(url))})
    return Clones(commits, by_id, forges, frozenset(written.get("unread", ())))


def _pipeline(path: str, text: str = "", deploys: bool = False) -> Pipeline:
    return Pipeline(path, "github-actions", path, _ids(text), deploys, words=frozenset(text.casefold().split()))


def _pasts(written: dict[str, Any]) -> Pasts:
    pasts = {canonical(id): _past(canonical(id), told) for id, told in written.items()}
    versions = (version for past in pasts.values() for version in past.versions)
    late = {each.hash: each.order for each in versions if each.order != (each.committed, 0, 0)}
    return Pasts().changed(pasts, orders=Table(late))


def _past(id: str, told: list[dict[str, Any]]) -> Past:
    """Versions, each told by what it changed: fields of ItemState, or `gone`; with author, when, subject, reason, oldest."""
    versions: list[ItemVersion] = []
    state: ItemState | None = None
    for number, entry in enumerate(told, 1):
        values = {name: tuple(each) if isinstance(each, list) else each for name, each in entry.items()}
        fields = {name: value for name, value in values.items() if name in ItemState._fields}
        after = None if values.get("gone") else (state or ItemState(id))._replace(**fields)
        said = (values.get("author", "Ana Ruiz"), _moment(values["when"]), values.get("subject", "Change it"))
        hash = f"a{number:07}{id.lower()}"
        oldest = values.get("oldest", False)
        committed = int(_moment(values["when"]).timestamp())
        known = (hash, *said, values.get("reason", ""), state, after)
        order = max([(committed, 0, 0), *((version.order[0], number, 0) for version in versions[-1:])])
        versions.append(ItemVersion(*known, oldest=oldest, committed=committed, order=order))
        state = after
    return Past(tuple(versions), state)


def _other_branches(written: list[dict[str, Any]]) -> OtherBranches:
    """What branches hold, newest first: id, branch, path, title, status, kind, track, and `same: false` for another item."""
    by_id: dict[str, tuple[ItemOnBranch, ...]] = {}
    for entry in written:
        values = (entry["id"], entry["branch"], entry.get("path", ""), entry.get("title", ""), entry.get("status", ""))
        by_id.setdefault(canonical(entry["id"]), ())
        more = (entry.get("same", True), entry["branch"] == "main", entry.get("kind", "task"), entry.get("track", "production"))
        by_id[canonical(entry["id"])] += (ItemOnBranch(*values, *more, entry.get("ends")),)
    return OtherBranches(Table(by_id), frozenset(by_id))


def _commit(entry: dict[str, Any]) -> Commit:
    message = entry["message"]
    when = _moment(entry.get("when", "2026-11-15"))
    paths = tuple(entry.get("paths", []))
    read = read_message(message)
    return Commit(
        entry["hash"],
        entry.get("author", "Ana Ruiz"),
        when,
        message.splitlines()[0],
        read.ids,
        read.closes,
        read.moves,
        read.is_revert,
        landed=entry.get("landed", True),
        is_merge=entry.get("merge", False),
        has_reviewer=names_reviewer(message),
        paths=paths,
        committed=int(_moment(entry.get("committed", when)).timestamp()),
    )


def _notebook(entry: dict[str, Any]) -> Notebook:
    ids = _ids(entry.get("cells", ""))
    said = (entry.get("in_order"), entry.get("error", ""), entry.get("sources", ""), entry.get("fault", ""))
    return Notebook(entry["path"], ids, *said)


def _run(tracker: str, entry: dict[str, Any]) -> Run:
    ended = _moment(entry["ended"]) if "ended" in entry else None
    status = entry.get("status", "finished")
    return Run(
        tracker=tracker,
        id=entry["id"],
        name=entry.get("name", ""),
        finished=status == "finished",
        status=status,
        started=_moment(entry["started"]) if "started" in entry else None,
        ended=ended,
        metrics=entry.get("metrics", {}),
        commit=entry.get("commit", ""),
        item=canonical(entry["item"]) if "item" in entry else "",
        url=entry.get("url", ""),
        branch=entry.get("branch", ""),
        parent=entry.get("parent", ""),
        group=entry.get("group", ""),
        group_item=canonical(entry["group_item"]) if "group_item" in entry else "",
        params={name: str(value) for name, value in entry.get("params", {}).items()},
        datasets=tuple(Dataset(*map(str, data)) for data in entry.get("datasets", ())),
        source=entry.get("source", ""),
        models=tuple(entry.get("models", ())),
        dirty=entry.get("dirty"),
        tags=entry.get("tags", {}),
        last_logged=_moment(entry["last_logged"]) if "last_logged" in entry else None,
        best={name: (low, high) for name, (low, high) in entry.get("best", {}).items()},
    )


def _named_file(entry: Any) -> tuple[str, NamedFile]:
    """A path, or `path` with `sections` (title → whether it is filled) and `figures`, or `unread`, the reason why."""
    if isinstance(entry, str):
        return entry, NamedFile()
    sections = tuple(FileSection(title, filled) for title, filled in entry.get("sections", {}).items())
    figures = tuple((name, str(value)) for name, value in entry.get("figures", {}).items())
    return entry["path"], NamedFile(sections, figures, entry.get("unread", ""))


def _validation(entry: dict[str, Any]) -> Validation:
    failed = tuple(entry.get("failed", ()))
    said = (entry.get("suite", "rules"), _moment(entry.get("when", "2026-11-15")), entry.get("success", not failed), failed)
    path = entry.get("path", "gx/uncommitted/validations/rules.json")
    return Validation(path, entry["asset"], *said, len(failed), entry.get("evaluated", 9), entry.get("data", ""))


def _alert_rule(entry: dict[str, Any]) -> AlertRule:
    labels = tuple((name, str(value)) for name, value in entry.get("labels", {}).items())
    return AlertRule(entry["name"], entry.get("path", "alerts/rules.yml"), entry.get("expr", ""), labels)


def _alert(entry: dict[str, Any]) -> Alert:
    labels = tuple((name, str(value)) for name, value in entry.get("labels", {}).items())
    return Alert(entry["name"], labels, _moment(entry["since"]) if "since" in entry else None, entry.get("summary", ""))


def _registered(entry: dict[str, Any]) -> RegisteredVersion:
    """`churn v3`, with run, aliases, stage, item, release, created."""
    model, _, version = entry["version"].partition(" v")
    said = (entry.get("run", ""), tuple(entry.get("aliases", ())), entry.get("stage", ""))
    tags = (canonical(entry.get("item", "")), str(entry.get("release", "")))
    created = _moment(entry["created"]) if "created" in entry else None
    return RegisteredVersion("mlflow", model, int(version), *said, *tags, created)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.id for mention in candidates(text)))


def _moment(written: Any) -> datetime:
    return datetime.fromisoformat(str(written)).replace(tzinfo=UTC)
