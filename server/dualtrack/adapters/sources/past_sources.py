"""What stood in notebooks at the commits that runs were made at, as digests of their sources."""

import re
from collections.abc import Mapping

from dualtrack import limits
from dualtrack.adapters.git import GitError, git, name_of, streamed
from dualtrack.adapters.git_files import is_inside
from dualtrack.adapters.git_folder import work_tree
from dualtrack.adapters.notebooks import digest_of_sources
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.past_sources import PastSources
from dualtrack.project.evidence import cited_sources
from dualtrack.project.project import Project
from dualtrack.table import Table

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_FILE = re.compile(r"([0-9a-f]+) blob ([0-9]+)")

Stood = tuple[str, str]
"""A commit and the path of a notebook, relative to the folder."""


class GitPastSources(GitSource[frozenset[Stood], PastSources]):
    """Digests of notebooks. It needs which notebook at which commit gave a number that an experiment is judged by.
    What has been found once is remembered, since a commit never changes."""

    fact = PastSources

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._known: dict[Stood, str] = {}

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, frozenset[Stood]]:
        """The commits and paths."""
        return {"": cited_sources(project)}

    def read(self, needs: frozenset[Stood], before: PastSources | None) -> PastSources:
        """The digests of those notebooks that there were."""
        asked = [stood for stood in needs if _COMMIT.fullmatch(stood[0]) and stood[1].isprintable() and is_inside(stood[1])]
        if new := [stood for stood in asked if stood not in self._known]:
            self._known.update(self._read(new))
        return PastSources(Table({stood: digest for stood in asked if (digest := self._known.get(stood))}))

    def _read(self, new: list[Stood]) -> dict[Stood, str]:
        """The digests of those that there are, empty where one is no notebook."""
        root = self.folder.root.resolve()
        top = work_tree(root)
        below = "" if not top or top == root else f"{root.relative_to(top).as_posix()}/"
        if not top or "\n" in below:
            return {}
        names = "".join(f"{commit}:{below}{path}\n" for commit, path in new)
        described = name_of(git(root, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", stdin=names))
        digests: dict[str, str] = {}
        found: dict[Stood, str] = {}
        for stood, line in zip(new, described.split("\n")[:-1], strict=True):
            file = _FILE.fullmatch(line)
            if file and int(file[2]) <= limits.PAST_NOTEBOOK_BYTES:
                hash = file[1]
                if hash not in digests:
                    digests[hash] = self._digest(hash)
                found[stood] = digests[hash]
        return found

    def _digest(self, hash: str) -> str:
        try:
            return digest_of_sources(streamed(self.folder.root, "cat-file", "blob", hash))
        except GitError:
            return ""
