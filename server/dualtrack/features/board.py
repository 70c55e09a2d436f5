"""The boards of a project: track, status, card."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from dualtrack.facts.checkout import Checkout
from dualtrack.features.card import Card, card, cards_elsewhere
from dualtrack.features.loose_runs import LooseRuns, loose_runs
from dualtrack.features.milestones import Milestone, models, sprints
from dualtrack.model.conventions import TRACKS, Status, Track
from dualtrack.model.item import Item
from dualtrack.model.mention import branch_ids
from dualtrack.model.priority import priority_rank
from dualtrack.model.words import natural
from dualtrack.project.board import Board
from dualtrack.project.project import Project
from dualtrack.project.sprint_room import points_in
from dualtrack.project.staleness import WorkedOut, work_out
from dualtrack.said import joined, said

_Place: TypeAlias = tuple[str, str, str | None]
"""The folder of a board, a track and a status."""

_UNKNOWN = said("unknown status")
"""One column for all of them: a status that is being typed must not make a column with every key."""


@dataclass(frozen=True)
class Column:
    """One status of a track with the keys of its cards, those of another branch last; `badge` is what stands beside its name
    (`2 · limit 3 · 8 pt`), and counts what is here; `after` is what a limited one says when one more comes."""

    status: str
    badge: str
    over_limit: bool
    closed: bool
    cards: list[str]
    after: str = ""


@dataclass(frozen=True)
class BoardTrack:
    """One track of a board."""

    name: str
    badge: str
    columns: list[Column]


@dataclass(frozen=True)
class BoardView:
    """One board; a repository may hold several. `folder` is where it is, empty for the project's own folder."""

    folder: str
    tracks: list[BoardTrack]
    sprints: list[Milestone] = field(default_factory=list[Milestone])
    models: list[Milestone] = field(default_factory=list[Milestone])


@dataclass(frozen=True)
class Boards:
    """Every board with all its cards by key, and how many items wait for a decision."""

    boards: list[BoardView] = field(default_factory=list[BoardView])
    cards: Mapping[str, Card] = field(default_factory=dict[str, Card])
    to_decide: frozenset[str] = frozenset()
    """The keys of the items that need a decision."""
    loose: LooseRuns = field(default_factory=LooseRuns)
    on_branch: str = ""
    """The key of the item that the branch which is checked out is named for."""
    milestones: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    """The keys of all sprints and model versions."""
    items: WorkedOut[Card | None] = field(default_factory=WorkedOut[Card | None], repr=False, compare=False)
    columns: Mapping[object, tuple[frozenset[str], Column]] = field(
        default_factory=dict[object, tuple[frozenset[str], Column]], repr=False, compare=False
    )
    """The columns by board, track and status with the keys that they hold, so that the next board makes anew what changed."""
    elsewhere: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    """The keys of the cards that are only on another branch."""

    @property
    def attention(self) -> int:
        return len(self.to_decide)


def board(project: Project, before: Boards | None = None, once: bool = False) -> Boards:
    """The boards as they stand; `before` is what they were in an earlier value of the same project. `once`: nothing will be
    compared with this later."""
    before = before or Boards()
    earlier = before.items.project
    items = work_out(project, before.items, _card, once)
    cards = dict(before.cards)
    for key in before.elsewhere:
        del cards[key]
    to_decide: set[str] = set()
    moved: set[str] = set()
    milestones = before.milestones - items.changed
    for key in items.changed:
        cards.pop(key, None)
        item, last = project.items.get(key), earlier and earlier.items.get(key)
        if not item or not last or (_order(item), item.closed, item.points) != (_order(last), last.closed, last.points):
            moved.add(key)
        if item and item.kind in ("sprint", "model"):
            milestones |= {key}
        if drawn := items.values.get(key):
            cards[key] = drawn
            if drawn.needs_decision:
                to_decide.add(key)
    columns: dict[object, tuple[frozenset[str], Column]] = {}
    elsewhere: dict[_Place, list[str]] = defaultdict(list)
    for folder, there in cards_elsewhere(project):
        elsewhere[folder, there.track, there.status if there.phase else None].append(there.key)
        cards[there.key] = there
    only_there = frozenset(key for keys in elsewhere.values() for key in keys)
    held = [project.items[key] for key in sorted(milestones)]
    drawing = _Drawing(project, moved, before.columns, columns, elsewhere, held)
    boards = [drawing.board(each) for each in project.boards]
    loose = loose_runs(project, before.loose) if boards else LooseRuns()
    to_decide |= before.to_decide - items.changed
    return Boards(
        boards, cards, frozenset(to_decide), loose, _on_branch(project, cards), milestones, items, columns, only_there
    )


