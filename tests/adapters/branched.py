"""What the tests of other branches share."""

from pathlib import Path

from dualtrack.adapters.disk import DiskFiles
from dualtrack.adapters.history.other_branches import OtherBranchReader
from dualtrack.facts.other_branches import OtherBranches
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES
from dualtrack.project.branches import branch_query
from dualtrack.project.project import Project
from dualtrack.project.refresh import refreshed

from tests.adapters.git_repository import Repository

FILLER = "\n".join(f"line {number} of a text that is long enough to be taken for the same" for number in range(20))


def project_in(folder: Path) -> Project:
    return refreshed(Project(), DiskFiles(folder, SETTINGS_FILES, ITEM_SUFFIXES).changed, {}, whole=True)


def elsewhere(folder: Path, reading: OtherBranchReader | None = None) -> OtherBranches:
    """What is read, by a reading that was kept up and by a new one, which must be the same."""
    found = OtherBranchReader(folder).read(branch_query(project_in(folder)))
    if reading:
        kept = reading.read(branch_query(project_in(folder)))
        assert (kept.by_id, kept.ids) == (found.by_id, found.ids)
    return found


def write(repository: Repository, path: str, status: str = "", title: str = "", id: str = "") -> None:
    """An item's file; without a title it is gone."""
    file = repository.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = {"id": id, "title": title, "status": status}
    front = "".join(f"{key}: {value}\n" for key, value in keys.items() if value)
    file.write_text(f"---\n{front}---\n{FILLER}\n")


def task(number: int) -> str:
    return f"tracks/tasks/TASK-{number}.md"


def said(found: OtherBranches) -> dict[str, list[str]]:
    return {
        id: [f"{each.status} on {each.branch}{'' if each.is_same else ', another'}" for each in standings]
        for id, standings in found.by_id.items()
    }
