"""Airflow's DAGs, read as Python's syntax tree; nothing is imported or run."""

import ast
import re
import warnings
from collections.abc import Iterator

from dualtrack.adapters.pipelines.definition import PipelineDefinition, names_deployment

_POSSIBLE = re.compile(r"^[ \t]*(?:import|from)[ \t]+airflow\b", re.MULTILINE)
_DEFINES = re.compile(r"\bDAG\b[ \t]*\(|^[ \t]*@(?:\w+\.)*dag\b", re.MULTILINE)
_NAMED = re.compile(r"""\bdag_id[ \t]*=[ \t]*["']([^"'\n]{1,200})["']""")


def read_airflow(text: str, in_dags: bool) -> PipelineDefinition | None:
    """The DAGs of a Python file, None if it defines none. `in_dags`: in a folder of DAGs the call of a factory makes one."""
    if not _POSSIBLE.search(text):
        return None
    try:
        with warnings.catch_warnings():  # of what is odd in the file
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _half_written(text)
    nodes = list(ast.walk(tree))
    dags = list(_dags(nodes, in_dags))
    if not dags:
        return None
    named = [name for name in dags if name]
    tasks, modules = list(_tasks(nodes)), _modules(nodes)
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return PipelineDefinition(
        ", ".join(dict.fromkeys(named)),
        names_deployment([*named, *tasks]),
        "\n".join(texts),
        modules=modules,
        said="\n".join([*texts, *named, *tasks, *modules]),
    )


def _half_written(text: str) -> PipelineDefinition | None:
    if not _DEFINES.search(text):
        return None
    named = _NAMED.findall(text)
    return PipelineDefinition(", ".join(dict.fromkeys(named)), names_deployment(named), text, said=text)


def _dags(nodes: list[ast.AST], in_dags: bool) -> Iterator[str]:
    """The names of the DAGs, empty for those that are computed."""
    for node in nodes:
        if isinstance(node, ast.Call):
            called = _name(node.func)
            if called == "DAG" or (in_dags and called != "dag" and called.casefold().endswith("dag")):
                yield _argument(node, "dag_id", 0)
        elif isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if _name(decorator) == "dag":
                    yield (isinstance(decorator, ast.Call) and _argument(decorator, "dag_id", 0)) or node.name


def _tasks(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Call):
            yield _argument(node, "task_id")
        elif isinstance(node, ast.FunctionDef) and any(_name(decorator) == "task" for decorator in node.decorator_list):
            yield node.name


def _modules(nodes: list[ast.AST]) -> tuple[str, ...]:
    """The modules that could be the repository's own; `from a import b` could be `a.b` too."""
    found: dict[str, None] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(dict.fromkeys(alias.name for alias in node.names))
        elif isinstance(node, ast.ImportFrom) and node.module and node.level <= 1:
            found[node.module] = None
            found.update(dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names))
    return tuple(found)


def _name(node: ast.expr) -> str:
    """`task` of `task`, `decorators.task`, `task(…)` and `task.docker(…)`."""
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        return node.value.id if isinstance(node.value, ast.Name) and node.value.id == "task" else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _argument(call: ast.Call, keyword: str, place: int | None = None) -> str:
    """A text among a call's arguments, by its name or its place; empty if there is none."""
    given = [argument.value for argument in call.keywords if argument.arg == keyword]
    if not given and place is not None:
        given = call.args[place : place + 1]
    return given[0].value if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str) else ""
