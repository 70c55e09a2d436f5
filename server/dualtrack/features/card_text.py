"""Everything known of an item as one short Markdown text: the hover card, and the tooltip on the board."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from dualtrack.facts.clones import Clones
from dualtrack.facts.history import Commit
from dualtrack.facts.other_branches import ItemOnBranch
from dualtrack.facts.registry import RegisteredVersion
from dualtrack.facts.remote import Remote
from dualtrack.facts.runs import Runs
from dualtrack.facts.validations import Validation
from dualtrack.features.card_head import card_head, has_days
from dualtrack.features.checklist import how_far
from dualtrack.features.journey import journey, step_words
from dualtrack.features.markdown import LINE_BREAK, escaped, headed, link, some
from dualtrack.features.monitoring import monitoring
from dualtrack.features.next_step import next_step
from dualtrack.features.timeline import standing
from dualtrack.features.unknown import unknown_lines
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.numbers import number
from dualtrack.model.run import Run
from dualtrack.model.sprint import Sprint
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Judgement
from dualtrack.model.words import ago, shortened
from dualtrack.project import evidence
from dualtrack.project.activity import activity
from dualtrack.project.branches import only_elsewhere, states_elsewhere
from dualtrack.project.learnings import learnings
from dualtrack.project.linked_runs import candidates, experiments_of, linked_runs
from dualtrack.project.mentions import backlinks
from dualtrack.project.parents import waits_for
from dualtrack.project.production import registered, why_another
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import experiments, product_tasks
from dualtrack.project.validated_data import feature_views, validations
from dualtrack.said import counted, joined, said

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
    head = joined(LINE_BREAK, (f"**{escaped(item.label)}**", *card_head(project, item)))
    groups = (_purpose(project, item), _evidence(project, item, runs), _work(project, item), _unknown(project, item))
    shown = (joined("\n\n", filter(None, group)) for group in groups)
    return joined("\n\n---\n\n", (head, *filter(None, shown)))


def elsewhere_text(project: Project, id: str) -> str:
    """What is known of an item that is not here, but on other branches; empty where there is none."""
    found = only_elsewhere(project, id)
    title = "".join(f"**{escaped(f'{each.id} {each.title}')}**\n\n" for each in found[:1])
    return title + said("Not here, but {found}", _standings(found)) if found else ""


def _purpose(project: Project, item: Item) -> Iterator[str]:
    """What it is for, and what came of it."""
    if isinstance(item, Sprint):
        yield from _sprint(project, item)
    elif isinstance(item, ModelVersion):
        yield from _model(project, item)
    elif isinstance(item, Experiment):
        if item.hypothesis:
            yield headed(said("Hypothesis"), escaped(item.hypothesis))
        if item.is_closed and item.reason:
            yield headed(said("Reason"), escaped(", ".join(item.reason)))
        if learned := learnings(project, item):
            yield headed(said("Learnings"), escaped(shortened(" ".join(learned.split()), _LONGEST_LEARNINGS)))


def _evidence(project: Project, item: Item, runs: str) -> Iterator[str]:
    """What was measured and shown."""
    if isinstance(item, Experiment):
        yield from _experiment(project, item)
        yield runs
    results = [_validation(project, item, result) for result in validations(project, item)]
    views = [said("{name}: a feature view in {path}", view.name, view.path) for view in feature_views(project, item)]
    if results or views:
        yield headed(said("Data"), some([*results, *views], _ITEMS_SHOWN))
    if item.dod and isinstance(item, Experiment):
        yield headed(said("Definition of Done"), how_far(project, item))
    still_open = [line.shown for line in evidence.open_boxes(project, item)]
    if still_open and still_open != [next_step(project, item)]:
        yield headed(said("Still to do"), some(still_open, _ITEMS_SHOWN))
    if found := evidence.notebooks(project, item):
        yield headed(said("Notebooks"), some(found, _NOTEBOOKS_SHOWN))


def _work(project: Project, item: Item) -> Iterator[str]:
    """Where it is worked on."""
    if found := states_elsewhere(project, item):
        yield headed(said("Elsewhere"), _standings(found))
    waiting = waits_for(project, item)
    if waiting and not item.is_closed:
        yield headed(said("Waits for"), ", ".join(escaped(other.shown_with_status) for other in waiting))
    if has_days(item) and (since := standing(project, item)):
        yield joined("", ("**", escaped(item.status), "**", since))
    if isinstance(item, Timeboxed) and (done := activity(project, item)):
        yield headed(said("Activity"), done.summary)
    yield _commits(project, item)
    if len(steps := journey(project, item)) > 1:
        yield headed(said("Journey"), joined(" → ", [escaped(step_words(step)) for step in steps]))
    if item.kind == "page" and (linking := backlinks(project, item)):
        yield headed(said("Linked from"), some([each.shown for each in linking], _ITEMS_SHOWN))
    if item.links:
        yield headed(said("Links"), ", ".join(link(name, address) for name, address in item.links))


def _unknown(project: Project, item: Item) -> Iterator[str]:
    yield from (joined("", ("_", escaped(line), "_")) for line in unknown_lines(project, item))


def _standings(found: Sequence[ItemOnBranch]) -> str:
    return some([_standing(each) for each in found], _BRANCHES_SHOWN)


def _standing(found: ItemOnBranch) -> str:
    if not found.status:
        return said("on {branch}", found.branch)
    return said("{status} on {branch}", found.status, found.branch)


def _experiment(project: Project, item: Experiment) -> Iterator[str]:
    """The runs, and the criteria that the head does not say."""
    for judgement in evidence.judgements(project, item)[1:]:
        yield headed(said("Criterion"), _judged(judgement))
    for judgement in evidence.stop_judgements(project, item):
        if judgement.verdict == "met":
            yield headed(said("Stop criterion"), _judged(judgement))
    yield _runs(project, item)
    if found := candidates(project, item):
        title = counted(len(found), "{count} run may belong here", "{count} runs may belong here")
        yield headed(title, some([run.shown for run in found], _RUNS_SHOWN))


def _judged(judgement: Judgement) -> str:
    return joined(": ", (escaped(judgement.criterion.text), escaped(judgement.summary)))


def _runs(project: Project, item: Experiment) -> str:
    linked = linked_runs(project, item)
    if not linked.runs:
        return ""
    judgements = [judgement for judgement in evidence.judgements(project, item) if judgement.run]
    judged = judgements[0].run if judgements else None
    finished = [run for run in linked.runs if run.finished]
    best = judged or max(finished, key=lambda run: run.ended.timestamp() if run.ended else 0.0, default=None)
    states = said("{linked} linked, {finished} finished", len(linked.runs), len(finished))
    if linked.inferred_from:
        states += said(", inferred from {source}", escaped(linked.inferred_from))
    if not best:
        return headed(said("Runs"), states)
    # What a judgement shows is the run's own value, unless it is the median of several.
    told_apart = {name: value for judgement in judgements if judgement.repeats < 2 for name, value in judgement.values.items()}
    shown = {name: told_apart.get(name) or number(value) for name, value in sorted(best.metrics.items())[:6]}
    metrics = ", ".join(f"{name} {value}" for name, value in shown.items())
    when = (_ago(project, item, best.ended),) if best.ended else ()
    named = joined(", ", (link(best.shown, best.url), *when))
    told = joined(": ", (named, escaped(metrics))) if metrics else named
    is_median = judgements[0].repeats > 1 if judged else False
    title = said("Last run") if not judged else said("Run nearest to the median") if is_median else said("Best run")
    return headed(title, joined(" — ", (told, states)))


def _commits(project: Project, item: Item) -> str:
    found = evidence.commits(project, item)
    if not found:
        return ""
    lines = (_commit(project, item, commit) for commit in found[:_COMMITS_SHOWN])
    branches = [branch.name for branch in evidence.branches(project, item)]
    count = str(len(found))
    if branches:
        names = escaped(", ".join(branches))
        count += said(", branch {names}" if len(branches) == 1 else ", branches {names}", names)
    return joined("\n", [headed(said("Commits"), count), "", *lines])


def _commit(project: Project, item: Item, commit: Commit) -> str:
    """An entry of a list, with a link where the commit's repository lies on a known forge."""
    facts = project.facts
    clone = facts[Clones].forges.get(commit.repository)
    page = clone.commit(commit.hash) if clone else "" if commit.repository else facts[Remote].page(commit.hash)
    hash = link(commit.hash[:8], page) if page else f"`{commit.hash[:8]}`"
    where = f"{escaped(commit.repository)}: " if commit.repository else ""
    told = f"- {hash} {where}{escaped(commit.subject)} — {escaped(commit.author)}"
    return joined(", ", (told, _ago(project, item, commit.when)))


