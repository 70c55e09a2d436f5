"""Which branch the subject of a merge names, and so which items."""

import re

from dualtrack.model.mention import branch_ids, canonical

_MERGED_BRANCH = re.compile(
    r"Merge(?:d| remote-tracking)? (?:branch|pull request (?:#\d+|'[^']*' \(#\d+\)) from|in) '?(?P<name>[^\s']+)'?"
)
# Any other merge may have brought another branch, or a train of several.
_OF_AN_ITEM = re.compile(r"Merge(?:d PR \d+:)? \[?(?P<id>[A-Za-z][\w-]{0,40}-\d+)(?:\]|:|\Z| \(#\d+\)\Z)")


def merged_ids(subject: str) -> tuple[str, ...]:
    """The ids that the branch which a merge names is named for, as git and the forges write it; of a merge that names none the
    one that its title begins with."""
    if found := _MERGED_BRANCH.match(subject):
        return branch_ids(found["name"])
    return (canonical(found["id"]),) if (found := _OF_AN_ITEM.match(subject)) else ()
