"""What an item lacks before work on it can begin."""

from collections.abc import Iterable, Iterator

from dualtrack.model.criterion import Criterion
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.priority import priority_rank
from dualtrack.model.words import natural
from dualtrack.project.branches import states_elsewhere
from dualtrack.project.evidence import criterion_of
from dualtrack.project.identity import renamed
from dualtrack.project.last_word import moved_on
from dualtrack.project.parents import waits_for
from dualtrack.project.project import Project
from dualtrack.said import joined, said

EXAMPLE_TITLES = ("Say what you investigate", "Say what you deliver")
"""Of the experiment and the task that a new board begins with; nobody does them until they are called otherwise."""
_BRANCHES = 3


def lacks(experiment: Experiment) -> list[str]:
    """What an experiment does not say yet, though it has to be agreed on before it begins; a faulty value is not missing."""
    faulty = {fault.route[0] for fault in experiment.faults}
    found: list[str] = []
    if not experiment.hypothesis and "hypothesis" not in faulty:
        found.append(said("no hypothesis"))
    stated = [text for text in experiment.success_criteria if text]
    if not any(isinstance(criterion_of(text), Criterion) for text in stated) and "success_criteria" not in faulty:
        found.append(said("no numeric success criterion") if stated else said("no success criterion"))
    if not experiment.timebox and not faulty & {"timebox", "timebox_days"}:
        found.append(said("no timebox"))
    return found


def is_draft(project: Project, item: Item) -> bool:
    """Whether nobody is to begin with it yet, as its id says."""
    drafts = project.board(item).layout.drafts
    return bool(drafts) and item.id.casefold().startswith(drafts)


def obstacles(project: Project, item: Item) -> Iterator[str]:
    """Why work on a waiting item cannot begin now."""
    if not project.document(item).is_read:
        yield said("has a file that cannot be read in full")
    if is_draft(project, item):
        yield said("is a draft")
    if item.title in EXAMPLE_TITLES:
        yield said("is an example: give it a title of its own")
    if moved := moved_on(project, item):
        yield said("is behind: {does}", moved.does)
    if item.blocked:
        yield said("is blocked: {reason}", item.blocked.reason or item.blocked.kind or said("no reason given"))
    if waiting := waits_for(project, item):
        yield said("waits for {waiting}", joined(", ", (other.shown_with_status for other in waiting)))
    unknown = [name for name in item.depends_on if name and not project.find(name)]
    now = {name: other for name in unknown if (other := renamed(project, name))}
    open_now = ((name, other.id) for name, other in now.items() if not other.is_closed)
    yield from (said("waits for {name}, which is {id} now", *each) for each in open_now)
    if missing := [name for name in unknown if name not in now]:
        yield said("waits for {unknown}, which is not here", joined(", ", missing))
    branches: dict[str, list[str]] = {}
    for there in states_elsewhere(project, item):
        branches.setdefault(there.status, []).append(there.branch)
    for status, names in branches.items():
        more = said(" and {count} more", len(names) - _BRANCHES) if len(names) > _BRANCHES else ""
        yield said("is {status} on branch {branch}", status, joined(", ", names[:_BRANCHES]) + more)
    if isinstance(item, Experiment):
        yield from (said("has {each}", each) for each in lacks(item))


def in_order(items: Iterable[Item]) -> list[Item]:
    """Items in the order of their priority, then as people count."""
    return sorted(items, key=lambda item: (priority_rank(item.priority), natural(item.shown), item.key))
