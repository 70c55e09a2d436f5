"""Which items a Definition of Done must have (docs/format.md, "Definition of Done")."""

from dualtrack.model.definition_of_done import DodLine, comparable
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project.lookups import closed_lines, open_lines
from dualtrack.project.project import Project
from dualtrack.project.settled import settled

_MANY = 5


def required_items(project: Project, item: Item) -> tuple[str, ...]:
    """The items by name; none for what is not started, given up, no work, or kept in a YAML file."""
    if not item.has_dod and not project.board(item).layout.needs_dod:
        return ()
    if item.phase not in ("active", "done") or item.kind not in ("task", "experiment") or not item.has_body:
        return ()
    return agreed_items(project, item)


def agreed_items(project: Project, item: Item) -> tuple[str, ...]:
    """The items that the team agreed on for an item of this kind, whatever its status."""
    agreed = project.conventions(item).definition_of_done
    if isinstance(item, Experiment):
        return agreed.experiment.ship if item.decision == "ship" else agreed.experiment.otherwise
    return agreed.deploy if folded(item.type) == "deploy" else agreed.task


def missing_items(project: Project, item: Item) -> list[str]:
    """The needed items that the checklist lacks; none of closed work in a folder of Backlog.md, where a task keeps the
    list that it was made with."""
    if item.is_closed and not project.board(item).layout.needs_dod:
        return []
    return project.conventions(item).definition_of_done.missing(required_items(project, item), item.dod)


@settled
def is_never_ticked(project: Project, item: Item, text: str) -> bool:
    """Whether a line that Backlog.md's command writes into each task is one that the team does not tick: of five done items or
    more not one in five has it closed, so that it says nothing of a single one."""
    line = comparable(text)
    left, closed = (project.lookups.of(project.items, each)[line] for each in (open_lines, closed_lines))
    return left + closed >= _MANY and closed * _MANY < left + closed


def open_items(project: Project, item: Item) -> list[DodLine]:
    """The open lines that keep the item from being done: all of them, but for an experiment that does not ship the needed."""
    lines = [line for line in item.dod if not line.closed]
    if isinstance(item, Experiment) and item.decision != "ship":
        agreed, wanted = project.conventions(item).definition_of_done, required_items(project, item)
        return [line for line in lines if agreed.name_of(line) in wanted]
    return lines
