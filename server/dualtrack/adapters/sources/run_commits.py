"""Where the commits of runs lie."""

import re
from collections.abc import Mapping

from dualtrack.adapters.git import git, text_of
from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.history.refs import is_partial, read_refs
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.facts import Facts
from dualtrack.facts.run_commits import CommitPlace, RunCommits
from dualtrack.facts.runs import Runs
from dualtrack.project.project import Project
from dualtrack.table import Table

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class GitRunCommits(GitSource[frozenset[str], RunCommits]):
    """It needs the commits of all runs, since which of them matter may change with every key that is typed."""

    fact = RunCommits

    @classmethod
    def needs(cls, project: Project, place: WorkspaceFolder) -> Mapping[str, frozenset[str]]:
        """The full hashes."""
        commits = project.facts.derive(_commits)
        return {"": commits} if commits else {}

    def read(self, needs: frozenset[str], before: RunCommits | None) -> RunCommits:
        """Where each of them is; nothing of a clone that lacks commits."""
        root = self.place.root
        folders = git_folders(root)
        refs = read_refs(root)
        if not folders or not refs.trunk_tips or refs.cut or is_partial(folders[1]):
            return RunCommits()
        asked = sorted(needs)
        kinds = text_of(git(root, "cat-file", "--batch-check=%(objecttype)", stdin="".join(f"{hash}\n" for hash in asked)))
        here = [hash for hash, kind in zip(asked, kinds.splitlines(), strict=True) if kind == "commit"]
        kept = {*refs.trunk_tips, *filter(None, (refs.commits.get("HEAD"),))}
        wanted = "".join(f"{hash}\n" for hash in (*here, *(f"^{tip}" for tip in kept)))
        off = set(text_of(git(root, "rev-list", "--stdin", stdin=wanted)).split()) if here else set[str]()
        places: dict[str, CommitPlace] = dict.fromkeys(asked, "nowhere")
        places |= {hash: "elsewhere" if hash in off else "trunk" for hash in here}
        return RunCommits(Table(places))


def _commits(facts: Facts) -> frozenset[str]:
    return frozenset(hash for hash in facts[Runs].by_commit if _COMMIT.fullmatch(hash))
