"""Everything known of an item as one short Markdown text: the hover card, and the tooltip on the board."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from dualtrack.facts.clones import Clones
from dualtrack.facts.history import Commit
from dualtrack.facts.other_branches import ItemOnBranch
from dualtrack.facts.registry import RegisteredVersion
from dualtrack.facts.remote import Remote
from dualtrack.facts.validations import Validation
from dualtrack.features.card_head import card_head, has_days
from dualtrack.features.journey import journey, step_words
from dualtrack.features.markdown import LINE_BREAK, escaped, link, some
from dualtrack.features.monitoring import monitoring
from dualtrack.features.next_step import next_step
from dualtrack.features.timeline import standing
from dualtrack.features.unknown import unknown_lines
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import ago
from dualtrack.project import evidence
from dualtrack.project.branches import only_elsewhere, states_elsewhere
from dualtrack.project.learnings import learnings
from dualtrack.project.linked_runs import candidates, linked_runs
from dualtrack.project.mentions import backlinks
from dualtrack.project.parents import waits_for
from dualtrack.project.production import is_version, registered
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import experiments, product_tasks
from dualtrack.project.validated_data import feature_views, validations
from dualtrack.said import plural

_COMMITS_SHOWN = 3
_BRANCHES_SHOWN = 3
_NOTEBOOKS_SHOWN = 4
_ITEMS_SHOWN = 6
_LONGEST_LEARNINGS = 400
_RUNS_SHOWN = 6
_FAILED_SHOWN = 3


def card_text(project: Project, item: Item, runs: str = "") -> str:
    """The card: its head, then what is known in groups; every text of the repository in it is escaped. `runs` is a table of
    them."""
    head = LINE_BREAK.join((f"**{escaped(item.label)}**", *card_head(project, item)))
    groups = (_purpose(project, item), _evidence(project, item, runs), _work(project, item), _unknown(project, item))
    shown = ("\n\n".join(filter(None, group)) for group in groups)
    return "\n\n---\n\n".join((head, *filter(None, shown)))


def elsewhere_text(project: Project, id: str) -> str:
    """What is known of an item that is not here, but on other branches; empty where there is none."""
    found = only_elsewhere(project, id)
    title = "".join(f"**{escaped(f'{each.id} {each.title}')}**\n\n" for each in found[:1])
    return f"{title}Not here, but {_standings(found)}" if found else ""


def _purpose(project: Project, item: Item) -> Iterator[str]:
    """What it is for, and what came of it."""
    if isinstance(item, Sprint):
        yield from _sprint(project, item)
    elif isinstance(item, ModelVersion):
        yield from _model(project, item)
    elif isinstance(item, Experiment):
        if item.hypothesis:
            yield f"**Hypothesis** {escaped(item.hypothesis)}"
        if item.is_closed and item.reason:
            yield f"**Reason** {escaped(', '.join(item.reason))}"
        if learned := learnings(project, item):
            yield f"**Learnings** {escaped(shorten(learned, _LONGEST_LEARNINGS, placeholder=' …'))}"


def _evidence(project: Project, item: Item, runs: str) -> Iterator[str]:
    """What was measured and shown."""
    if isinstance(item, Experiment):
        yield from _experiment(project, item)
        yield runs
    results = [_validation(project, result) for result in validations(project, item)]
    views = [f"{view.name}: a feature view in {view.path}" for view in feature_views(project, item)]
    if results or views:
        yield f"**Data** {some([*results, *views], _ITEMS_SHOWN)}"
    still_open = [line.shown for line in item.dod if not line.closed]
    if still_open and still_open != [next_step(project, item)]:
        yield f"**Still to do** {some(still_open, _ITEMS_SHOWN)}"
    elif item.dod and not still_open and isinstance(item, Experiment):
        yield f"**Definition of Done** {len(item.dod)} of {len(item.dod)}"
    if found := evidence.notebooks(project, item):
        yield f"**Notebooks** {some(found, _NOTEBOOKS_SHOWN)}"


def _work(project: Project, item: Item) -> Iterator[str]:
    """Where it is worked on."""
    if found := states_elsewhere(project, item):
        yield f"**Elsewhere** {_standings(found)}"
    waiting = waits_for(project, item)
    if waiting and not item.is_closed:
        yield "**Waits for** " + ", ".join(escaped(f"{other.shown} ({other.status})") for other in waiting)
    if has_days(item) and (since := standing(project, item)):
        yield f"**{escaped(item.status)}**{since}"
    yield _commits(project, item)
    if len(steps := journey(project, item)) > 1:
        yield "**Journey** " + " → ".join(escaped(step_words(step)) for step in steps)
    if item.kind == "page" and (linking := backlinks(project, item)):
        yield f"**Linked from** {some([each.shown for each in linking], _ITEMS_SHOWN)}"
    if item.links:
        yield "**Links** " + ", ".join(link(name, address) for name, address in item.links)


def _unknown(project: Project, item: Item) -> Iterator[str]:
    yield from (f"_{escaped(line)}_" for line in unknown_lines(project, item))


def _standings(found: Sequence[ItemOnBranch]) -> str:
    return some([f"{each.status} on {each.branch}".strip() for each in found], _BRANCHES_SHOWN)


def _experiment(project: Project, item: Experiment) -> Iterator[str]:
    """The runs, and the criteria that the head does not say."""
    for judgement in evidence.judgements(project, item)[1:]:
        yield f"**Criterion** {escaped(judgement.criterion.text)}: {escaped(judgement.summary)}"
    for judgement in evidence.stop_judgements(project, item):
        if judgement.verdict == "met":
            yield f"**Stop criterion** {escaped(judgement.criterion.text)}: {escaped(judgement.summary)}"
    yield _runs(project, item)
    if found := candidates(project, item):
        yield f"**{plural(len(found), 'run')} may belong here** {some([run.shown for run in found], _RUNS_SHOWN)}"


def _runs(project: Project, item: Experiment) -> str:
    linked = linked_runs(project, item)
    if not linked.runs:
        return ""
    judgements = [judgement for judgement in evidence.judgements(project, item) if judgement.run]
    judged = judgements[0].run if judgements else None
    finished = [run for run in linked.runs if run.finished]
    best = judged or max(finished, key=lambda run: run.ended.timestamp() if run.ended else 0.0, default=None)
    states = f"{len(linked.runs)} linked, {len(finished)} finished"
    source = f", inferred from {escaped(linked.inferred_from)}" if linked.inferred_from else ""
    if not best:
        return f"**Runs** {states}{source}"
    # What a judgement shows is the run's own value, unless it is the median of several.
    told_apart = {name: value for judgement in judgements if judgement.repeats < 2 for name, value in judgement.values.items()}
    shown = {name: told_apart.get(name) or number(value) for name, value in sorted(best.metrics.items())[:6]}
    metrics = ", ".join(f"{name} {value}" for name, value in shown.items())
    when = f", {ago(best.ended, project.facts.now)}" if best.ended else ""
    said = f": {escaped(metrics)}" if metrics else ""
    title = "Last run" if not judged else "Run nearest to the median" if judgements[0].repeats > 1 else "Best run"
    return f"**{title}** {link(best.name or best.id[:8], best.url)}{when}{said} — {states}{source}"


def _commits(project: Project, item: Item) -> str:
    found = evidence.commits(project, item)
    if not found:
        return ""
    lines = (_commit(project, commit) for commit in found[:_COMMITS_SHOWN])
    branches = [branch.name for branch in evidence.branches(project, item)]
    on = f", {'branch' if len(branches) == 1 else 'branches'} {escaped(', '.join(branches))}" if branches else ""
    return "\n".join([f"**Commits** {len(found)}{on}", "", *lines])


def _commit(project: Project, commit: Commit) -> str:
    """An entry of a list, with a link where the commit's repository lies on a known forge."""
    facts = project.facts
    clone = facts[Clones].forges.get(commit.repository)
    page = clone.commit(commit.hash) if clone else "" if commit.repository else facts[Remote].page(commit.hash)
    hash = link(commit.hash[:8], page) if page else f"`{commit.hash[:8]}`"
    where = f"{escaped(commit.repository)}: " if commit.repository else ""
    return f"- {hash} {where}{escaped(commit.subject)} — {escaped(commit.author)}, {ago(commit.when, facts.now)}"


