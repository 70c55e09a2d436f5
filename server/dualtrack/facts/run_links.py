"""The runs that commits lead to, by the ids of items."""

from collections import defaultdict
from dataclasses import dataclass, field

from dualtrack.facts.clones import Clones
from dualtrack.facts.facts import Facts
from dualtrack.facts.history import History
from dualtrack.facts.runs import Runs, by_time
from dualtrack.model.mention import branch_ids
from dualtrack.model.run import Run
from dualtrack.table import Record, Table


@dataclass(frozen=True)
class RunLinks(Record):
    """The runs made on an id's own branches, at a commit of theirs or before there was one; and those made at commits that
    mention it."""

    by_branch: Table[str, tuple[Run, ...]] = field(default_factory=Table[str, tuple[Run, ...]])
    by_mention: Table[str, tuple[Run, ...]] = field(default_factory=Table[str, tuple[Run, ...]])


def run_links(facts: Facts) -> RunLinks:
    """The links of all runs with a source commit; worked out from the runs, since they name fewer commits than there are."""
    history, made = facts[History], facts[Runs].by_commit
    by_branch: dict[str, list[Run]] = defaultdict(list)
    for branch in history.branches:
        own = made.keys() & branch.own_commits if branch.ids and made else ()
        for id in branch.ids if own else ():
            by_branch[id] += (run for hash in own for run in made[hash])
    for branch, runs in facts[Runs].by_branch.items():
        for id in branch_ids(branch) if branch != history.trunk else ():
            by_branch[id] += runs
    by_mention: dict[str, list[Run]] = defaultdict(list)
    clones = facts[Clones]
    for hash, runs in made.items():
        for commit in (history.commits.get(hash), clones.commits.get(hash)):
            for id in commit.ids if commit else ():
                by_mention[id] += runs
    return RunLinks(_frozen(by_branch), _frozen(by_mention))


def _frozen(found: dict[str, list[Run]]) -> Table[str, tuple[Run, ...]]:
    """Each run once, in the order of their times."""
    return Table(
        {id: tuple(sorted({(run.tracker, run.id): run for run in runs}.values(), key=by_time)) for id, runs in found.items()}
    )
