"""The runs that belong to no item, said once for all boards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from operator import is_

from dualtrack.facts.clones import Clones
from dualtrack.facts.history import History
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.facts.runs import Runs, by_time
from dualtrack.model.experiment import Experiment
from dualtrack.model.run import Run
from dualtrack.project.linked_runs import are_commits_pending, is_loose
from dualtrack.project.project import Project
from dualtrack.said import counted, said

_SHOWN = 6


@dataclass(frozen=True)
class LooseRuns:
    """`title` reads `2 finished runs belong to no item`, and `listed` names the latest; both are empty where there are none.
    `read` and `cited` are what else they were worked out from."""

    title: str = ""
    listed: str = ""
    runs: Mapping[tuple[str, str], Run] = field(default_factory=dict[tuple[str, str], Run], repr=False, compare=False)
    known: Runs = field(default_factory=Runs, repr=False, compare=False)
    read: tuple[object, ...] = field(default=(), repr=False, compare=False)
    cited: tuple[tuple[str, ...], ...] = field(default=(), repr=False, compare=False)


def loose_runs(project: Project, before: LooseRuns) -> LooseRuns:
    """The runs as they stand; where only some differ from those before, only these are looked at."""
    index, known = project.index, project.facts[Runs]
    compared = [item for item in project.asking("baseline_run") if isinstance(item, Experiment)]
    cited = tuple(project.items[key].runs for keys in index["runs"].whole().values() for key in keys)
    cited += (tuple(item.baseline_run for item in compared),)
    facts = project.facts
    read = (facts[History], facts[MergedCommits], are_commits_pending(project), facts[Clones], index["id"], index["formerly"])
    if before.read and before.cited == cited and all(map(is_, before.read, read)):
        changed = known.all.keys_changed_since(before.known.all)
        if not changed:
            return before
        found = {key: run for key, run in before.runs.items() if key not in changed}
    else:
        changed, found = known.all.keys(), {}
    baselines = {run.key for item in compared for run in known.named(item.baseline_run)}  # what is named belongs somewhere
    left = (run for key in changed - baselines if (run := known.all.get(key)))
    found |= {run.key: run for run in left if is_loose(project, run)}
    latest = [run.shown for run in nlargest(_SHOWN, found.values(), key=by_time)]
    listed = ", ".join(latest)
    if len(found) > _SHOWN:
        listed += said(" and {count} more", len(found) - _SHOWN)
    title = counted(len(found), "{count} finished run belongs to no item", "{count} finished runs belong to no item")
    return LooseRuns(title if found else "", listed, found, known, read, cited)
