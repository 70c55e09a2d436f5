"""When work came to the default branch: a commit that was rebased, picked or squashed keeps the date of its author."""

from datetime import UTC, date, datetime

from dualtrack.facts.checkout import Checkout
from dualtrack.facts.history import Commit, History
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.project import Project
from dualtrack.project.timeline import Event


def day_of_commit(project: Project, item: Item, commit: Commit) -> date:
    """The day on which a commit landed; of one on a branch, which may be rebased every day, that of its author."""
    day = project.local(item, commit.when).date()
    return max(day, _day(project, item, commit.committed)) if commit.landed and commit.committed else day


def day_of_event(project: Project, item: Item, event: Event, day: date) -> date:
    """The same of a change of an item, which happened on a day."""
    history, known = project.facts[History], project.facts[History].commits.get(event.hash)
    is_landed = known.landed if known else bool(history.trunk) and project.facts[Checkout].branch == history.trunk
    return max(day, _day(project, item, event.committed)) if is_landed and event.committed else day


def merges_since(project: Project, item: Item, since: date) -> list[Commit]:
    """The merges that brought the branch of an item to the default branch since a day, the latest first."""
    history, id = project.facts[History], canonical(item.id)
    found = (history.commits[hash] for hash, ids in history.merges if id and id in ids)
    return [commit for commit in found if day_of_commit(project, item, commit) >= since]


def _day(project: Project, item: Item, seconds: int) -> date:
    return project.local(item, datetime.fromtimestamp(seconds, UTC)).date()