def _ago(project: Project, item: Item, when: datetime) -> str:
    return ago(project.local(item, when), project.facts.now, project.today(item))


def _sprint(project: Project, sprint: Sprint) -> Iterator[str]:
    """Its goal, and what of its work is open."""
    if sprint.goal and sprint.goal != sprint.title:
        yield headed(said("Goal"), escaped(sprint.goal))
    if sprint.model:
        yield headed(said("Model"), escaped(sprint.model))
    for title, items in (
        (said("Open product tasks"), product_tasks(project, sprint)),
        (said("Open experiments"), experiments(project, sprint)),
    ):
        if still_open := [item for item in items if not item.is_closed]:
            yield headed(title, _listed(still_open))


def _model(project: Project, model: ModelVersion) -> Iterator[str]:
    """Where it is registered, and how far the tasks that name it are."""
    known = [_registered(project, model, each) for each in registered(project, model)]
    if stands := joined(": ", filter(None, (model.registry, joined(", ", known)))):
        yield headed(said("Registry"), escaped(stands))
    if model.sprint:
        yield headed(said("Sprint"), escaped(model.sprint))
    if watched := monitoring(project, (model,)).words:
        yield headed(said("Monitoring"), escaped(joined(", ", watched)))
    tasks = [
        item for item in project.referrers(model) if canonical(item.model) == canonical(model.id) and item.kind != "sprint"
    ]
    if tasks:
        yield headed(said("Tasks"), _listed(tasks))


