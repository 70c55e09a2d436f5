"""The runs that belong to no item, said once for all boards."""

from dataclasses import dataclass, field
from operator import is_

from dualtrack.facts.history import History
from dualtrack.facts.runs import Runs
from dualtrack.model.words import plural
from dualtrack.project.linked_runs import unlinked
from dualtrack.project.project import Project

_SHOWN = 6


@dataclass(frozen=True)
class LooseRuns:
    """The names of the finished ones, the latest first; `read` and `cited` are what they were worked out from."""

    names: tuple[str, ...] = ()
    read: tuple[object, ...] = field(default=(), repr=False, compare=False)
    cited: tuple[tuple[str, ...], ...] = field(default=(), repr=False, compare=False)

    @property
    def title(self) -> str:
        """`2 finished runs belong to no item`; empty where there are none."""
        belong = "belongs" if len(self.names) == 1 else "belong"
        return f"{plural(len(self.names), 'finished run')} {belong} to no item" if self.names else ""

    @property
    def listed(self) -> str:
        """The first of the names."""
        rest = f" and {len(self.names) - _SHOWN} more" if len(self.names) > _SHOWN else ""
        return ", ".join(self.names[:_SHOWN]) + rest


def loose_runs(project: Project, before: LooseRuns) -> LooseRuns:
    """The runs as they stand; those before where nothing is different from which they were worked out."""
    index, facts = project.index, project.facts
    cited = tuple(project.items[key].runs for keys in index["runs"].whole().values() for key in keys)
    read = (facts[Runs], facts[History], index["id"], index["formerly"])
    if before.read and before.cited == cited and all(map(is_, before.read, read)):
        return before
    return LooseRuns(tuple(run.shown for run in unlinked(project))[::-1], read, cited)
