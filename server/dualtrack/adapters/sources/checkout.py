"""The branch that is checked out, and the person whom git's settings name."""

from dualtrack.adapters.git import git, name_of, text_of
from dualtrack.adapters.git_folder import work_tree
from dualtrack.adapters.source import GitSource
from dualtrack.facts.checkout import Checkout


class GitCheckout(GitSource[None, Checkout]):
    """What HEAD is on, and `user.name` and `user.email`."""

    fact = Checkout
    rank = 0

    def read(self, needs: None, before: Checkout | None) -> Checkout:
        """Both as they are now; nothing where there is no repository."""
        if not work_tree(self.folder.root):
            return Checkout()
        branch = name_of(git(self.folder.root, "branch", "--show-current")).strip()
        settings = (git(self.folder.root, "config", "--default", "", f"user.{key}") for key in ("name", "email"))
        return Checkout(branch, *(text_of(value).strip() for value in settings))
