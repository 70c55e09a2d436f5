"""The Definition of Done of what was made elsewhere: open work gets the list, closed work is asked for nothing new."""

from collections.abc import Collection, Mapping
from contextlib import suppress

from dualtrack.changes.change import Refusal
from dualtrack.changes.insert_dod import insert_dod
from dualtrack.files.document import parse
from dualtrack.files.edits import append_entry
from dualtrack.model.conventions import Phase
from dualtrack.project.project import Project
from dualtrack.project.required_items import missing_items
from dualtrack.text import apply

_RULE = "missing-dod-item"


def with_checklists(project: Project, files: Mapping[str, str], phases: Collection[Phase | None]) -> dict[str, str]:
    """The files, those of items in one of the phases with what a Definition of Done will ask for, those of closed items
    with leave to lack it. What an item of the same id lacks already is left to be said."""
    asked = {item.key for item in project.items.values() if missing_items(project, item)}
    draft = project.with_files(parse(path, text) for path, text in files.items())
    texts = dict(files)
    for path in files:
        for item in draft.items_in(path):
            begun = item if item.is_closed else item.model_copy(update={"phase": "active"})
            names = missing_items(draft, begun)
            if not names or item.archived or item.filed or item.key in asked:
                continue
            with suppress(Refusal):  # a text that looks like a merge conflict is left as it is
                if item.phase in phases:
                    texts[path] = apply(texts[path], insert_dod(draft, item.key, tuple(names)).edits[path])
                elif item.is_closed:
                    texts[path] = apply(texts[path], (append_entry(draft.document(item), "allow", _RULE),))
    return texts
