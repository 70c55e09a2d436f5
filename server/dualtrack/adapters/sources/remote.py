"""The forge that the repository is pushed to, and the files that it shows."""

from collections.abc import Mapping
from pathlib import Path

from dualtrack.adapters.git import git, text_of
from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.history.refs import git_if_any
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.remote import Remote
from dualtrack.model.forge import Forge, forge_of
from dualtrack.project.project import Project
from dualtrack.table import Table

_MOST = 10_000
"""Commits that no remote has: so many are those of a repository that was never pushed to, or fetched from, this remote."""


class GitRemote(GitSource[tuple[str, ...], Remote]):
    """The forge of the remote `origin`, or of the first remote."""

    fact = Remote

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, tuple[str, ...]]:
        """The folders of the boards' files."""
        return {"": tuple(sorted({board.items_folder for board in project.boards}))}

    def read(self, needs: tuple[str, ...], before: Remote | None) -> Remote:
        """The forge, by the remote's address; which commits are still to be pushed; and what is there, where HEAD is."""
        root, forge = self.folder.root, read_forge(self.folder.root)
        head = text_of(git_if_any(root, "rev-parse", "--verify", "-q", "HEAD")).strip() if forge else ""
        if not head:
            return Remote(forge)
        local = text_of(git(root, "rev-list", f"--max-count={_MOST}", head, "--branches", "--not", "--remotes")).split()
        unpushed = frozenset(local) if len(local) < _MOST else None
        if not needs or unpushed is None or head in unpushed:
            return Remote(forge, unpushed=unpushed)
        folders = () if "" in needs else needs
        listed = text_of(git(root, "ls-tree", "-r", "-z", head, "--", *folders)).split("\0")
        entries = (entry.partition("\t") for entry in listed if " blob " in entry)
        prefix = text_of(git(root, "rev-parse", "--show-prefix")).rstrip("\n")
        return Remote(forge, head, prefix, Table((path, told.rpartition(" ")[2]) for told, _, path in entries), unpushed)


def read_forge(folder: Path) -> Forge | None:
    """The forge that `origin`, or else the first remote, lies on."""
    if not git_folders(folder):
        return None
    listed = text_of(git_if_any(folder, "config", "--local", "-z", "--get-regexp", r"^remote\..*\.url$"))
    urls = dict(entry.split("\n", 1) for entry in listed.split("\0") if "\n" in entry)
    return forge_of(urls.get("remote.origin.url") or next(iter(urls.values()), ""))
