"""Name another notebook in the place of one."""

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.files.edits import scalar, set_yaml
from dualtrack.files.yaml_tree import Sequence
from dualtrack.project.project import Project
from dualtrack.said import said


def name_notebook(project: Project, key: str, index: int, path: str) -> Change:
    """Give an entry of an item's `notebooks:` another path."""
    item = item_to_change(project, key)
    document = project.document(item)
    route = (*item.route, "notebooks")
    node = document.node(route)
    if isinstance(node, Sequence) and index < len(node.entries):
        route = (*route, index)
        value: object = [path if at == index else entry.value for at, entry in enumerate(node.entries)]
    elif node and len(item.notebooks) == 1:
        value = path
    else:
        raise Refusal(said("{path} names its notebooks in a way that cannot be changed safely; change it by hand", item.path))
    edits = set_yaml(document, route, scalar(path))
    return Change(
        said("{item} names {path}", item.shown, path), {item.path: edited(document, edits, item.route, notebooks=value)}
    )