def _on_branch(project: Project, cards: Collection[str]) -> str:
    named = (project.find(id) for id in branch_ids(project.facts[Checkout].branch))
    return next((item.key for item in named if item and item.key in cards), "")


@dataclass(frozen=True)
class _Drawing:
    """What the columns are drawn from; `moved` are the keys of the items whose place in a column, or whose points, may be other
    ones than before, `elsewhere` those of the cards of another branch, `milestones` all sprints and model versions."""

    project: Project
    moved: Collection[str]
    before: Mapping[object, tuple[frozenset[str], Column]]
    columns: dict[object, tuple[frozenset[str], Column]]
    elsewhere: Mapping[_Place, Sequence[str]]
    milestones: Sequence[Item]

    def board(self, board: Board) -> BoardView:
        configured = board.conventions.tracks
        places = (*self.project.index["column"], *self.elsewhere)
        used = {place[1] for place in places if isinstance(place, tuple) and place[0] == board.folder}
        names = [*(name for name in configured if name in used or name in TRACKS), *sorted(used - set(configured))]
        tracks = [self.track(board, name, board.conventions.track(name)) for name in names]
        own = [item for item in self.milestones if not item.archived and self.project.board(item).folder == board.folder]
        return BoardView(board.folder, tracks, sprints(self.project, own), models(self.project, own))

    def track(self, board: Board, name: str, track: Track) -> BoardTrack:
        columns = [self.column(board, name, status, status in track.closed) for status in track.all]
        if (unknown := self.column(board, name, None, False)).cards:
            columns.append(unknown)
        column, active_statuses = self.project.index["column"], (each for each in track.all[1:] if each not in track.closed)
        active = sum(len(column[board.folder, name, status.name]) for status in active_statuses)
        return BoardTrack(name, active_badge(active), columns)

    def column(self, board: Board, track: str, status: Status | None, closed: bool) -> Column:
        place = (board.folder, track, status.name if status else None)
        keys = self.project.index["column"][place]
        drawn = (board.folder, track, status, closed)
        known = self.before.get(drawn)
        if not known or known[0] is not keys or not keys.isdisjoint(self.moved):
            known = (keys, _column(status, closed, [self.project.items[key] for key in keys]))
        self.columns[drawn] = known
        there = sorted(self.elsewhere.get(place, ()), key=natural)
        return replace(known[1], cards=[*known[1].cards, *there]) if there else known[1]


def _column(status: Status | None, closed: bool, held: list[Item]) -> Column:
    held.sort(key=_order)
    if closed:
        held.sort(key=lambda item: item.closed or date.min, reverse=True)
    wip = status.wip if status else None
    count = said("{some} · limit {most}", len(held), wip) if wip else str(len(held)) if held else ""
    badge = count if closed else with_points(count, (item.points for item in held))
    over = wip and len(held) >= wip
    more = said("{some} · over the limit of {most}" if over else "{some} · limit {most}", len(held) + 1, wip) if wip else ""
    name = status.name if status else _UNKNOWN
    return Column(name, badge, bool(wip and len(held) > wip), closed, [item.key for item in held], more)


def with_points(count: str, stated: Iterable[str]) -> str:
    """A count of cards, and how many points these have, where some state any."""
    points = sum(points_in(each) for each in stated if each)
    return joined(" · ", (count, said("{points} pt", f"{points:g}"))) if points else count


def active_badge(active: int) -> str:
    """How many items of a track are active, if any."""
    return said("{count} active", active) if active else ""


def _order(item: Item) -> tuple[int, tuple[tuple[int, str], ...], str]:
    return priority_rank(item.priority), natural(item.id or item.title), item.key


def _card(project: Project, item: Item) -> Card | None:
    return card(project, item) if item.kind in ("task", "experiment") else None
