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
_IdsOf = Table[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class RunLinks(Record):
    """The runs of groups with an id's tag; those whose name, or the name of whose group, mentions it; those made on its own
    branches, at a commit of theirs or before there was one; and those made at commits that mention it. A run with a name or tag
    of its own is not linked by that of its group, nor is a nested one. `branch_of` and `mention_of` are the ids by the run."""

    by_group: _ByIds = field(default_factory=_ByIds)
    by_name: _ByIds = field(default_factory=_ByIds)
    by_branch: _ByIds = field(default_factory=_ByIds)
    by_mention: _ByIds = field(default_factory=_ByIds)
    branch_of: _IdsOf = field(default_factory=_IdsOf)
    mention_of: _IdsOf = field(default_factory=_IdsOf)


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
    (on_branches, branch_of), (at_mentions, mention_of) = _by_time(by_branch), _by_time(by_mention)
    return RunLinks(runs.by_group_item, runs.by_name_id, on_branches, at_mentions, branch_of, mention_of)


def _by_time(found: Iterable[tuple[str, Run]]) -> tuple[_ByIds, _IdsOf]:
    """Each run once, in the order of their times; and the ids by run."""
    once = {(id, run.tracker, run.id): (id, run) for id, run in found}
    entries = sorted(once.values(), key=lambda entry: by_time(entry[1]))
    return grouped(entries), grouped((run.key, id) for id, run in entries)
