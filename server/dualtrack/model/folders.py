"""Folders that nobody keeps items or notebooks in."""

_GENERATED = {"node_modules", "__pycache__", "site-packages", "mlruns", "mlartifacts", "venv", "env", "dist", "build"}


def is_passed_over(name: str) -> bool:
    """Whether a folder of this name is hidden, generated or vendored."""
    return name.startswith(".") or name in _GENERATED
