"""The runs that commits lead to, by the ids of items."""

from dataclasses import dataclass, field

from dualtrack.facts.clones import Clones
from dualtrack.facts.facts import Facts
from dualtrack.facts.history import History
from dualtrack.facts.runs import Runs, by_time
from dualtrack.model.mention import branch_ids
from dualtrack.model.run import Run
from dualtrack.table import Record, Table, grouped


@dataclass(frozen=True)
class RunLinks(Record):
    """The runs made on an id's own branches, at a commit of theirs or before there was one; and those made at commits that
    mention it."""

    by_branch: Table[str, tuple[Run, ...]] = field(default_factory=Table[str, tuple[Run, ...]])
    by_mention: Table[str, tuple[Run, ...]] = field(default_factory=Table[str, tuple[Run, ...]])


def run_links(facts: Facts) -> RunLinks:
    """The links of all runs with a source commit; worked out from the runs, since they name fewer commits than there are."""
    history, made = facts[History], facts[Runs].by_commit
    by_branch: list[tuple[str, Run]] = []
    for branch in history.branches:
        own = made.keys() & branch.own_commits if branch.ids and made else ()
        by_branch += ((id, run) for hash in own for run in made[hash] for id in branch.ids)
    for name, runs in facts[Runs].by_branch.items():
        by_branch += ((id, run) for id in branch_ids(name) if name != history.trunk for run in runs)
    by_mention: list[tuple[str, Run]] = []
    for hash, runs in made.items():
        named = (commit.ids for known in (history.commits, facts[Clones].commits) if (commit := known.get(hash)))
        by_mention += ((id, run) for ids in named for id in ids for run in runs)
    return RunLinks(_by_time(by_branch), _by_time(by_mention))


def _by_time(found: list[tuple[str, Run]]) -> Table[str, tuple[Run, ...]]:
    """Each run once, in the order of their times."""
    once = {(id, run.tracker, run.id): (id, run) for id, run in found}
    return grouped(sorted(once.values(), key=lambda entry: by_time(entry[1])))
