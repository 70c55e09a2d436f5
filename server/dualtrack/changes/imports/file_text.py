"""A file that holds what was imported."""

import re
from collections.abc import Mapping, Sequence

from dualtrack.files.edits import scalar

LONGEST_NAME = 80
"""Characters, the suffix included."""

_NOT_IN_BLOCK = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_IN_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


def file_name(id: str, title: str) -> str:
    """`TASK-12 Title.md`, without what some file system does not take."""
    name = " ".join(_IN_NO_NAME.sub(" ", f"{id} {title}").split()).lstrip(".")
    return name[: LONGEST_NAME - len(".md")].rstrip(" .") + ".md"


def file_text(values: Mapping[str, str | Sequence[str]], kept: Mapping[str, Sequence[str]], body: str) -> str:
    """The keys, then what is kept under `imported:` by the names of its columns, then the body as it is."""
    lines = [f"{key}: {_value(value)}" for key, value in values.items()]
    if kept:
        lines.append("imported:")
    for column, cells in kept.items():
        if len(cells) == 1:
            lines.append(f"  {scalar(column)}: {_cell(cells[0], '    ')}")
        else:
            lines += [f"  {scalar(column)}:", *(f"    - {_cell(cell, '      ')}" for cell in cells)]
    front = "\n".join(["---", *lines, "---", ""])
    return f"{front}\n{body}{'' if body.endswith(chr(10)) else chr(10)}" if body else front


def _value(value: str | Sequence[str]) -> str:
    return scalar(value) if isinstance(value, str) else f"[{', '.join(map(scalar, value))}]"


def _cell(cell: str, indent: str) -> str:
    """A cell; one of several lines as a block, which can be read, unless it holds what a block cannot."""
    if "\n" not in cell or _NOT_IN_BLOCK.search(cell) or cell != cell.strip():
        return scalar(cell)
    return "\n".join(["|-", *(f"{indent}{line}" if line else "" for line in cell.split("\n"))])
