"""Give an item another id, everywhere it is mentioned."""

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.changes.next_id import next_id
from dualtrack.files.values import kind_of_prefix
from dualtrack.model.mention import canonical, is_id, leading_id, prefix_of
from dualtrack.project.branches import only_elsewhere
from dualtrack.project.mentions import mentions_of
from dualtrack.project.project import Project
from dualtrack.text import Edit


def renumber(project: Project, key: str, id: str = "") -> Change:
    """Replace the item's id by another, the next free one if none is given: in its file and its file's name, and, unless a twin
    bears the id too, wherever else the board's files mention it."""
    item = item_to_change(project, key)
    if not is_id(item.id):
        raise Refusal(f"{item.shown} has no number")
    id = id.strip() or next_id(project, prefix_of(item.id))
    if not is_id(id) or kind_of_prefix(id, project.conventions(item)) not in (item.kind, None):
        raise Refusal(f'"{id}" is no id of {"an experiment" if item.kind == "experiment" else "a task"}')
    if canonical(id) != canonical(item.id) and (taken := project.find(id)):
        raise Refusal(f"{id} is taken by {taken.path}")
    if canonical(id) != canonical(item.id) and (there := only_elsewhere(project, id)):
        raise Refusal(f"{id} is taken on {there[0].branch} by {there[0].path}")
    alone = len(project.twins(item.id)) == 1
    edits: dict[str, tuple[Edit, ...]] = {}
    for path in (item.path, *sorted(project.documents.keys() - {item.path} if alone else ())):
        if found := tuple(Edit(span, id) for span in mentions_of(project.documents[path].text, item.id)):
            edits[path] = found
    name = item.path.rpartition("/")[2]
    written = leading_id(name)
    renamed: dict[str, str] = {}
    if canonical(written) == canonical(item.id) and not item.is_inline:
        renamed[item.path] = item.path.removesuffix(name) + id + name.removeprefix(written)
        if renamed[item.path] in project.documents:
            raise Refusal(f"{renamed[item.path]} exists already")
    return Change(f"{item.id} is now {id}", edits, renamed=renamed)
