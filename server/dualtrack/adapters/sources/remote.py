"""The forge that the repository is pushed to."""

from collections.abc import Mapping

from dualtrack.adapters.history.tags import read_forge
from dualtrack.adapters.source import Place, Source
from dualtrack.facts.remote import Remote
from dualtrack.project.project import Project


class GitRemote(Source[None, Remote]):
    """The forge of the remote `origin`, or of the first remote."""

    fact = Remote
    title = "git"
    follows_refs = True
    needs_git = True

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, None]:
        """Nothing."""
        return {"": None}

    def read(self, needs: None, before: Remote | None) -> Remote:
        """The forge, by the remote's address."""
        return Remote(read_forge(self.place.root))