def _sprint(project: Project, sprint: Sprint) -> Iterator[str]:
    """Its goal, and what of its work is open."""
    if sprint.goal and sprint.goal != sprint.title:
        yield f"**Goal** {escaped(sprint.goal)}"
    if sprint.model:
        yield f"**Model** {escaped(sprint.model)}"
    for title, items in (("product tasks", product_tasks(project, sprint)), ("experiments", experiments(project, sprint))):
        if still_open := [item for item in items if not item.is_closed]:
            yield f"**Open {title}** {_listed(still_open)}"


def _model(project: Project, model: ModelVersion) -> Iterator[str]:
    """Where it is registered, and how far the tasks that name it are."""
    known = [_registered(model, each) for each in registered(project, model)]
    if stands := ": ".join(filter(None, (model.registry, ", ".join(known)))):
        yield f"**Registry** {escaped(stands)}"
    if model.sprint:
        yield f"**Sprint** {escaped(model.sprint)}"
    if watched := monitoring(project, (model,)).words:
        yield f"**Monitoring** {escaped(', '.join(watched))}"
    tasks = [
        item for item in project.referrers(model) if canonical(item.model) == canonical(model.id) and item.kind != "sprint"
    ]
    if tasks:
        yield f"**Tasks** {_listed(tasks)}"


def _registered(model: ModelVersion, found: RegisteredVersion) -> str:
    """What the file names in the registry, which may have moved on to another version."""
    if found.release and not is_version(model, found.release):
        return f"now {found.shown}{_named(found)}, whose tag version is {found.release}"
    return f"registered as {found.shown}{_named(found)}"


def _named(version: RegisteredVersion) -> str:
    """The aliases and the stage of a registered version: `, alias champion`."""
    said = [f"alias {alias}" for alias in version.aliases] + ([f"stage {version.stage}"] if version.stage else [])
    return "".join(f", {each}" for each in said)


def _validation(project: Project, result: Validation) -> str:
    """`customers: validation failed 2 days ago (plan: to exist)`."""
    on = f" {ago(result.when, project.facts.now)}" if result.when else ""
    if result.success:
        return f"{result.asset}: validation passed{on}"
    more = f" and {result.failures - _FAILED_SHOWN} more" if result.failures > _FAILED_SHOWN else ""
    return f"{result.asset}: validation failed{on} ({'; '.join(result.failed[:_FAILED_SHOWN])}{more})"


def _listed(items: Sequence[Item]) -> str:
    return some([f"{item.shown} ({item.status})" for item in items], _ITEMS_SHOWN)
