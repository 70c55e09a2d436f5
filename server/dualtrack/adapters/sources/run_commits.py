"""Where the commits of runs lie, and which of them have the same code."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from dualtrack.adapters.commit_code import BoardFiles, code_of
from dualtrack.adapters.git import git, text_of
from dualtrack.adapters.git_folder import git_folders, work_tree
from dualtrack.adapters.history.refs import is_partial, read_refs
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.facts import Facts
from dualtrack.facts.run_commits import CommitPlace, RunCommits
from dualtrack.facts.runs import Runs
from dualtrack.project.project import Project
from dualtrack.table import Table

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Asked(NamedTuple):
    """The full hashes, and from the project's folder the files that are no code."""

    commits: frozenset[str]
    own: BoardFiles


class GitRunCommits(GitSource[Asked, RunCommits]):
    """It needs the commits of all runs, since which of them matter may change with every key that is typed."""

    fact = RunCommits

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._code: dict[tuple[BoardFiles, str], str] = {}
        """What commits hold never changes."""

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, Asked]:
        """The commits of runs, if there are any."""
        commits = project.facts.derive(_commits)
        folders = {folder for board in project.boards for folder in board.item_folders if folder}
        own = BoardFiles(tuple(sorted(folders)), tuple(sorted({board.settings for board in project.boards})))
        return {"": Asked(commits, own)} if commits else {}

    def read(self, needs: Asked, before: RunCommits | None) -> RunCommits:
        """Where each of them is, and its code; nothing of a clone that lacks commits."""
        root = self.folder.root
        folders = git_folders(root)
        refs = read_refs(root)
        if not folders or not refs.trunk_tips or refs.cut or is_partial(folders[1]):
            return RunCommits()
        asked = sorted(needs.commits)
        kinds = text_of(git(root, "cat-file", "--batch-check=%(objecttype)", stdin="".join(f"{hash}\n" for hash in asked)))
        here = [hash for hash, kind in zip(asked, kinds.splitlines(), strict=True) if kind == "commit"]
        kept = {*refs.trunk_tips, *filter(None, (refs.commits.get("HEAD"),))}
        wanted = "".join(f"{hash}\n" for hash in (*here, *(f"^{tip}" for tip in kept)))
        off = set(text_of(git(root, "rev-list", "--stdin", stdin=wanted)).split()) if here else set[str]()
        places: dict[str, CommitPlace] = dict.fromkeys(asked, "nowhere")
        places |= {hash: "elsewhere" if hash in off else "trunk" for hash in here}
        return RunCommits(Table(places), Table(self._code_of(here, needs.own)))

    def _code_of(self, commits: Sequence[str], own: BoardFiles) -> dict[str, str]:
        root = self.folder.root.resolve()
        top = work_tree(root) or root
        below = "" if top == root else f"{root.relative_to(top).as_posix()}/"
        own = BoardFiles(*(tuple(below + path for path in paths) for paths in own))
        new = [commit for commit in commits if (own, commit) not in self._code]
        with suppress(ValueError):  # a damaged repository lacks trees
            self._code |= {(own, commit): code for commit, code in code_of(top, new, own).items()}
        return {commit: self._code[own, commit] for commit in commits if (own, commit) in self._code}


def _commits(facts: Facts) -> frozenset[str]:
    return frozenset(hash for hash in facts[Runs].by_commit if _COMMIT.fullmatch(hash))
