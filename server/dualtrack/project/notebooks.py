"""The notebooks that an item names: which they are, and whether it rests on them."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.facts.notebooks import TEXT_SUFFIXES, Notebook, Notebooks
from dualtrack.files.links import resolved
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project


@dataclass(frozen=True)
class NamedNotebook:
    """An entry of an item's `notebooks:`: its index, the path as written, where it stands, and the notebook, if it is known."""

    index: int
    written: str
    place: Place
    notebook: Notebook | None


def named_notebooks(project: Project, item: Item) -> Iterator[NamedNotebook]:
    """The notebooks that an item names."""
    for index, written in enumerate(item.notebooks):
        if written:
            place = project.place(item, ("notebooks", index), ("notebooks",))
            yield NamedNotebook(index, written, place, named_notebook(project, item, written))


def named_notebook(project: Project, item: Item, written: str) -> Notebook | None:
    """The notebook of a path that an item names, relative to the board's folder, else to the workspace; or the text of its
    pair."""
    if written.startswith(("/", "~")):
        return None
    known = project.facts[Notebooks]
    paths = [path for folder in (project.board(item).folder, "") if (path := resolved(folder, written))]
    pairs = [path.removesuffix(".ipynb") + suffix for path in paths if path.endswith(".ipynb") for suffix in TEXT_SUFFIXES]
    if found := next((notebook for path in (*paths, *pairs) if (notebook := known.by_path.get(path))), None):
        return found
    elsewhere = [each for path in pairs[: len(TEXT_SUFFIXES)] for each in known.by_name.get(path.rpartition("/")[2], ())]
    return known.by_path.get(elsewhere[0]) if len(elsewhere) == 1 else None


def names_of_notebooks(project: Project) -> frozenset[str]:
    """`look`, where an item names notebooks/look.ipynb."""
    named = (written for item in project.asking("notebooks") for written in item.notebooks if written.endswith(".ipynb"))
    return frozenset(written.rpartition("/")[2].removesuffix(".ipynb") for written in named)


def notebooks_in_work(project: Project) -> tuple[str, ...]:
    """The paths of the notebooks that work in progress names."""
    active = (item for item in project.asking("notebooks") if item.is_active)
    named = (named.notebook for item in active for named in named_notebooks(project, item))
    return tuple(sorted({notebook.path for notebook in named if notebook}))


def evidence_notebooks(project: Project, item: Item) -> Iterator[NamedNotebook]:
    """Those that an item rests on: named by one that is done, or in the last of several statuses before that. While
    somebody still tries things out, nothing rests on them."""
    if item.phase == "done" or in_last_stretch(project, item):
        yield from (named for named in named_notebooks(project, item) if named.notebook)


def in_last_stretch(project: Project, item: Item) -> bool:
    """Whether an item has the last of several active statuses."""
    track = project.conventions(item).track(item.track)
    active = [status.name for status in track.statuses if track.phase(status) == "active"]
    return len(active) > 1 and item.status == active[-1]
