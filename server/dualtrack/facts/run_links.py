"""The runs that tags of groups, names and commits lead to, by the ids of items."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dualtrack.facts.clones import Clones
from dualtrack.facts.facts import Facts
from dualtrack.facts.history import History
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.facts.runs import Runs, by_time
from dualtrack.model.mention import branch_ids
from dualtrack.model.run import Run
from dualtrack.table import Record, Table, grouped

_ByIds = Table[str, tuple[Run, ...]]


@dataclass(frozen=True)
class RunLinks(Record):
    """The runs of groups with an id's tag; those whose name, or the name of whose group, mentions it; those made on its own
    branches, at a commit of theirs or before there was one; and those made at commits that mention it. A run with a name or tag
    of its own is not linked by that of its group, nor is a nested one."""

    by_group: _ByIds = field(default_factory=_ByIds)
    by_name: _ByIds = field(default_factory=_ByIds)
    by_branch: _ByIds = field(default_factory=_ByIds)
    by_mention: _ByIds = field(default_factory=_ByIds)


def run_links(facts: Facts) -> RunLinks:
    """The links of all runs; those by commits worked out from the runs, since they name fewer commits than there are."""
    history, runs = facts[History], facts[Runs]
    made = runs.by_commit
    by_branch: list[tuple[str, Run]] = []
    for branch in history.branches:
        own = made.keys() & branch.own_commits if branch.ids and made else ()
        by_branch += ((id, run) for hash in own for run in made[hash] for id in branch.ids)
    merged = facts[MergedCommits].ids
    by_branch += ((id, run) for hash in made.keys() & merged.keys() for run in made[hash] for id in merged[hash])
    for name, on_branch in runs.by_branch.items():
        by_branch += ((id, run) for id in branch_ids(name) if name != history.trunk for run in on_branch)
    by_mention: list[tuple[str, Run]] = []
    for hash, at_commit in made.items():
        named = (commit.ids for known in (history.commits, facts[Clones].commits) if (commit := known.get(hash)))
        by_mention += ((id, run) for ids in named for id in ids for run in at_commit)
    return RunLinks(runs.by_group_item, runs.by_name_id, _by_time(by_branch), _by_time(by_mention))


def _by_time(found: Iterable[tuple[str, Run]]) -> _ByIds:
    """Each run once, in the order of their times."""
    once = {(id, run.tracker, run.id): (id, run) for id, run in found}
    return grouped(sorted(once.values(), key=lambda entry: by_time(entry[1])))
