"""The runs of an item, why they are its own, which may belong to it, and which belong to none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dualtrack.facts.history import History
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.facts.runs import Runs, by_time, ids_in_name, run_start, source_name, start_of
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import branch_ids, run_name_ids
from dualtrack.model.run import Run
from dualtrack.project.identity import HeldId, held_by
from dualtrack.project.project import Project
from dualtrack.project.remembered import remembered
from dualtrack.said import listed, said

_LONGEST_SILENCE_DAYS = 7
_STATUSES = {
    "finished": said("finished"),
    "running": said("running"),
    "failed": said("failed"),
    "crashed": said("crashed"),
    "killed": said("killed"),
    "scheduled": said("scheduled"),
    "unended": said("no end"),
}
"""Those that are common among trackers."""

Link = Literal["runs", "tag", "group", "name", "branch", "commit"]
"""The strongest first: `runs:`, the tag of the run, that of its group, a name, made on a branch of the item, a source commit
that mentions it."""


@dataclass(frozen=True)
class LinkedRuns:
    """The runs of an item, from the strongest link that gives one that finished, with those of stronger links and those nested
    below them. `inferred_from` is empty for a stated link. `beside` are those of weaker links, which were tried as well; a
    mention in a commit is too weak for that."""

    runs: tuple[Run, ...] = ()
    link: Link = "runs"
    inferred_from: str = ""
    beside: tuple[Run, ...] = ()


@remembered
def linked_runs(project: Project, item: Item) -> LinkedRuns:
    """The linked runs. Of an inferred link, a run is left out that a stronger one gives to another item."""
    known = project.facts[Runs]
    if not known.any:
        return LinkedRuns()
    held = held_by(project, item) if item.id else ()
    ids, links = tuple(each.id for each in held), project.run_links
    cited = [run for reference in item.runs if reference for run in known.named(reference)]
    tagged = _own(held, known.by_item)
    grouped = _own(held, links.by_group)
    inferred: tuple[tuple[Link, Mapping[str, Sequence[Run]]], ...] = (
        ("name", links.by_name),
        ("branch", links.by_branch),
        ("commit", links.by_mention),
    )
    found: list[tuple[Link, list[Run]]] = [("runs", cited), ("tag" if tagged else "group", [*tagged, *grouped])]
    for link, table in inferred:
        named = ((run, [each.id for each in held if _covers(each, run)]) for run in _own(held, table))
        found.append((link, [run for run, then in named if not _is_of_another(project, run, then, link)]))
    strongest = 0 if any(item.runs) else _strongest(known, [runs for _, runs in found])
    link, own = found[strongest]
    judged = known.with_nested(run for _, runs in found[: strongest + 1] for run in runs)
    keys = {run.key for run in judged}
    weaker = known.with_nested(run for link, runs in found[strongest + 1 :] if link != "commit" for run in runs)
    source = _source(project, item, ids, link, own) if link in ("name", "branch", "commit") else ""
    return LinkedRuns(judged, link, source, tuple(run for run in weaker if run.key not in keys))


def _strongest(known: Runs, found: Sequence[Sequence[Run]]) -> int:
    """Which of the links gives the runs to judge, the strongest first: one that gives only runs that have not finished, such as
    a crashed one, hides no finished ones."""
    giving = [index for index, runs in enumerate(found) if runs]
    finished = (index for index in giving if any(run.finished for run in known.with_nested(found[index])))
    return next(finished, next(iter(giving), 0))


def _own(held: Sequence[HeldId], table: Mapping[str, Sequence[Run]]) -> list[Run]:
    """The runs by an item's ids, each by the id that was the item's own when the run was made."""
    return [run for each in held for run in table.get(each.id, ()) if _covers(each, run)]


def _covers(held: HeldId, run: Run) -> bool:
    moment = run.started or run.ended
    return held.covers((int(moment.timestamp()), 0, 0) if moment else None)


def why_linked(project: Project, item: Item, linked: LinkedRuns, run: Run) -> str:
    """Why a run is one of the item's, or was tried beside them, in words."""
    ids = tuple(each.id for each in held_by(project, item) if _covers(each, run))
    if any(run in project.facts[Runs].named(reference) for reference in item.runs if reference):
        return said("named under runs:")
    if run.item in ids:
        return said("its tag dualtrack.item")
    if run.group_item in ids and not run.parent:
        return said("the tag dualtrack.item of its group {group}", run.group)
    if above := next((other for other in (*linked.runs, *linked.beside) if other.id == run.parent), None):
        return said("nested below {run}", above.shown)
    if not set(ids).isdisjoint(ids_in_name(run)):
        own = not set(ids).isdisjoint(run_name_ids(run.name))
        return said("its name") if own else said("the name of its group {group}", run.group)
    on_branch = any(run in project.run_links.by_branch.get(id, ()) for id in ids)
    return said("inferred from {source}", _source(project, item, ids, "branch" if on_branch else "commit", [run]))


def status_of(project: Project, item: Item, run: Run) -> str:
    """The status of a run, `unended` where its tracker calls it running and it has logged nothing for longer than a week: a run
    that was killed with its machine cannot say so."""
    last = max(filter(None, (run.started, run.last_logged)), default=None)
    if run.status != "running" or not last:
        return run.status
    days = (project.today(item) - project.local(item, last).date()).days
    return "unended" if days > _LONGEST_SILENCE_DAYS else run.status


def status_words(status: str) -> str:
    """The status of a run, as people read it."""
    return _STATUSES.get(status, status)


