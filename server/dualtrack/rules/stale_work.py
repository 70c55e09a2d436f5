from collections.abc import Iterator
from datetime import date

from dualtrack.facts.history import History
from dualtrack.facts.notebook_work import NotebookWork
from dualtrack.facts.notebooks import Notebooks
from dualtrack.facts.pasts import Pasts
from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project import evidence
from dualtrack.project.identity import past_of
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.notebooks import named_notebooks
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", kinds=("task", "experiment"), phases=("active",))
def stale_work(item: Item, project: Project) -> Iterator[Finding]:
    """Work in progress that has shown no sign of life for longer than the team's `stale_after_days` (14).

    ## Why

    Either somebody waits and has not said for what, or nobody is on it and it takes a place in the work in progress. A sign of
    life is a run, and a commit that mentions the item, moves, ticks or assigns it, lies on its branch or touches a notebook
    that it names; what is blocked has said why, and an experiment whose timebox is over is asked for a decision instead.
    Nothing is said where git's history is not known, nor, in a clone without the older commits, of an item without any.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: in-progress
            ^^^^^^^^^^^ stale-work: TASK-1 is in-progress, but the last commit or run was 21 days ago
    ---
    -- tracks/tasks/TASK-2.md --
    ---
    status: in-progress
            ^^^^^^^^^^^ stale-work: TASK-2 is in-progress since 2026-10-01 without a commit or run
    started: 2026-10-01
    ---
    -- facts.yaml --
    commits:
      - {hash: 1a2b3c4d, message: TASK-1 draft, when: 2026-10-26}
    ```
    """
    if item.blocked or item.has_fault("blocked"):
        return
    today = project.today(item)
    if _asked_to_decide(item, today) or not project.facts[History].trunk:
        return
    facts = (History, Pasts, Runs, *((Notebooks, NotebookWork) if item.notebooks else ()))
    reasons = {unknown.why for fact in facts for unknown in project.facts.unknown(fact)}
    if reasons - {"partial"} or (reasons and not evidence.commits(project, item)):
        return  # the last sign of work may be among what is not known
    if any(reference and not project.facts[Runs].named(reference) for reference in item.runs):
        return  # what it cites tells no day
    if any(not (run.ended or run.started) for run in linked_runs(project, item).runs):
        return  # nor do these, such as lines of an agent's ledger
    if item.kind == "task" and evidence.finished_work(project, item):
        return  # finished-but-open says more
    last = _last_sign(project, item)
    newest = max((day for day in (last, item.started) if day), default=None)
    if newest and (changed := _last_change(project, item)) and changed > newest:
        last = newest = changed
    if not newest or (today - newest).days <= project.conventions(item).stale_after_days:
        return
    how = said(", but the last commit or run was {days} days ago", (today - newest).days)
    if not last or (item.started and last < item.started):
        how = said(" since {started} without a commit or run", item.started)
    yield Finding(project.place(item, ("status",)), said("{item} is {status}{how}", item.shown, item.status, how))


def _asked_to_decide(item: Item, today: date) -> bool:
    return isinstance(item, Timeboxed) and item.timebox_expired(today)


def _last_sign(project: Project, item: Item) -> date | None:
    """The day of the last commit or run."""
    days = [project.local(item, commit.when).date() for commit in evidence.commits(project, item)[:1]]
    worked_on = project.facts[NotebookWork].last
    days += [
        project.local(item, worked_on[named.notebook.path]).date()
        for named in named_notebooks(project, item)
        if named.notebook and named.notebook.path in worked_on
    ]
    days += [
        project.local(item, moment).date() for run in linked_runs(project, item).runs if (moment := run.ended or run.started)
    ]
    return max(days, default=None)


def _last_change(project: Project, item: Item) -> date | None:
    """The day of the last commit that changed what the item's file says of it."""
    versions = [version for version in past_of(project, item).versions if not version.oldest]
    return project.local(item, versions[-1].when).date() if versions else None
