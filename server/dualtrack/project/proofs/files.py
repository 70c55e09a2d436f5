"""Whether a file is there that shows that an item is done."""

from collections.abc import Sequence

from dualtrack.project.named_files import are_known, first_there
from dualtrack.project.project import Project
from dualtrack.project.proofs.found import Found, nothing, shown, unknown


def file_found(project: Project, written: str, places: Sequence[str]) -> Found:
    """What is found of a file, given where it may be."""
    if found := first_there(project, places):
        return shown(f"{found[0]} is there", written)
    if not are_known(project, places):
        return unknown(f"whether {written} is there is not known")
    return nothing(f"{written} is not there")
