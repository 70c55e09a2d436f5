"""What is to be done next with an item, as far as its file and what is known of it tell."""

from collections.abc import Iterable, Iterator, Sequence

from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.sprint import Sprint
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Judgement
from dualtrack.project import evidence
from dualtrack.project.last_word import moved_on
from dualtrack.project.linked_runs import candidates, linked_runs, unread_runs
from dualtrack.project.parents import waits_for
from dualtrack.project.project import Project
from dualtrack.project.readiness import obstacles
from dualtrack.project.validated_data import validations
from dualtrack.said import counted, plural, said

_TO_STATE = {
    "has no hypothesis": said("state the hypothesis"),
    "has no success criterion": said("state the success criterion"),
    "has no numeric success criterion": said("state the numeric success criterion"),
    "has no timebox": said("state the timebox"),
}
"""What to do about what `obstacles` says."""


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
            move = said("move it to {status}: {why}", moved.status.name, moved.does)
            found = iter((said("decide: {why}", moved.does) if ends else move,))
        case _ if item.blocked:
            reason = item.blocked.reason or item.blocked.kind or said("no reason is given")
            found = iter((said("remove what blocks it: {reason}", reason),))
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
        yield said("close or carry over {items}", plural(len(still_open), "open item"))


def _of_model(project: Project, model: ModelVersion) -> Iterator[str]:
    for item in project.referrers(model):
        if item.kind in ("task", "experiment") and item.is_active:
            yield f"{item.label} ({item.status})"


def _of_decided(item: Experiment) -> Iterator[str]:
    if item.phase == "done" and not item.decision:
        yield said("decide: it was closed without a decision")
    elif item.phase == "done" and not item.has_learnings:
        yield said("write down what was learned")


def _of_waiting(project: Project, item: Item) -> Iterator[str]:
    waiting = waits_for(project, item)
    for obstacle in obstacles(project, item):
        if waiting and obstacle.startswith("waits for "):
            yield _wait_for(waiting)
        else:
            yield _TO_STATE.get(obstacle) or said("wait: it {obstacle}", obstacle)
    yield said("start it: nothing is in the way")


def _wait_for(others: Iterable[Item]) -> str:
    return said("wait for {items}", ", ".join(other.shown_with_status for other in others))


def _of_running(project: Project, item: Experiment) -> Iterator[str]:
    today, judged = project.today(item), evidence.judgements(project, item)
    for judgement in evidence.stop_judgements(project, item):
        if judgement.verdict == "met":
            yield said("decide: the stop criterion {criterion} is met", judgement.criterion.text)
    if item.timebox and item.timebox_expired(today):
        yield said("decide: the timebox is {standing}", item.timebox.standing(today))
    if judged and all(judgement.verdict == "met" for judgement in judged):
        one = len(judged) == 1
        yield said("decide: the success criterion is met" if one else "decide: all success criteria are met")
    statuses = project.conventions(item).track(item.track).statuses
    if len(statuses) > 2 and statuses[-1].name == item.status:
        yield said("decide: {why}", last_before_decision(item.status))
    if not item.success_criteria:
        yield said("state a success criterion")
    if found := candidates(project, item):
        yield counted(len(found), "link {count} run that may belong here", "link {count} runs that may belong here")
    if not linked_runs(project, item).runs and not unread_runs(project):
        yield said("log a first run")
    open_to_chance = [judgement for judgement in judged if judgement.verdict in ("met once", "within noise")]
    if open_to_chance and all(judgement.verdict != "not met" for judgement in judged):
        yield _repeats(open_to_chance)
    yield from _timebox(project, item)


def _repeats(judged: Sequence[Judgement]) -> str:
    if not all(judgement.further for judgement in judged):
        return said("repeat the run with other seeds: the difference can be chance")
    return counted(
        max(judgement.further for judgement in judged),
        "repeat the run with {count} other seed: if that holds too, it is met",
        "repeat the run with {count} other seeds: if all hold, it is met",
    )


def last_before_decision(status: str) -> str:
    """Why an experiment in the last status of its track needs a decision."""
    return said("{status} is the last status before a decision", status)


def _timebox(project: Project, item: Timeboxed) -> Iterator[str]:
    if item.timebox and item.timebox.started:
        yield said("go on until {day}", item.timebox.end) if item.timebox.end else ""


def _of_task(project: Project, item: Item) -> Iterator[str]:
    if waiting := waits_for(project, item):
        yield _wait_for(waiting)
    for result in validations(project, item):
        if not result.success:
            yield said("make {asset} valid: {failed}", result.asset, "; ".join(result.failed[:1]))
    if item.dod and (still_open := next(evidence.open_boxes(project, item), None)):
        yield still_open.shown
    elif item.dod:
        done = project.conventions(item).track(item.track).closed
        yield said("move it to {status}: the Definition of Done is closed", done[0].name) if done else ""
