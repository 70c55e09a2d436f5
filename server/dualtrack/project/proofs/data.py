"""What shows that the data of an item were validated: results of Great Expectations."""

from collections.abc import Sequence

from dualtrack.facts.validations import Validation
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.project.proofs.found import Found, nothing, shown, stale, unknown
from dualtrack.project.proofs.reviewed import changed_after
from dualtrack.project.validated_data import validations
from dualtrack.said import said


def data_validated(project: Project, item: Item) -> Found:
    """The last results on the data that the item names: successful, and newer than what its commits changed in them."""
    results = validations(project, item)
    return validated(project, item, results) if results else unknown(said("no validation of its data is read here"))


def validated(project: Project, item: Item, results: Sequence[Validation]) -> Found:
    """What some results show, the last one first."""
    if failed := next((each for each in results if not each.success), None):
        return nothing(said("{asset} failed its validation{on}", failed.asset, _on(project, item, failed)))
    last = results[0]
    data = last.data or last.asset
    commit = changed_after(project, item, data, last.when.timestamp()) if last.when else None
    if commit:
        return stale(said("{hash} changed {data} after its validation{on}", commit.hash[:8], data, _on(project, item, last)))
    return shown(
        said("{asset} passed {evaluated} expectations{on}", last.asset, last.evaluated, _on(project, item, last)), last.path
    )


def _on(project: Project, item: Item, result: Validation) -> str:
    return said(" on {day}", project.local(item, result.when).date()) if result.when else ""
