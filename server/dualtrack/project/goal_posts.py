"""What an experiment is measured by, changed after work on it had begun, without a word on why."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from dualtrack.facts.pasts import Pasts
from dualtrack.files.item_states import name_of
from dualtrack.model.criterion import Criterion
from dualtrack.model.experiment import Experiment
from dualtrack.model.timeboxed import plan_of
from dualtrack.project import evidence
from dualtrack.project.board import is_within
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project
from dualtrack.project.timeline import Event, EventKind, events

_GOAL_POSTS: tuple[EventKind, ...] = ("timebox", "success criteria", "stop criteria")


class MovedGoalPost(NamedTuple):
    """A goal post that stands elsewhere than when work began: how it stood then, and the last change without a reason."""

    kind: EventKind
    was: str
    change: Event


def work_began(project: Project, experiment: Experiment) -> datetime | None:
    """When the first linked run began, or ended where only that is known, or when the first commit was made that mentions the
    experiment and touches more than the boards' own files."""
    moments = [when for run in linked_runs(project, experiment).runs if (when := run.started or run.ended)]
    folders = [folder for board in project.boards for folder in board.item_folders if folder]
    for commit in evidence.commits(project, experiment):
        elsewhere = (path for path in commit.paths if not any(is_within(path, folder) for folder in folders))
        if not evidence.reverts(project, experiment, commit) and any(elsewhere):
            moments.append(commit.when)
    return min(moments, default=None)


def moved_goal_posts(project: Project, experiment: Experiment) -> Iterator[MovedGoalPost]:
    """The goal posts that were moved after work began, where a commit that did so does not say why.

    A commit says why below its subject, or, for the timebox, by an extension with a reason. What is not committed can still be
    explained, what was put back has not moved, and to shorten the timebox or to state what was not stated is no such move.
    """
    if len(project.facts[Pasts].of(name_of(experiment), experiment.path).versions) < 2:
        return  # as it was committed first
    happened = [event for event in events(project, experiment) if event.kind in (*_GOAL_POSTS, "extension")]
    began = work_began(project, experiment) if happened else None
    if not began:
        return
    extended = {event.hash for event in happened if event.kind == "extension" and ": " in event.after}
    for kind in _GOAL_POSTS:
        changes = [event for event in happened if event.kind == kind and (not event.when or event.when > began)]
        changes = changes[next((at for at, event in enumerate(changes) if event.before), len(changes)) :]
        silent = [event for event in changes if event.hash and not event.reason]
        if kind == "timebox":
            silent = [event for event in silent if event.hash not in extended]
        if silent and _is_moved(kind, changes[0].before, changes[-1].after):
            yield MovedGoalPost(kind, changes[0].before, silent[-1])


def _is_moved(kind: EventKind, was: str, now: str) -> bool:
    if kind != "timebox":
        return _meaning(was) != _meaning(now)
    try:
        return not now or plan_of(now)[0] > plan_of(was)[0]
    except ValueError:
        return False


def _meaning(written: str) -> list[object]:
    """Criteria as they are judged, so that another spelling is no other criterion."""
    read = ((text, evidence.criterion_of(text)) for text in written.split("; "))
    return [found.alternatives if isinstance(found, Criterion) else text for text, found in read]
