"""The tags of a repository with their dates, and the forge that it is pushed to."""

from datetime import UTC, datetime
from pathlib import Path

from dualtrack.adapters.git import GitError, git, git_folders, name_of, text_of
from dualtrack.facts.tags import NamedTag
from dualtrack.model.forge import Forge, forge_of

_FORMAT = "--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(creatordate:unix)"


def read_tags(folder: Path) -> tuple[NamedTag, ...]:
    """The tags by date, latest first; raises GitError."""
    if not git_folders(folder):
        return ()
    tags: list[NamedTag] = []
    for line in name_of(git(folder, "for-each-ref", _FORMAT, "refs/tags")).split("\n")[:-1]:
        name, object, commit, seconds = line.split("\0")
        if seconds.isdecimal() and len(seconds) < 12:  # a tag of a tree or a file has no date
            tags.append(NamedTag(name, commit or object, datetime.fromtimestamp(int(seconds), UTC)))
    return tuple(sorted(tags, key=lambda tag: (-tag.when.timestamp(), tag.name)))


def read_forge(folder: Path) -> Forge | None:
    """The forge that `origin`, or else the first remote, lies on."""
    if not git_folders(folder):
        return None
    try:
        listed = text_of(git(folder, "config", "--local", "-z", "--get-regexp", r"^remote\..*\.url$"))
    except GitError:  # there is no remote
        return None
    urls = dict(entry.split("\n", 1) for entry in listed.split("\0") if "\n" in entry)
    url = urls.get("remote.origin.url") or next(iter(urls.values()), "")
    return forge_of(url)