def _registered(project: Project, model: ModelVersion, found: RegisteredVersion) -> str:
    """What the file names in the registry, which may have moved on to another version."""
    if why := why_another(project, model, found):
        return said("now {version}, {why}", _named(found), why)
    made = (run for run in project.facts[Runs].named(found.run) if found.run)
    return joined(", ", (said("registered as {version}", _named(found)), *(_made_by(project, run) for run in made)))


def _made_by(project: Project, run: Run) -> str:
    """`from run trees of EXP-3 (Ship)`."""
    experiments = experiments_of(project, run)
    stands = (DECISIONS[each.decision] if each.decision else each.stands for each in experiments)
    words = (said("of {experiment} ({stands})", each.shown, how) for each, how in zip(experiments, stands, strict=True))
    return joined(" ", (said("from run {run}", run.shown), *words))


def _named(version: RegisteredVersion) -> str:
    """A registered version with its aliases and its stage: `fraud v3, alias champion`."""
    stage = [said("stage {stage}", version.stage)] if version.stage else []
    return joined(", ", (version.shown, *(said("alias {alias}", alias) for alias in version.aliases), *stage))


def _validation(project: Project, item: Item, result: Validation) -> str:
    """`customers: validation failed 2 days ago (plan: to exist)`."""
    words = said("{asset}: validation passed" if result.success else "{asset}: validation failed", result.asset)
    told = joined(" ", (words, _ago(project, item, result.when))) if result.when else words
    if result.success:
        return told
    more = said(" and {count} more", result.failures - _FAILED_SHOWN) if result.failures > _FAILED_SHOWN else ""
    return joined("", (told, " (", "; ".join(result.failed[:_FAILED_SHOWN]), more, ")"))


def _listed(items: Sequence[Item]) -> str:
    return some([item.shown_with_status for item in items], _ITEMS_SHOWN)
