"""Git's tags."""

from collections.abc import Mapping

from dualtrack.adapters.history.tags import read_tags
from dualtrack.adapters.source import Place, Source
from dualtrack.facts.tags import Tags, tags_of
from dualtrack.project.project import Project


class GitTags(Source[None, Tags]):
    """The tags that name versions and stages."""

    fact = Tags
    title = "git"
    follows_refs = True
    needs_git = True

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, None]:
        """Nothing."""
        return {"": None}

    def read(self, needs: None, before: Tags | None) -> Tags:
        """The tags by date."""
        found = read_tags(self.place.root)
        return before if before and before.all == found else tags_of(found)
