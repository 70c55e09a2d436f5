"""What stands above each item of a file: how much happened, and when last."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.model.words import ago
from dualtrack.project import evidence
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project
from dualtrack.said import joined, plural, said
from dualtrack.text import Span


@dataclass(frozen=True)
class Lens:
    """A line of text above a place, about the item of a key."""

    span: Span
    text: str
    key: str


def lenses(project: Project, path: str) -> Iterator[Lens]:
    """The lenses of a file: none for an item without commits, notebooks and runs."""
    for item in project.items_in(path):
        if item.kind not in ("task", "experiment"):
            continue
        commits = evidence.commits(project, item)
        runs = linked_runs(project, item).runs
        notebooks = evidence.notebooks(project, item)
        words = [plural(len(commits), "commit")] if commits else []
        words += [plural(len(notebooks), "notebook")] if notebooks else []
        words += [plural(len(runs), "run")] if runs else []
        moments = [commit.when for commit in commits[:1]] + [when for run in runs if (when := run.ended or run.started)]
        if moments:
            words.append(said("last {ago}", ago(project.local(item, max(moments)), project.facts.now, project.today(item))))
        if words:
            yield Lens(project.place(item).span, joined(" · ", words), item.key)
