"""By which ids an item goes, and went before."""

from itertools import chain
from math import inf

from dualtrack.facts.pasts import Past, Pasts, Version
from dualtrack.files.item_states import name_of
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.project import Project


def ids_of(project: Project, item: Item) -> tuple[str, ...]:
    """The canonical id of an item, and those that it had before and that nobody else has now."""
    return _names_of(project, item) if item.id else ()


def renamed(project: Project, name: str) -> Item | None:
    """The one item whose `formerly` names an id that nobody has now."""
    keys = () if project.find(name) else tuple(project.index["formerly"][canonical(name)])
    return project.items[keys[0]] if len(keys) == 1 and project.items[keys[0]].id else None


def _names_of(project: Project, item: Item) -> tuple[str, ...]:
    """The same of any item; what has no id is followed by its key."""
    own = name_of(item)
    pasts, found = project.facts[Pasts], [own]
    former = [*map(canonical, item.formerly), *(was for was, _ in pasts.of(own, item.path).formerly)]
    for each in former:  # which grows
        if each not in found and not project.index["id"][each]:
            found.append(each)
            former += (was for was, _ in pasts.of(each, "").formerly)
    return tuple(found)


def past_of(project: Project, item: Item) -> Past:
    """The past of an item, under all its ids."""
    pasts = project.facts[Pasts]
    own = pasts.of(name_of(item), item.path)
    places = [*own.formerly]
    for place in places:  # which grows
        places += [each for each in pasts.of(*place).formerly if each not in places]
    in_files = {id: past for id, path in places if (past := pasts.by_file.get((id, path)))}
    by_id = {id: pasts.by_id[id] for id in _names_of(project, item)[1:] if id in pasts.by_id}
    former = (by_id | in_files).values()
    if not former:
        return own
    # What later became of another file under the former id, such as an archived copy, is no concern of this item.
    begun = next((version.committed for version in own.versions), inf)
    versions: dict[str, Version] = {}
    for version in chain(
        (each for past in reversed(former) for each in past.versions if each.committed <= begun), own.versions
    ):
        other = versions.get(version.hash, version)
        # The commit that replaced the id ended one past and began another.
        versions[version.hash] = other._replace(before=other.before or version.before, after=version.after or other.after)
    return own._replace(versions=tuple(sorted(versions.values(), key=lambda version: version.committed)))
