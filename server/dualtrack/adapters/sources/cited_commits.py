"""The commits that items cite as proofs."""

from collections.abc import Mapping

from dualtrack import limits
from dualtrack.adapters.git import git, text_of
from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.history.refs import is_partial, read_refs
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.cited_commits import CitedCommits
from dualtrack.project.named_files import cited_commits
from dualtrack.project.project import Project
from dualtrack.table import Table


class GitCitedCommits(GitSource[frozenset[str], CitedCommits]):
    """Whether the repository has them."""

    fact = CitedCommits

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, frozenset[str]]:
        """What is written where a commit is cited."""
        return {"": commits} if (commits := cited_commits(project)) else {}

    def read(self, needs: frozenset[str], before: CitedCommits | None) -> CitedCommits:
        """Their full hashes."""
        root = self.folder.root
        asked = sorted(needs)[: limits.CITED_PROOFS]  # of those left out nothing is said
        folders = git_folders(root)
        if not folders:
            return CitedCommits()
        names = "".join(f"{hash}^{{commit}}\n" for hash in asked)
        answers = text_of(git(root, "cat-file", "--batch-check=%(objectname)", stdin=names)).splitlines()
        whole = not read_refs(root).cut and not is_partial(folders[1])
        found = {name: hash if hash.isalnum() else "" for name, hash in zip(asked, answers, strict=True)}
        return CitedCommits(Table({name: hash for name, hash in found.items() if hash or whole}))
