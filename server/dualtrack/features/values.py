"""The values that a key could have, from the team's conventions, the other items, and what the trackers know."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice

from dualtrack.facts.notebooks import Notebooks
from dualtrack.facts.runs import Runs
from dualtrack.features.completion import ranked_items
from dualtrack.features.proposal import Proposal
from dualtrack.model.conventions import Conventions
from dualtrack.model.item import Item
from dualtrack.model.priority import PRIORITIES
from dualtrack.model.run import Run
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import shortened
from dualtrack.project.linked_runs import candidates, linked_runs
from dualtrack.project.lookups import commonest, labels
from dualtrack.project.people import team
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import open_sprints
from dualtrack.rules import all_rules
from dualtrack.said import joined, said

_TYPES = (
    *("feature", "infra", "ux", "bug", "chore", "docs", "refactor", "deploy", "monitoring", "ab-test", "alert"),
    *("collection", "cleaning", "features", "pipeline", "experiment", "spike"),
)
_REASONS = ("did-not-beat-baseline", "overfit", "too-slow", "too-costly", "data", "infra", "design")
_LINKS = ("ci", "registry", "dashboard", "monitor", "validation", "feature_store", "pipeline", "wiki")
_PHASES = {
    "waiting": said("not started"),
    "active": said("in progress"),
    "done": said("ends it"),
    "dropped": said("gives it up"),
}
_KINDS = {"product_tasks": "task", "experiments": "experiment", "experiment": "experiment"}
_RUNS_LOOKED_AT = 500
_RUNS_OFFERED = 50


def values_of(project: Project, item: Item, key: str, typed: str) -> Iterator[Proposal]:
    """What the value of a key of an item could be."""
    if propose := _OF_ITEMS.get(key):
        yield from propose(project, item)
    elif key in ("depends_on", "parent", "improvement", "feature", "experiment", "product_tasks", "experiments"):
        found = ranked_items(project, item.path, typed.casefold(), prose=True, kind=_KINDS.get(key, ""))
        yield from (Proposal(each.id, "item", each.title, found_by=each.label, key=each.key) for each in found)


def names_of(project: Project, item: Item, key: str) -> Iterator[Proposal]:
    """The keys of a mapping that are names of something: of metrics, of links, or of the kind of work."""
    if key == "baseline":
        yield from metrics(project, item)
    elif key == "product_tasks":
        yield from (Proposal(name, "key") for name in _TYPES)
    elif key == "links":
        yield from (Proposal(name, "key") for name in _LINKS)


def conventions_values(project: Project, conventions: Conventions, key: str) -> Iterator[Proposal]:
    """What the value of a key of the team's conventions could be, or an entry of its list."""
    if key in ("task", "deploy", "ship", "otherwise"):
        texts = conventions.definition_of_done.texts
        yield from (Proposal(name, "value", text) for name, text in texts.items())
    elif key == "role":
        yield from (Proposal(role, "value") for role in conventions.roles)
    elif key in ("name", "metrics"):
        yield from (Proposal(name, "metric") for name in _logged(project.facts[Runs].all.values()))


def conventions_names(project: Project, conventions: Conventions, key: str) -> Iterator[Proposal]:
    """The keys of a mapping of the team's conventions that are names of something."""
    if key == "rules":
        yield from rules()
    elif key == "metrics":
        yield from (Proposal(name, "metric") for name in _logged(project.facts[Runs].all.values()))
    elif key == "tracks":
        yield from (Proposal(name, "key") for name in conventions.tracks)


def rules(first: Iterable[str] = ()) -> Iterator[Proposal]:
    """The rules, some of them first."""
    found = all_rules()
    for code in dict.fromkeys((*first, *found)):
        yield Proposal(code, "value", found[code].summary)


def metrics(project: Project, item: Item) -> Iterator[Proposal]:
    """The metrics of the item's runs, then the others that are logged, by the tracker's names; then the names of the team."""
    own = _logged(linked_runs(project, item).runs)
    others = _logged(project.facts[Runs].all.values())
    yield from (Proposal(name, "metric") for name in dict.fromkeys((*own, *others)))
    metrics = project.conventions(item).metrics
    yield from (Proposal(name, "metric", metric.name) for name, metric in metrics.items() if name not in (*own, *others))


def _statuses(project: Project, item: Item) -> Iterator[Proposal]:
    track = project.conventions(item).track(item.track)
    return (Proposal(status.name, "value", _PHASES[track.phase(status)]) for status in track.all)


