"""Who has written the latest commits."""

from collections import Counter, defaultdict
from pathlib import Path

from dualtrack import limits
from dualtrack.adapters.git import GitError, text_of
from dualtrack.adapters.git_folder import work_tree
from dualtrack.adapters.history.records import range_of, read_records
from dualtrack.adapters.history.refs import read_refs
from dualtrack.model.author import Author

_FIELDS = ("%aN", "%aE", "%ae")


def read_authors(folder: Path) -> tuple[Author, ...]:
    """The authors of the latest commits to a folder, on any branch, those with the most first; none where git does not tell."""
    below = None if folder.resolve() == work_tree(folder) else ("",)
    commits: Counter[str] = Counter()
    names: dict[str, str] = {}
    emails: dict[str, set[str]] = defaultdict(set)
    try:
        tips = read_refs(folder).tips
        most = f"--max-count={limits.TEAM_COMMITS}"
        for record in read_records(folder, range_of(tips), _FIELDS, most, "--no-merges", below=below) if tips else ():
            written, email, before = map(text_of, record[: len(_FIELDS)])
            name = names.setdefault(email.casefold(), written)  # the latest name of an address
            commits[name] += 1
            emails[name] |= {email, before}
    except GitError:
        return ()
    return tuple(Author(name, count, frozenset(emails[name])) for name, count in commits.most_common())
