"""Notebooks and the ids that their source cells mention; outputs are ignored."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dualtrack.adapters.disk import Unreadable, read_text, walk
from dualtrack.model.facts import Notebook
from dualtrack.model.mention import candidates


def read_notebooks(root: Path) -> tuple[Notebook, ...]:
    """All notebooks of the folder."""
    return tuple(_notebook(root, path) for path in walk(root, "", lambda name: name.endswith(".ipynb")))


def _notebook(root: Path, path: str) -> Notebook:
    text = read_text(root, path)
    if text is None or isinstance(text, Unreadable):
        return Notebook(path)
    ids = (mention.id for source in _sources(text) for mention in candidates(source))
    return Notebook(path, tuple(dict.fromkeys(ids)))


def _sources(text: str) -> Iterator[str]:
    try:
        content: Any = json.loads(text)
        cells = content["cells"]
        for cell in cells:
            source = cell.get("source", "")
            yield source if isinstance(source, str) else "".join(map(str, source))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return
