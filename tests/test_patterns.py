"""No regular expression of the server takes more than linear time, whatever text it is given."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import dualtrack
import pytest

from tests.automaton import Use
from tests.backtracking import slow_text

SERVER = Path(dualtrack.__file__).parent


def _patterns() -> Iterator[tuple[str, str, "re.Pattern[Any]"]]:
    """The patterns of each module with the names that they are used by."""
    for module in pkgutil.walk_packages([str(SERVER)], "dualtrack."):
        for name, value in vars(importlib.import_module(module.name)).items():
            yield from ((module.name, used, pattern) for used, pattern in _within(name, value))


def _within(name: str, value: Any) -> Iterator[tuple[str, "re.Pattern[Any]"]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, tuple | list | dict):
        fields = getattr(value, "_fields", None) or [name] * len(value)
        for field, inner in zip(fields, value.values() if isinstance(value, dict) else value, strict=True):
            yield from _within(field, inner)


@cache
def _uses() -> dict[str, set[Use]]:
    """How patterns are used, by their names: a private one by that of its module too."""
    found: dict[str, set[Use]] = defaultdict(set)
    for path in SERVER.rglob("*.py"):
        named = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name | ast.Attribute)]
        methods = {id(node.value): node.attr for node in named if isinstance(node, ast.Attribute)}
        module = ".".join(("dualtrack", *path.relative_to(SERVER).with_suffix("").parts))
        for node in named:
            if isinstance(node.ctx, ast.Load):
                name = node.id if isinstance(node, ast.Name) else node.attr
                method = methods.get(id(node))
                use: Use = method if method == "match" or method == "fullmatch" else "search"
                found[f"{module}.{name}" if name.startswith("_") else name].add(use)
    return found


PATTERNS = {(module, name, pattern.pattern): pattern for module, name, pattern in _patterns()}


@pytest.mark.slow
@pytest.mark.parametrize(
    "module, name, text", PATTERNS, ids=lambda value: value if isinstance(value, str) and len(value) < 50 else ""
)
def test_a_pattern_takes_linear_time(module: str, name: str, text: Any) -> None:
    for use in _uses()[f"{module}.{name}" if name.startswith("_") else name] or {"match"}:
        assert not (slow := slow_text(PATTERNS[module, name, text], use)), f"{name} ({use}) is slow on {slow!r} repeated"


@pytest.mark.parametrize(
    ("pattern", "use", "slow"),
    [
        (r"\d+,\d+", "search", True),
        (r"(?<!\d)\d+,\d+", "search", False),
        (r"\d+,\d+", "match", False),
        (r"(a+)*b", "match", True),
        (r"(a|a)*b", "match", True),
        (r"(a|b)*c", "match", False),
        (r"(?:a++)*+b", "match", False),
        (r"(?:(?:aa*a*)c)*+d", "match", True),
        (r"x*x*z", "match", True),
        (r"x*x*", "match", False),
        (r"x*x*", "fullmatch", True),
        (r"[ \t]++x", "search", True),
        (r"[ \t]{1,20}x", "search", False),
        (r"(?m)^[ \t]*x", "search", False),
        (r"(?m)^\s*x", "search", True),
        (r"(?s)'.*?(?:'|\Z)", "search", False),
        (r"\s+$", "search", True),
    ],
)
def test_a_slow_pattern_is_told_from_a_linear_one(pattern: str, use: Use, slow: bool) -> None:
    assert bool(slow_text(re.compile(pattern), use)) == slow
