"""The Definition of Done of open work that was made elsewhere."""

from collections.abc import Collection, Mapping
from contextlib import suppress

from dualtrack.changes.change import Refusal
from dualtrack.changes.insert_dod import insert_dod
from dualtrack.files.document import parse
from dualtrack.model.conventions import Phase
from dualtrack.project.project import Project
from dualtrack.project.required_items import missing_items
from dualtrack.text import apply


def with_checklists(project: Project, files: Mapping[str, str], phases: Collection[Phase | None]) -> dict[str, str]:
    """The files, those of items in one of the phases with what a Definition of Done will ask for. What an item of the same id
    lacks already is left to be said."""
    asked = {item.key for item in project.items.values() if missing_items(project, item)}
    draft = project.with_files(parse(path, text) for path, text in files.items())
    texts = dict(files)
    for path in files:
        for item in draft.items_in(path):
            if item.phase not in phases or item.key in asked:
                continue
            if names := missing_items(draft, item.model_copy(update={"phase": "active"})):
                with suppress(Refusal):  # a text that looks like a merge conflict is left as it is
                    texts[path] = apply(texts[path], insert_dod(draft, item.key, tuple(names)).edits[path])
    return texts
