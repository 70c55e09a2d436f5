"""On how many days of a timebox something was done, as commits and runs tell, beside the days that have passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dualtrack.facts.history import History
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Run
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.evidence import work_commits
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project
from dualtrack.project.remembered import remembered
from dualtrack.said import counted, joined, plural, said

_HOUR = 3600
_MINUTES = 60
_FEW_HOURS = 3
"""Of fewer a whole number says too little."""


@dataclass(frozen=True)
class Activity:
    """Since an item was started, the first and the last day included: `active` of `days` days have runs, or commits of more
    than its own file; `run_hours` is how long the runs took that have ended, None where no run tells. `at_least`: not all
    commits and runs are known."""

    days: int
    active: int
    run_hours: float | None
    at_least: bool

    @property
    def summary(self) -> str:
        """`work in commits or runs on 5 of 15 days; the runs took 3 hours`."""
        if not self.active:
            told = counted(self.days, "no work in commits or runs in {count} day", "no work in commits or runs in {count} days")
        elif self.at_least:
            told = said("work in commits or runs on at least {days}", self._share)
        else:
            told = said("work in commits or runs on {days}", self._share)
        return joined("; ", (told, said("the runs took {time}", _time(self.run_hours)))) if self.run_hours else told

    @property
    def _share(self) -> str:
        return counted(self.days, "{active} of {count} day", "{active} of {count} days", self.active)


@remembered
def activity(project: Project, item: Timeboxed) -> Activity | None:
    """Since an item was started; None where it was not, and where nothing is known though there may have been something."""
    since = item.timebox.started if item.timebox else None
    until = item.closed if item.is_closed and item.closed else project.today(item)
    if not since or since > until:
        return None
    runs = linked_runs(project, item).runs
    spans = [(commit.when, commit.when) for commit in work_commits(project, item)]
    spans += [(begun, run.ended or begun) for run in runs if (begun := run.started or run.ended)]
    dated = [(project.local(item, begun).date(), project.local(item, ended).date()) for begun, ended in spans]
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    active = sum(any(begun <= day <= ended for begun, ended in dated) for day in days)
    are_unknown = any(project.facts.unknown(fact) for fact in (History, MergedCommits, Runs))
    at_least = are_unknown or any(not run.started and not run.ended for run in runs)
    if at_least and not active:
        return None
    return Activity(len(days), active, _hours(project, item, runs, since, until), at_least)


def _hours(project: Project, item: Timeboxed, runs: Sequence[Run], since: date, until: date) -> float | None:
    """How long the runs took that were started in these days and have ended; one with others below it takes their time."""
    parents = {run.parent for run in runs}
    took = [
        max(0.0, (run.ended - run.started).total_seconds() / _HOUR)
        for run in runs
        if run.started and run.ended and run.id not in parents and since <= project.local(item, run.started).date() <= until
    ]
    return sum(took) if took else None


def _time(hours: float) -> str:
    return plural(round(hours), "hour") if hours >= _FEW_HOURS else plural(max(1, round(hours * _MINUTES)), "minute")
