"""The settings of the extension; package.json's settings block is generated from here."""

from typing import Any

SETTINGS: dict[str, dict[str, Any]] = {
    "dualtrack.interpreter": {
        "type": ["string", "array", "null"],
        "items": {"type": "string"},
        "default": None,
        "scope": "machine-overridable",
        "markdownDescription": "The Python (3.11 or newer) that runs Dualtrack: a path, or a whole command as a list."
        " Empty: one is found.",
    },
}
