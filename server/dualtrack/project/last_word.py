"""Who has the last word on an item's status: a commit's message, or its file."""

from functools import partial
from itertools import groupby
from typing import NamedTuple

from dualtrack.facts.history import Commit, History
from dualtrack.facts.pasts import Pasts
from dualtrack.model.conventions import Status
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project import evidence
from dualtrack.project.board import is_within
from dualtrack.project.branches import states_elsewhere
from dualtrack.project.commit_order import order_of
from dualtrack.project.identity import ids_at, past_of
from dualtrack.project.project import Project
from dualtrack.project.remembered import remembered
from dualtrack.project.timeline import status_in
from dualtrack.said import joined, said

_CLOSING_COMMANDS = {"close", "closed", "resolve", "resolved", "done", "finish", "finished"}


def is_past_known(project: Project) -> bool:
    """Whether nobody can have said anything later than what is known."""
    return not project.facts.unknown(History) and not project.facts.unknown(Pasts)


class StatusByCommit(NamedTuple):
    """A status that a commit gives to an item, whose file says another; `does` is that in words."""

    commit: Commit
    status: Status
    is_closed: bool
    does: str


@remembered
def moved_on(project: Project, item: Item) -> StatusByCommit | None:
    """Where the last word on an item moves it, which its file does not say yet."""
    if not (last := last_statement(project, item)):
        return None
    commit, word = last
    track = project.conventions(item).track(item.track)
    status = track.find(word) or (track.closed[0] if folded(word) in _CLOSING_COMMANDS and track.closed else None)
    if not status or status.name == item.status or _is_so_on_default_branch(project, item, status):
        return None
    does = said("closes it") if status == track.closed[0] else said("moves it to {status}", status.name)
    return StatusByCommit(commit, status, status in track.closed, joined(" ", (commit.hash[:8], does)))


def _is_so_on_default_branch(project: Project, item: Item, status: Status) -> bool:
    """Whether its file says so there already: then this branch is behind, and not the file."""
    track = project.conventions(item).track(item.track)
    return any(each.is_default and track.find(each.status) == status for each in states_elsewhere(project, item))


def last_statement(project: Project, item: Item) -> tuple[Commit, str] | None:
    """The commit on the default branch that said last where the item stands, and the word for that; None where its file was
    changed later, where commits that stand at one place say different things, and where not all is known."""
    known = (commit for commit in evidence.commits(project, item) if commit.landed)
    landed = [commit for commit in known if not set(ids_at(project, item, commit)).isdisjoint(commit.ids)]
    stands = partial(order_of, project)
    for _, group in groupby(sorted(landed, key=stands, reverse=True), key=stands):
        commits = list(group)
        said = [(commit, word) for commit in commits if (word := word_on(project, item, commit))]
        taken_back = any(evidence.reverts(project, item, commit) for commit in commits)
        if said:
            unsure = taken_back or len({word for _, word in said}) > 1 or moved_after(project, item, said[0][0])
            return said[0] if not unsure and is_past_known(project) else None
        if taken_back or any(evidence.is_file_of(item, path) for commit in commits for path in commit.paths):
            return None
    return None


def moved_after(project: Project, item: Item, commit: Commit) -> bool:
    """Whether another commit, made later or at the same place, gave the item another status."""
    order = order_of(project, commit)
    return any(
        version.order >= order and version.hash != commit.hash
        for version in past_of(project, item).versions
        if version.before
        and version.after
        and status_in(project, item, version.before) != status_in(project, item, version.after)
    )


def word_on(project: Project, item: Item, commit: Commit) -> str:
    """What a commit says of an item's status; one that only adds the item's file says what there is to do."""
    ids = ids_at(project, item, commit)
    closes = any(id in commit.closes for id in ids)
    words = ["close"] if closes else [word for moved, word in commit.moves if moved in ids]
    return "" if not words or _only_adds(project, item, commit) else words[-1]


def _only_adds(project: Project, item: Item, commit: Commit) -> bool:
    made = any(version.hash == commit.hash and not version.before for version in past_of(project, item).versions)
    folders = [folder for board in project.boards for folder in board.item_folders]
    return made and all(any(is_within(path, folder) for folder in folders) for path in commit.paths)
