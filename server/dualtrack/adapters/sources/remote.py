"""The forge that the repository is pushed to."""

from pathlib import Path

from dualtrack.adapters.git import text_of
from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.history.refs import git_if_any
from dualtrack.adapters.source import GitSource
from dualtrack.facts.remote import Remote
from dualtrack.model.forge import Forge, forge_of


class GitRemote(GitSource[None, Remote]):
    """The forge of the remote `origin`, or of the first remote."""

    fact = Remote

    def read(self, needs: None, before: Remote | None) -> Remote:
        """The forge, by the remote's address."""
        return Remote(read_forge(self.place.root))


def read_forge(folder: Path) -> Forge | None:
    """The forge that `origin`, or else the first remote, lies on."""
    if not git_folders(folder):
        return None
    listed = text_of(git_if_any(folder, "config", "--local", "-z", "--get-regexp", r"^remote\..*\.url$"))
    urls = dict(entry.split("\n", 1) for entry in listed.split("\0") if "\n" in entry)
    return forge_of(urls.get("remote.origin.url") or next(iter(urls.values()), ""))
