"""What is to be done next with an item, as far as its file and what is known of it tell."""

from collections.abc import Iterator

from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.sprint import Sprint
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project import evidence
from dualtrack.project.last_word import moved_on
from dualtrack.project.linked_runs import candidates, linked_runs
from dualtrack.project.parents import waits_for
from dualtrack.project.project import Project
from dualtrack.project.readiness import obstacles
from dualtrack.project.validated_data import validations
from dualtrack.said import plural


def next_step(project: Project, item: Item) -> str:
    """The first thing that there is to do: `decide: the timebox is 4 days over`; empty where nothing follows."""
    match item:
        case Sprint():
            found = _of_sprint(project, item)
        case ModelVersion():
            found = _of_model(project, item)
        case Experiment() if item.is_closed:
            found = _of_decided(item)
        case _ if item.is_closed or item.kind == "page":
            found = iter(())
        case _ if moved := moved_on(project, item):
            ends = moved.is_closed and isinstance(item, Experiment) and not item.decision
            found = iter((f"{'decide' if ends else f'move it to {moved.status.name}'}: {moved.does}",))
        case _ if item.blocked:
            found = iter((f"remove what blocks it: {item.blocked.reason or item.blocked.kind or 'no reason is given'}",))
        case _ if not item.is_active:
            found = _of_waiting(project, item)
        case Experiment():
            found = _of_running(project, item)
        case _:
            found = _of_task(project, item)
    return next(found, "")


def _of_sprint(project: Project, sprint: Sprint) -> Iterator[str]:
    still_open = [item for item in project.members(sprint) if not item.is_closed]
    if still_open and sprint.has_ended(project.today(sprint)):
        yield f"close or carry over {plural(len(still_open), 'open item')}"


def _of_model(project: Project, model: ModelVersion) -> Iterator[str]:
    for item in project.referrers(model):
        if item.kind in ("task", "experiment") and item.is_active:
            yield f"{item.label} ({item.status})"


def _of_decided(item: Experiment) -> Iterator[str]:
    if item.phase == "done" and not item.decision:
        yield "decide: it was closed without a decision"
    elif item.phase == "done" and not item.has_learnings:
        yield "write down what was learned"


def _of_waiting(project: Project, item: Item) -> Iterator[str]:
    for obstacle in obstacles(project, item):
        kind, _, rest = obstacle.partition(" ")
        if kind == "waits":
            yield f"wait {rest}"
        elif obstacle.startswith("has no "):
            yield f"state the {obstacle.removeprefix('has no ')}"
        else:
            yield f"wait: it {obstacle}"
    yield "start it: nothing is in the way"


def _of_running(project: Project, item: Experiment) -> Iterator[str]:
    today, judged = project.today(item), evidence.judgements(project, item)
    for judgement in evidence.stop_judgements(project, item):
        if judgement.verdict == "met":
            yield f"decide: the stop criterion {judgement.criterion.text} is met"
    if item.timebox and item.timebox_expired(today):
        yield f"decide: the timebox is {item.timebox.standing(today)}"
    if judged and all(judgement.verdict == "met" for judgement in judged):
        yield "decide: " + ("the success criterion is met" if len(judged) == 1 else "all success criteria are met")
    statuses = project.conventions(item).track(item.track).statuses
    if len(statuses) > 2 and statuses[-1].name == item.status:
        yield f"decide: {item.status} is the last status before a decision"
    if not item.success_criteria:
        yield "state a success criterion"
    if found := candidates(project, item):
        yield f"link {plural(len(found), 'run')} that may belong here"
    if not linked_runs(project, item).runs:
        yield "log a first run"
    verdicts = {judgement.verdict for judgement in judged}
    if "not met" not in verdicts and not verdicts.isdisjoint(("met once", "within noise")):
        yield "repeat the run with other seeds: one run can be chance"
    yield from _timebox(project, item)


def _timebox(project: Project, item: Timeboxed) -> Iterator[str]:
    if item.timebox and item.timebox.started:
        yield f"go on until {item.timebox.end}" if item.timebox.end else ""


def _of_task(project: Project, item: Item) -> Iterator[str]:
    if waiting := waits_for(project, item):
        yield f"wait for {', '.join(f'{other.shown} ({other.status})' for other in waiting)}"
    for result in validations(project, item):
        if not result.success:
            yield f"make {result.asset} valid: {'; '.join(result.failed[:1])}"
    still_open = [line.shown for line in item.dod if not line.closed]
    if still_open:
        yield still_open[0]
    elif item.dod:
        done = project.conventions(item).track(item.track).closed
        yield f"move it to {done[0].name}: the Definition of Done is closed" if done else ""