def _days(project: Project, item: Item) -> Iterator[Proposal]:
    today = project.today(item)
    return _dates((today, said("today")), (today - timedelta(1), said("yesterday")), (today + timedelta(1), said("tomorrow")))


def _days_to_come(project: Project, item: Item) -> Iterator[Proposal]:
    today = project.today(item)
    sprint = item if isinstance(item, Sprint) else project.sprint(item.sprint) if item.sprint else None
    if not isinstance(sprint, Sprint):
        sprint = next((each for each in open_sprints(project, item) if each.has_started(today)), None)
    weeks = ((today + timedelta(days=7), said("in a week")), (today + timedelta(days=14), said("in two weeks")))
    ends = ((sprint.end, said("end of {sprint}", sprint.id)),) if sprint and sprint.end and sprint is not item else ()
    return _dates(*ends, *weeks, (today, said("today")))


def _dates(*days: tuple[date, str]) -> Iterator[Proposal]:
    return (Proposal(day.isoformat(), "date", words, found_by=joined(" ", (day.isoformat(), words))) for day, words in days)


def _people(project: Project, item: Item) -> Iterator[Proposal]:
    return (Proposal(name, "person", full, found_by=f"{name} {full}".rstrip()) for name, full in team(project, item))


def _sprints(project: Project, item: Item) -> Iterator[Proposal]:
    for sprint in open_sprints(project, item):
        yield Proposal(sprint.id, "item", sprint.goal or f"{sprint.start or ''}", key=sprint.key)


def _models(project: Project, item: Item) -> Iterator[Proposal]:
    models = (project.items[key] for keys in project.index["model"].values() for key in keys)
    named = sorted((model for model in models if model.id), key=lambda model: model.id)
    return (Proposal(model.id, "item", model.title, key=model.key) for model in named)


def _labels(project: Project, item: Item) -> Iterator[Proposal]:
    return (Proposal(label, "value") for label in commonest(project.lookups.of(project.items, labels)))


def _runs(project: Project, item: Item) -> Iterator[Proposal]:
    """The runs of the item and those that may be, then the latest."""
    latest = islice((run for run in reversed([*project.facts[Runs].all.values()]) if run.finished), _RUNS_OFFERED)
    found = {run.key: run for run in (*candidates(project, item), *linked_runs(project, item).runs, *latest)}
    for run in found.values():
        id = f"{run.tracker}:{run.short_id}"
        yield Proposal(id, "run", _run_words(run), found_by=f"{id} {run.name}")


def _run_words(run: Run) -> str:
    moment = run.ended or run.started
    return shortened(" ".join((*run.name.split(), f"{moment:%Y-%m-%d}" if moment else "")))


def _logged(runs: Iterable[Run]) -> list[str]:
    """The names of the metrics of the last runs."""
    latest = list(runs)[-_RUNS_LOOKED_AT:]
    return list(dict.fromkeys(name for run in reversed(latest) for name in run.metrics))


def _notebooks(project: Project, item: Item) -> Iterator[Proposal]:
    folder = project.board(item).folder
    paths = (path.removeprefix(f"{folder}/") if folder else path for path in project.facts[Notebooks].by_path)
    return (Proposal(path, "file") for path in sorted(paths))


def _words(*words: str) -> Callable[[Project, Item], Iterator[Proposal]]:
    return lambda project, item: (Proposal(word, "value") for word in words)


_OF_ITEMS: Mapping[str, Callable[[Project, Item], Iterator[Proposal]]] = {
    "status": _statuses,
    "track": lambda project, item: (Proposal(name, "value") for name in project.conventions(item).tracks),
    "type": _words(*_TYPES),
    "role": lambda project, item: (Proposal(role, "value") for role in project.conventions(item).roles),
    "priority": _words(*PRIORITIES),
    "reason": _words(*_REASONS),
    "assignee": _people,
    "labels": _labels,
    **dict.fromkeys(("created", "started", "closed", "start", "deployed", "since", "on"), _days),
    **dict.fromkeys(("due", "end"), _days_to_come),
    "sprint": _sprints,
    "model": _models,
    "repo": lambda project, item: (Proposal(name, "value") for name in project.conventions(item).repositories),
    "notebooks": _notebooks,
    "runs": _runs,
    "baseline_run": _runs,
}
