"""The items of other branches."""

from collections.abc import Mapping
from dataclasses import replace

from dualtrack.adapters.git_folder import work_tree
from dualtrack.adapters.history.other_branches import OtherBranchReader
from dualtrack.adapters.history.other_work_trees import ids_in_other_work_trees
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.other_branches import BranchQuery, OtherBranches
from dualtrack.project.branches import branch_query
from dualtrack.project.project import Project


class GitOtherBranches(GitSource[BranchQuery, OtherBranches]):
    """The items of other branches, read without a checkout."""

    fact = OtherBranches
    rank = 3

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._reader = OtherBranchReader(folder.root)

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, BranchQuery]:
        """The folders of the boards, how their files are read, and where the items are here."""
        return {"": branch_query(project)} if work_tree(folder.root) else {}

    def read(self, needs: BranchQuery, before: OtherBranches | None) -> OtherBranches:
        """The items as the refs stand now, and the ids given in other work trees meanwhile."""
        found = self._reader.read(needs)
        given = ids_in_other_work_trees(self._reader.folder, needs) - found.ids
        return replace(found, ids=found.ids | given) if given else found
