"""How the files of a board are laid out: ours, or Backlog.md's."""

from collections.abc import Callable
from dataclasses import dataclass

from dualtrack.files.backlog import full_id
from dualtrack.files.document import Document
from dualtrack.files.read import read_items
from dualtrack.files.read_backlog import read_backlog_items
from dualtrack.model.conventions import Conventions
from dualtrack.model.item import Item


@dataclass(frozen=True)
class Layout:
    """Which files are items, by their suffixes; the function that reads one, given its path inside the board's folder; and what
    else differs between the tools that write them.

    `needs_dod`: work without a Definition of Done lacks one. `made_by`: the command that makes new items, empty where we do.
    `has_our_settings`: its settings are a `dualtrack.yaml`. `quotes`: the tool adds missing quotation marks when it reads
    a file, so that their lack is no fault. `drafts`: how the ids of drafts begin, empty where there are none.
    """

    suffixes: tuple[str, ...]
    read: Callable[[Document, Conventions, str], tuple[Item, ...]]
    needs_dod: bool = True
    made_by: str = ""
    has_our_settings: bool = True
    quotes: bool = False
    drafts: str = ""
    means: Callable[[str, Conventions], str] = lambda id, _: ""
    """Another id by which references mean the item of an id; empty where there is none."""


OURS = Layout((".md", ".yaml", ".yml"), lambda document, conventions, _: read_items(document, conventions))
BACKLOG = Layout(
    (".md",),
    read_backlog_items,
    needs_dod=False,  # Backlog.md writes the list into a task when it is made, and a task may be made without
    made_by="backlog task create",
    has_our_settings=False,
    quotes=True,
    drafts="draft-",
    means=lambda id, conventions: "" if (full := full_id(id, next(iter(conventions.prefixes)))) == id else full,
)
