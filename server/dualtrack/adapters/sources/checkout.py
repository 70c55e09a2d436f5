"""The branch that is checked out, and the person whom git's settings name."""

from collections.abc import Mapping

from dualtrack.adapters.git import git, name_of, text_of, work_tree
from dualtrack.adapters.source import Place, Source
from dualtrack.facts.checkout import Checkout
from dualtrack.project.project import Project


class GitCheckout(Source[None, Checkout]):
    """What HEAD is on, and `user.name` and `user.email`."""

    fact = Checkout
    title = "git"
    follows_refs = True
    needs_git = True
    rank = 0

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, None]:
        """Nothing."""
        return {"": None}

    def read(self, needs: None, before: Checkout | None) -> Checkout:
        """Both as they are now; nothing where there is no repository."""
        if not work_tree(self.place.root):
            return Checkout()
        branch = name_of(git(self.place.root, "branch", "--show-current")).strip()
        name, email = (
            text_of(git(self.place.root, "config", "--default", "", key)).strip() for key in ("user.name", "user.email")
        )
        return Checkout(branch, name, email)
