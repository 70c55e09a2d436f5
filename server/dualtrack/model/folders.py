"""Folders that nobody keeps items or notebooks in."""

from collections.abc import Iterable

_GENERATED = {"node_modules", "__pycache__", "site-packages", "mlruns", "mlartifacts", "venv", "env", "dist", "build"}


def is_passed_over(name: str) -> bool:
    """Whether a folder of this name is hidden, generated or vendored."""
    return name.startswith(".") or name in _GENERATED


def is_found(path: str, folders: Iterable[str], suffixes: tuple[str, ...]) -> bool:
    """Whether a file of this path is found by looking below one of the folders for names that end so."""
    if not path.endswith(suffixes):
        return False
    starts = (f"{folder}/" if folder else "" for folder in folders)
    between = (path.removeprefix(start).split("/")[:-1] for start in starts if path.startswith(start))
    return any(not any(map(is_passed_over, names)) for names in between)
