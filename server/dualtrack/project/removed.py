"""Items whose files were deleted, as git knows them."""

from dualtrack.facts.pasts import ItemState, Past, Pasts
from dualtrack.files.values import build, kind_of_prefix
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.board import Board
from dualtrack.project.identity import renamed
from dualtrack.project.project import Project


def removed_item(project: Project, name: str, beside: Item | None = None) -> Item | None:
    """The task or experiment of an id that no item has or had any more, as it stood last. It is given the path of the item
    `beside` it, else of the first item of its board, which is the first one that knows its status."""
    id = canonical(name)
    past = project.facts[Pasts].of(id, "")
    last = last_work(past)
    if not last or past.committed or project.find(name) or renamed(project, name) or project.index["formerly"][id]:
        return None
    if not beside:
        folders = (board.folder for board in project.boards if track_on(board, past))
        folder = next(folders, next((board.folder for board in project.boards), ""))
        beside = next((item for item in project.items.values() if project.board(item).folder == folder), None)
    if not beside:
        return None
    conventions, track = project.conventions(beside), track_on(project.board(beside), past) or last.track
    values = {"status": last.status, "track": track, "points": last.points}
    kind = kind_of_prefix(id, conventions) or ("experiment" if last.track == "research" else "task")
    return build(Item, values, conventions, id=id, kind=kind, path=beside.path, title=last.title or id)


def track_on(board: Board, past: Past) -> str:
    """The track on which an item that was removed lay last on a board; empty where it was no work of this board."""
    last, ours = last_work(past), board.layout.has_our_settings
    if not last or (not ours and ("/" in last.id or last.bare)):  # without an id or keys it is no task of Backlog.md's
        return ""
    track = last.track if ours else next(iter(board.conventions.tracks))
    return track if not last.status or board.conventions.track(track).find(last.status) else ""


def last_work(past: Past) -> ItemState | None:
    """How an item stood when it was a task or an experiment last."""
    states = (state for version in reversed(past.versions) for state in (version.after, version.before))
    return next((state for state in states if state and state.track), None)
