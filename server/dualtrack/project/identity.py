"""By which ids an item goes, and went before."""

from itertools import chain

from dualtrack.facts.pasts import Past, Pasts, Version
from dualtrack.files.item_states import name_of
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.project import Project


def ids_of(project: Project, item: Item) -> tuple[str, ...]:
    """The canonical id of an item, and those that it had before and that nobody else has now."""
    if not item.id:
        return ()
    own = canonical(item.id)
    found = [own]
    for id in found:  # which grows
        stated = item.formerly if id == own else ()
        former = map(canonical, (*stated, *project.facts[Pasts].by_id.get(id, Past()).formerly))
        found += [each for each in dict.fromkeys(former) if each not in found and not project.index["id"][each]]
    return tuple(found)


def past_of(project: Project, item: Item) -> Past:
    """The past of an item, under all its ids."""
    pasts = project.facts[Pasts].by_id
    own = pasts.get(name_of(item), Past())
    former = [pasts[id] for id in ids_of(project, item)[1:] if id in pasts]
    if not former:
        return own
    versions: dict[str, Version] = {}
    for version in chain(*(past.versions for past in (*former, own))):
        other = versions.get(version.hash, version)
        # The commit that replaced the id ended one past and began another.
        versions[version.hash] = other._replace(before=other.before or version.before, after=version.after or other.after)
    return own._replace(versions=tuple(sorted(versions.values(), key=lambda version: version.committed)))
