"""Whether a file is there that shows that an item is done."""

from collections.abc import Sequence

from dualtrack.project.named_files import are_known, first_there
from dualtrack.project.project import Project
from dualtrack.project.proofs.found import Found, nothing, shown, unknown
from dualtrack.said import said


def file_found(project: Project, written: str, places: Sequence[str]) -> Found:
    """What is found of a file, given where it may be."""
    if found := first_there(project, places):
        return shown(said("{found} is there", found[0]), written)
    if not are_known(project, places):
        return unknown(said("whether {written} is there is not known", written))
    return nothing(said("{written} is not there", written))
