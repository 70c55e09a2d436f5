"""Link runs to an item: name them under `runs:`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.changes.request import Menu, Offer, Request
from dualtrack.facts.runs import Runs
from dualtrack.files.document import Document, parse
from dualtrack.files.edits import append_entry, scalar
from dualtrack.model.item import Item, Route
from dualtrack.model.run import Run
from dualtrack.project.linked_runs import candidates, linked_runs
from dualtrack.project.project import Project
from dualtrack.said import joined, plural, said
from dualtrack.text import Edit, apply, difference

_MOST_NAMED = 20
_ABOVE = ("notebooks", "status", "title", "id")


@dataclass(frozen=True)
class LinkRuns(Request):
    """Link the runs that may belong to an experiment."""

    name = "link"
    title = said("Link Runs")
    summary = "link the runs that may belong to an experiment"
    example = "dualtrack link EXP-23"
    menu = Menu(6, "link")
    at = ("runs",)
    action = "{label} to {item}"
    reads_facts = True

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return bool(candidates(project, item))

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        found = candidates(project, item)
        yield Offer(said("Link {runs}", plural(len(found), "run")), description=joined(", ", (run.shown for run in found)))

    def change(self, project: Project) -> Change:
        return link_candidates(project, self.key)


def link_candidates(project: Project, key: str) -> Change:
    """Name the runs that may belong to an item, and those that were linked otherwise, since `runs:` is then what counts."""
    item = item_to_change(project, key)
    found = candidates(project, item)
    if not found:
        raise Refusal(said("no more runs may belong to {item}", item.shown))
    linked = () if any(item.runs) else without_nested(linked_runs(project, item).runs)
    return link_runs(project, key, (*linked, *found), len(found))


def without_nested(runs: Sequence[Run]) -> list[Run]:
    """Those that must be named so that all of them are linked."""
    ids = {run.id for run in runs}
    return [run for run in runs if run.parent not in ids]


def passing_links(project: Project, item: Item) -> list[str]:
    """How `runs:` names the runs that are linked by their branch alone: git forgets whose those were when a branch is squashed
    or rebased and deleted. None where these are too many to be read."""
    linked = linked_runs(project, item)
    runs = without_nested(linked.runs) if linked.link == "branch" else []
    return [reference(project, run) for run in runs] if len(runs) <= _MOST_NAMED else []


def link_runs(project: Project, key: str, runs: Sequence[Run], count: int = 1) -> Change:
    """Name runs under `runs:`; `count` of them were not linked before."""
    item = item_to_change(project, key)
    names = [reference(project, run) for run in runs]
    document = project.document(item)
    added, all = appended(document, (*item.route, "runs"), names), [*filter(None, item.runs), *names]
    edits = edited(document, added, item.route, runs=all)
    return Change(said("{item}: {runs} linked", item.shown, plural(count, "run")), {item.path: edits})


def appended(document: Document, route: Route, names: Sequence[str]) -> tuple[Edit, ...]:
    """The edits that add entries to a list: what is added to it as it then stands."""
    after = document
    for name in names:
        after = parse(document.path, apply(after.text, (append_entry(after, route, scalar(name), _ABOVE),)))
    return difference(document.text, after.text)


def reference(project: Project, run: Run) -> str:
    """How `runs:` names a run: by a beginning of its id that no other has."""
    short = f"{run.tracker}:{run.short_id}"
    return short if len(project.facts[Runs].named(short)) == 1 else f"{run.tracker}:{run.id}"
