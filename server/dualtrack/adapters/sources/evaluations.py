"""What changed in the evaluation between the commits of baselines and those of the runs that are compared with them."""

import re
from collections.abc import Mapping

from dualtrack import limits
from dualtrack.adapters.git import GitError, git, name_of
from dualtrack.adapters.git_folder import work_tree
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.evaluations import Compared, Evaluations
from dualtrack.project.evidence import compared_evaluations
from dualtrack.project.project import Project
from dualtrack.table import Table

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class GitEvaluations(GitSource[frozenset[Compared], Evaluations]):
    """It needs which commits to compare. What has been compared once is remembered, since commits never change."""

    fact = Evaluations

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._known: dict[Compared, tuple[str, ...]] = {}

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, frozenset[Compared]]:
        """The commits and paths."""
        compared = compared_evaluations(project)
        return {"": compared} if compared else {}

    def read(self, needs: frozenset[Compared], before: Evaluations | None) -> Evaluations:
        """The files that differ."""
        for each in sorted(needs - self._known.keys()):
            if _is_plain(each):
                try:
                    self._known[each] = self._differing(each)
                except GitError:  # a commit that is not here
                    continue
        return Evaluations(Table({each: self._known[each] for each in needs if each in self._known}))

    def _differing(self, compared: Compared) -> tuple[str, ...]:
        root = self.folder.root.resolve()
        top = work_tree(root) or root
        below = "" if top == root else f"{root.relative_to(top).as_posix()}/"
        patterns = [f":(glob){path.removeprefix('./')}" for path in compared.paths]
        options = ("-r", "-z", "--name-only", "--no-renames", "--end-of-options")
        told = name_of(git(root, "diff-tree", *options, compared.before, compared.after, "--", *patterns))
        return tuple(name.removeprefix(below) for name in told.split("\0") if name)


def _is_plain(compared: Compared) -> bool:
    """Whether git can be asked: it takes a time without end for a pattern of many stars."""
    few = all(path.count("*") <= limits.EVALUATION_STARS for path in compared.paths)
    short = sum(map(len, compared.paths)) <= limits.EVALUATION_CHARACTERS
    return few and short and all(map(_COMMIT.fullmatch, compared[:2]))
