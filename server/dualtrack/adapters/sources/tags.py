"""Git's tags."""

from datetime import UTC, datetime

from dualtrack.adapters.git import git, name_of
from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.source import GitSource
from dualtrack.facts.tags import NamedTag, Tags, tags_of

_FORMAT = "--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(creatordate:unix)"


class GitTags(GitSource[None, Tags]):
    """The tags that name versions and stages."""

    fact = Tags

    def read(self, needs: None, before: Tags | None) -> Tags:
        """The tags by date, latest first."""
        root, tags = self.folder.root, list[NamedTag]()
        listed = name_of(git(root, "for-each-ref", _FORMAT, "refs/tags")) if git_folders(root) else ""
        for line in listed.split("\n")[:-1]:
            name, object, commit, seconds = line.split("\0")
            if seconds.isdecimal() and len(seconds) < 12:  # a tag of a tree or a file has no date
                tags.append(NamedTag(name, commit or object, datetime.fromtimestamp(int(seconds), UTC)))
        found = tuple(sorted(tags, key=lambda tag: (-tag.when.timestamp(), tag.name)))
        return before if before and before.all == found else tags_of(found)
