"""What shows that the code of an item was reviewed and tested: its commits."""

import re
from collections.abc import Iterable

from dualtrack.facts.history import Commit, History
from dualtrack.facts.pasts import BEFORE_ALL
from dualtrack.model.author import is_bot
from dualtrack.model.item import Item
from dualtrack.project import evidence
from dualtrack.project.commit_order import order_of
from dualtrack.project.project import Project
from dualtrack.project.proofs.found import Found, nothing, shown, stale, unknown
from dualtrack.said import joined, listed, said

_TEST = re.compile(
    r"(?:^|/)(?:tests?|__tests__)/|(?:^|/)(?:test_[^/]*|conftest\.py)$|(?:(?:_test|[.-]test|[._-]spec)|(?-i:[a-z]Spec))\.(?!md$)\w+$",
    re.IGNORECASE,
)


def reviewed(project: Project, item: Item) -> Found:
    """A merge, the name of a reviewer or another author on the commits of an item, all of which have landed; and tests among
    their files. Reviews that only a forge knows are not seen, so nothing is missed before it merges."""
    history = project.facts[History]
    work = work_of(project, item) if not project.facts.unknown(History) else ()
    if not work:
        return unknown(said("no commit of its work is known"))
    if not all(commit.landed for commit in work):
        return unknown(said("its commits are not all on {trunk} yet", history.trunk))
    reviews = [commit for commit in evidence.commits(project, item) if commit.shows_review]
    last = max((order_of(project, commit) for commit in reviews), default=BEFORE_ALL)
    since = [commit for commit in work if order_of(project, commit) > last]
    authors = {commit.author for commit in work if not is_bot(commit.author)}
    if not reviews and len(authors) < 2:
        known = history.shows_reviews
        return (
            nothing(said("no commit of its work shows a review")) if known else unknown(said("this history shows no reviews"))
        )
    if reviews and since:
        return stale(said("{named} came after the review in {hash}", _named(since[0]), reviews[0].hash[:8]))
    test = _test_in(work)
    by = (
        joined(" ", (_how(reviews[0]), reviews[0].hash[:8]))
        if reviews
        else said("work of {authors}", listed(sorted(authors)[:3]))
    )
    if not test:
        return unknown(said("{by}, but no test is among its files", by))
    return shown(said("{by}, with {test}", by, test), (reviews or work)[0].hash[:8])


def shown_by_commit(project: Project, item: Item, hash: str, written: str) -> Found | None:
    """What a commit shows that is cited for a review: None where it does not show one, with tests, by itself."""
    work = work_of(project, item)
    cited = project.facts[History].commits.get(hash)
    if not cited or (cited not in evidence.commits(project, item) and not cited.shows_review):
        return None
    order = order_of(project, cited)
    if later := next((each for each in work if order_of(project, each) > order), None):
        return stale(said("{named} came after {written}", _named(later), written))
    test = _test_in([cited, *work]) if cited.shows_review else ""
    return shown(said("{how} {written}, with {test}", _how(cited), written, test), written) if test else None


def _test_in(commits: Iterable[Commit]) -> str:
    return next((path for commit in commits for path in commit.paths if _TEST.search(path)), "")


def work_of(project: Project, item: Item) -> list[Commit]:
    """The commits that changed more than files of boards, newest first."""
    commits = (each for each in evidence.commits(project, item) if not each.is_merge and not each.is_revert)
    return [commit for commit in commits if not all(map(project.holds, commit.paths))]


def changed_after(project: Project, item: Item, path: str, seconds: float) -> Commit | None:
    """The last commit of an item that changed a file after a time."""
    later = (commit for commit in work_of(project, item) if commit.committed > seconds)
    return next((commit for commit in later if any(same_end(each, path) for each in commit.paths)), None)


def same_end(one: str, other: str) -> bool:
    """Whether two paths, either of which may begin further up, are those of one file."""
    return f"/{one}".endswith(f"/{other.lstrip('/')}") or f"/{other}".endswith(f"/{one.lstrip('/')}")


def _how(commit: Commit) -> str:
    return said("merged in") if commit.is_merge else said("reviewed in")


def _named(commit: Commit) -> str:
    return f"{commit.hash[:8]} ({commit.subject})"
