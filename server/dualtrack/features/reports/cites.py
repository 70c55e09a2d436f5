"""What statements of reports rest on: a line of a file, a commit, a run."""

from collections.abc import Iterable
from itertools import chain, islice

from dualtrack.facts.history import History
from dualtrack.facts.pasts import Pasts
from dualtrack.facts.remote import Remote
from dualtrack.features.reports.report import Cite
from dualtrack.model.item import Item
from dualtrack.model.verdict import Judgement
from dualtrack.project.commit_order import order_of
from dualtrack.project.project import Place, Project

_CITED = 5


def in_file(project: Project, item: Item, *keys: str) -> Cite:
    """The place of the first of these keys that an item has, else its head."""
    return at(project, project.place(item, *((key,) for key in keys)))


def at(project: Project, place: Place) -> Cite:
    """A line of a file, with its page on the forge, where it is there."""
    document = project.documents[place.path]
    line = document.line_of(place.span.start) + 1
    name, page = f"{place.path}:{line}", project.facts[Remote].file(place.path, document.text, line)
    return Cite("file", name, name, page)


def in_files(project: Project, items: Iterable[Item], *keys: str) -> tuple[Cite, ...]:
    """Where a number can be counted: the places of these keys in the first of the items."""
    return tuple(in_file(project, item, *keys) for item in islice(items, _CITED))


def by_commit(project: Project, hash: str, repository: str = "") -> Cite:
    """A commit, with its page on the forge where it is one of this repository, and pushed."""
    return Cite("commit", hash, hash[:8], "" if repository else project.facts[Remote].page(hash))


def by_history(project: Project) -> tuple[Cite, ...]:
    """The newest commit that names an item, or changed its file: what is counted from the past is as of it."""
    landed = (each for each in project.facts[History].commits.values() if each.landed and any(map(project.find, each.ids)))
    naming = ((order_of(project, each), each.hash, each.repository) for each in landed)
    pasts = project.facts[Pasts].by_id.values()
    changing = ((each.versions[-1].order, each.versions[-1].hash, "") for each in pasts if each.versions)
    newest = max(chain(naming, changing), default=None)
    return (by_commit(project, *newest[1:]),) if newest else ()


def by_run(judgement: Judgement) -> tuple[Cite, ...]:
    """The run that a judgement rests on."""
    run = judgement.run
    return (Cite("run", run.id, f"run {run.shown}", run.url),) if run else ()
