"""The notebooks of the work tree."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.table import Table, grouped

TEXT_SUFFIXES = (".py", ".md", ".Rmd", ".qmd", ".R", ".r", ".jl", ".scala", ".sql")
"""Of notebooks that are kept as text, by jupytext, Quarto or Databricks."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook by its path, with the ids that its source cells could mention.

    `in_order`: whether all of its code ran from top to bottom; None where nothing ran, or outputs are not kept. `error` is the
    name of the error in which what ran last ended. `sources` is a digest of the cells without their outputs. `fault` says why
    it cannot be read, as the end of a sentence that begins with its path.
    """

    path: str
    ids: tuple[str, ...] = ()
    in_order: bool | None = None
    error: str = ""
    sources: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Notebooks(Fact):
    """The notebooks by path, and their paths by canonical id that a cell could mention and by the name of the file."""

    by_path: Table[str, Notebook] = field(default_factory=Table[str, Notebook])
    by_id: Table[str, tuple[str, ...]] = field(default_factory=Table[str, tuple[str, ...]], compare=False)
    by_name: Table[str, tuple[str, ...]] = field(default_factory=Table[str, tuple[str, ...]], compare=False)

    @classmethod
    def of(cls, notebooks: Iterable[Notebook]) -> "Notebooks":
        """These notebooks."""
        by_path = {notebook.path: notebook for notebook in notebooks}
        by_id = grouped((id, path) for path, notebook in by_path.items() for id in notebook.ids)
        return cls(Table(by_path), by_id, grouped((path.rpartition("/")[2], path) for path in by_path))
