"""By which ids an item goes, and went before."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from dualtrack import limits
from dualtrack.facts.facts import Facts
from dualtrack.facts.history import Commit
from dualtrack.facts.pasts import AFTER_ALL, BEFORE_ALL, ItemVersion, Order, Past, Pasts
from dualtrack.files.item_states import name_of
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.commit_order import order_of
from dualtrack.project.project import Project
from dualtrack.project.remembered import remembered

_NO_PAST = Past()


class HeldId(NamedTuple):
    """An id that an item has or had, and where that was replaced (`hash:path`; empty for the one that it has): the item's own
    from one commit up to another. `until` is `BEFORE_ALL` where it is another item's now, and nobody knows since when."""

    id: str
    place: str = ""
    since: Order = BEFORE_ALL
    until: Order = AFTER_ALL

    @property
    def is_kept(self) -> bool:
        """Whether no other item has it now."""
        return self.until == AFTER_ALL

    def covers(self, when: Order | None) -> bool:
        """Whether what was done then is meant for the item; what has no time is meant for whoever has the id now."""
        return self.is_kept if when is None else self.since <= when < self.until


def ids_of(project: Project, item: Item) -> tuple[str, ...]:
    """The canonical id of an item, and those that it had before and that nobody else has now."""
    return tuple(dict.fromkeys(each.id for each in held_by(project, item) if each.is_kept)) if item.id else ()


def ids_at(project: Project, item: Item, commit: Commit) -> tuple[str, ...]:
    """The canonical ids by which a commit could mean an item."""
    return tuple(each.id for each in held_by(project, item) if each.covers(order_of(project, commit))) if item.id else ()


def renamed(project: Project, name: str) -> Item | None:
    """The one item that had an id which nobody has now, as its `formerly` or git tells."""
    if project.find(name):
        return None
    id = canonical(name)
    told = project.facts.derive(_by_former).get(id, ())
    keys = {*project.index["formerly"][id], *(key for key in told if key in project.items)}
    item = project.items[keys.pop()] if len(keys) == 1 else None
    return item if item and item.id else None


def _by_former(facts: Facts) -> Mapping[str, Sequence[str]]:
    """By former id, the items of which git tells that they had it, be it before another former one."""
    found: dict[str, list[str]] = {}
    pasts = facts[Pasts]
    for name, past in pasts.by_id.items():
        places: dict[tuple[str, str], None] = {}
        pending = [*past.formerly]
        while pending:
            if (place := pending.pop()) not in places:
                places[place] = None
                pending += pasts.by_file.get(place, _NO_PAST).formerly
        for former in {former for former, _ in places}:
            found.setdefault(former, []).append(name)
    return found


def held_by(project: Project, item: Item) -> tuple[HeldId, ...]:
    """The id of an item and those that it had before, the latest ones; what has no id is followed by its key."""
    own = name_of(item)
    past = project.facts[Pasts].of(own, item.path)
    # As nearly every item is.
    return _held_by(project, item) if past.formerly or item.formerly else (HeldId(own, since=past.since),)


@remembered
def _held_by(project: Project, item: Item) -> tuple[HeldId, ...]:
    pasts, own = project.facts[Pasts], name_of(item)
    past = pasts.of(own, item.path)
    found = [HeldId(own, since=past.since)]
    known, ids = {(own, "")}, {own}
    former = [*past.formerly, *((canonical(id), "") for id in item.formerly)]
    for id, place in former:  # which grows
        if len(found) > limits.FORMER_IDS:
            break
        if (id, place) in known or (not place and id in ids):
            continue
        known.add((id, place))
        ids.add(id)
        was, until = pasts.by_file.get((id, place), _NO_PAST), AFTER_ALL
        if project.index["id"][id] or was.until != BEFORE_ALL:
            until = was.until if was.until != BEFORE_ALL else pasts.of(id, "").since
        found.append(HeldId(id, place, was.since, until))
        former += pasts.of(id, place).formerly if until != BEFORE_ALL else ()
    return tuple(found)


def past_of(project: Project, item: Item) -> Past:
    """The past of an item, under all its ids."""
    own = project.facts[Pasts].of(name_of(item), item.path)
    return _past_of(project, item) if own.formerly or item.formerly else own


class Followed(NamedTuple):
    """A task or an experiment, the name by which git's versions of it are found, its past, under all its ids, and the folder of
    its board. `had_other_ids`: it went by another id before, or in another file under an id that several files have had."""

    item: Item
    name: str
    past: Past
    folder: str
    had_other_ids: bool


def followed(project: Project) -> Sequence[Followed]:
    """All tasks and experiments that are there, put together once for all that replays them."""
    if followed not in project.memory:
        pasts, found = project.facts[Pasts], list[Followed]()
        for item in project.items.values():
            if item.kind in ("task", "experiment"):
                name, folder = name_of(item), project.board(item).folder
                own = pasts.of(name, item.path)
                had_others = bool(own.formerly or item.formerly)
                found.append(Followed(item, name, _past_of(project, item) if had_others else own, folder, had_others))
        project.memory[followed] = found
    return project.memory[followed]


@remembered
def _past_of(project: Project, item: Item) -> Past:
    pasts = project.facts[Pasts]
    own = pasts.of(name_of(item), item.path)
    former = [
        pasts.by_file.get((id, place)) or pasts.of(id, "")
        for id, place, _, until in held_by(project, item)[1:]
        if until != BEFORE_ALL or (id, place) in pasts.by_file
    ]
    if not former:
        return own
    # What later became of another file under the former id, such as an archived copy, is no concern of this item.
    begun = next((version.order for version in own.versions), AFTER_ALL)
    versions: dict[str, ItemVersion] = {}
    for version in chain((each for past in reversed(former) for each in past.versions if each.order <= begun), own.versions):
        other = versions.get(version.hash, version)
        # The commit that replaced the id ended one past and began another.
        versions[version.hash] = other._replace(before=other.before or version.before, after=version.after or other.after)
    return own._replace(versions=tuple(sorted(versions.values(), key=lambda version: version.order)))
