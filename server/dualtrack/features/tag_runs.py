"""What the light bulb offers in a training script: a line that tags its runs with the item that they belong to."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.facts.checkout import Checkout
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import branch_ids
from dualtrack.project.linked_runs import is_one_file
from dualtrack.project.project import Project
from dualtrack.text import Edit, Lines, Span, newline_of

_LONGEST_TEXT = 200_000
_MOST_OFFERS = 5
_BEGINS = {
    "mlflow": ("start_run",),
    "wandb": ("init",),
    "comet_ml": ("start", "Experiment", "OfflineExperiment"),
    "trackio": ("init",),
    "dvclive": ("Live",),
    "tensorboardX": ("SummaryWriter",),
    "torch.utils.tensorboard": ("SummaryWriter",),
}
"""By tracker, what begins a run."""
_GIVEN = ("dvclive", "tensorboardX", "torch.utils.tensorboard")
"""Those that have no run of their own, so that what writes it is given."""


class TagOffer(NamedTuple):
    """A title, and the edits of the script."""

    title: str
    edits: tuple[Edit, ...]


class _Begun(NamedTuple):
    """Where a run begins: the statement, the line below which it has begun, its indentation, the name of what is given."""

    statement: ast.stmt
    below: int
    indent: str
    live: str = ""


def tag_offers(project: Project, path: str, text: str, span: Span) -> Iterator[TagOffer]:
    """The offers where a run begins on the lines of a span of a Python text, unless it tags its runs already."""
    if len(text) > _LONGEST_TEXT or "dualtrack.tag(" in text or not any(name in text for name in _BEGINS):
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = Lines(text)
    first, last = (lines.position(offset)[0] + 1 for offset in span)
    begun = next((each for each in _begun(tree, lines) if each.statement.lineno <= last and first <= each.below), None)
    if begun:
        for item in _items(project, path)[:_MOST_OFFERS]:
            live = f", {begun.live}" if begun.live else ""
            line = f'{begun.indent}dualtrack.tag("{item.id}"{live})'
            edits = [_below(lines, text, begun.below, line)]
            if not any(isinstance(each, ast.Import) and any(a.name == "dualtrack" for a in each.names) for each in tree.body):
                edits.insert(0, _below(lines, text, _last_import(tree, begun), "import dualtrack"))
            yield TagOffer(f"Tag these runs with {item.label}", tuple(edits))


def _items(project: Project, path: str) -> list[Item]:
    """The experiments that a script may work for: of the branch that is checked out, that name it, then all active ones."""
    active = [item for item in project.items.values() if isinstance(item, Experiment) and item.is_active and item.id]
    branch = {item.key for id in branch_ids(project.facts[Checkout].branch) if (item := project.find(id))}
    naming = {item.key for item in active if any(name and is_one_file(path, name) for name in item.notebooks)}
    return sorted(active, key=lambda item: (item.key not in branch, item.key not in naming, item.id))


def _begun(tree: ast.Module, lines: Lines) -> Iterator[_Begun]:
    names = {name: tracker for tracker, name in _imported(tree)}
    for node in ast.walk(tree):
        match node:
            case ast.With(items=items, body=body):
                for each in items:
                    is_alone = body[0].lineno > (each.context_expr.end_lineno or 0)
                    if is_alone and (tracker := _tracker(each.context_expr, names)):
                        live = each.optional_vars.id if isinstance(each.optional_vars, ast.Name) else ""
                        if tracker not in _GIVEN or live:
                            below = body[0].lineno - 1
                            yield _Begun(node, below, _indent(lines, body[0]), live if tracker in _GIVEN else "")
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if tracker := _tracker(value, names):
                yield _Begun(node, node.end_lineno or 0, _indent(lines, node), name if tracker in _GIVEN else "")
            case ast.Expr(value=value) if (tracker := _tracker(value, names)) and tracker not in _GIVEN:
                yield _Begun(node, node.end_lineno or 0, _indent(lines, node))
            case _:
                pass


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The trackers with the names that they, or what begins their runs, have in a script."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((each.name, each.asname or each.name) for each in node.names if each.name in _BEGINS)
        elif isinstance(node, ast.ImportFrom) and node.module in _BEGINS:
            begins = _BEGINS[node.module]
            yield from ((node.module, f"{each.asname or each.name}()") for each in node.names if each.name in begins)


def _tracker(value: ast.expr, names: dict[str, str]) -> str:
    """The tracker whose run an expression begins; empty for any other."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)) if module in names:
            return names[module] if name in _BEGINS[names[module]] else ""
        case ast.Call(func=ast.Name(id=name)):
            return names.get(f"{name}()", "")
        case _:
            return ""


def _last_import(tree: ast.Module, begun: _Begun) -> int:
    """The line below which another import goes: the last of those at the top, before the run begins."""
    imports = (each for each in tree.body if isinstance(each, ast.Import | ast.ImportFrom))
    return max((each.end_lineno or 0 for each in imports if each.lineno < begun.statement.lineno), default=0)


def _below(lines: Lines, text: str, line: int, added: str) -> Edit:
    """The edit that adds a line below one, counted from 1."""
    if line >= len(lines.starts):
        return Edit(Span(len(text), len(text)), f"{newline_of(text)}{added}")
    at = lines.line(line).start
    return Edit(Span(at, at), f"{added}{newline_of(text)}")


def _indent(lines: Lines, statement: ast.stmt) -> str:
    row = lines.text[slice(*lines.line(statement.lineno - 1))]
    return row[: len(row) - len(row.lstrip())]