def candidates(project: Project, item: Item) -> tuple[Run, ...]:
    """The runs that belong to no item and were made, while this one was active, from a notebook or script that it names."""
    if not isinstance(item, Experiment) or not item.started or not item.notebooks:
        return ()
    until = item.closed if item.is_closed and item.closed else project.today(item)
    known, found = project.facts[Runs], dict[tuple[str, str], Run]()
    for path in filter(None, item.notebooks):
        for run in known.by_source.get(source_name(path), ()):
            day = project.local(item, moment).date() if (moment := run.started or run.ended) else None
            if day and item.started <= day <= until and is_one_file(run.source, path) and not may_be_linked(project, run):
                found[run.key] = run
    return tuple(sorted(found.values(), key=by_time))


def unread_runs(project: Project) -> bool:
    """Whether there may be runs that could not be read, so that none is no answer."""
    return any(each.why != "pending" for each in project.facts.unknown(Runs))


def is_loose(project: Project, run: Run) -> bool:
    """Whether a finished run belongs to no item; one nested below another stands and falls with that."""
    return run.finished and not run.parent and not may_be_linked(project, run)


def may_be_linked(project: Project, run: Run) -> bool:
    """Whether a run belongs to an item of the project, as every run may before the commits are known."""
    return are_commits_pending(project) or is_linked(project, run)


def are_commits_pending(project: Project) -> bool:
    """Whether it is not known yet which commits are whose."""
    return any(each.why == "pending" for fact in (History, MergedCommits) for each in project.facts.unknown(fact))


def is_linked(project: Project, run: Run) -> bool:
    """Whether a run, or one that it is nested below, belongs to an item of the project."""
    return any(_is_linked_itself(project, each) for each in _lineage(project, run))


def _is_linked_itself(project: Project, run: Run) -> bool:
    known = project.facts[Runs]
    start = start_of(run.id)
    references = (reference for key in project.index["runs"][start] for reference in project.items[key].runs)
    if any(run in known.named(reference) for reference in references if run_start(reference) == start):
        return True
    return any(_exists(project, ids) for ids in _claims(project, run))


def _lineage(project: Project, run: Run) -> Iterator[Run]:
    """A run and those that it is nested below, each once: what trackers keep may be a loop."""
    by_start, passed = project.facts[Runs].by_start, set[tuple[str, str]]()
    above: Run | None = run
    while above and above.key not in passed:
        yield above
        passed.add(above.key)
        parent = above.parent
        above = next((each for each in by_start.get(start_of(parent), ()) if each.id == parent), None) if parent else None


def experiments_of(project: Project, run: Run) -> list[Experiment]:
    """The experiments that a run is linked to."""
    index, lineage = project.index, list(_lineage(project, run))
    keys = {key for each in lineage for key in index["runs"][start_of(each.id)]}
    ids = {id for each in lineage for claimed in _claims(project, each) for id in claimed}
    keys |= {key for id in ids for key in (*index["id"][id], *index["formerly"][id])}
    named = (project.items[key] for key in sorted(keys))
    return [item for item in named if isinstance(item, Experiment) and run in linked_runs(project, item).runs]


def _claims(project: Project, run: Run) -> Iterator[tuple[str, ...]]:
    """The ids to which each kind of link leads from a run, the strongest first."""
    yield (run.item,) if run.item else (run.group_item,) if run.group_item and not run.parent else ()
    yield ids_in_name(run)
    yield project.run_links.branch_of.get(run.key, ())
    yield project.run_links.mention_of.get(run.key, ())


def _is_of_another(project: Project, run: Run, ids: Sequence[str], link: Link) -> bool:
    """Whether a stronger link than this gives a run to other items."""
    stronger = {"name": 1, "branch": 2, "commit": 3}[link]
    for claimed, _ in zip(_claims(project, run), range(stronger), strict=False):
        if not set(claimed).isdisjoint(ids):
            return False
        if _exists(project, claimed):
            return True
    return False


def _exists(project: Project, ids: Sequence[str]) -> bool:
    return any(project.find(id) or project.index["formerly"][id] for id in ids)


def is_one_file(source: str, path: str) -> bool:
    """Whether two paths, either of which may begin further up, are those of one file."""
    one, other = (each.replace("\\", "/").removesuffix(".ipynb").split("/") for each in (source, path.removeprefix("./")))
    length = min(len(one), len(other))
    return one[-length:] == other[-length:]


def _source(project: Project, item: Item, ids: Sequence[str], link: Link, found: Sequence[Run]) -> str:
    """From what a link was inferred, in words."""
    if link == "name":
        groups = sorted({run.group for run in found if set(ids).isdisjoint(run_name_ids(run.name))})
        by_own = any(not set(ids).isdisjoint(run_name_ids(run.name)) for run in found)
        own_names = [said("the names of the runs")] if by_own else []
        return listed((*own_names, *(said("the name of the group {group}", group) for group in groups)))
    if link == "commit":
        return said("commits that mention {item}", item.id)
    hashes = {run.commit for run in found}
    own = (branch for id in ids for branch in project.facts[History].branches_by_id.get(id, ()))
    named = [branch.name for branch in own if not hashes.isdisjoint(branch.own_commits)]
    named += sorted({run.branch for run in found if not set(ids).isdisjoint(branch_ids(run.branch))}.difference(named))
    if not named:
        return said("a branch that was merged")
    return said("branch {names}" if len(named) == 1 else "branches {names}", listed(named))
