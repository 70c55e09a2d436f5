"""What shows that the data of an item were validated: results of Great Expectations, a schema."""

from collections.abc import Sequence
from itertools import takewhile

from dualtrack.facts.history import History
from dualtrack.facts.validations import Validation, Validations
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project.named_files import places_for
from dualtrack.project.project import Project
from dualtrack.project.proofs.files import file_found
from dualtrack.project.proofs.found import Found, nothing, shown, stale, unknown
from dualtrack.project.proofs.reviewed import changed_after
from dualtrack.project.settled import settled
from dualtrack.project.validated_data import validations
from dualtrack.said import said


def data_validated(project: Project, item: Item) -> Found:
    """The last results on the data that the item names: successful, and newer than what commits changed in them. Else the
    schema that the item links."""
    if results := validations(project, item):
        return validated(project, item, results)
    schema = next((address for name, address in item.links if folded(name) == "schema"), "")
    if schema and "://" not in schema:
        return file_found(project, schema, places_for(project, item, schema))
    if schema:
        return unknown(said("{link} is not read", schema))
    if project.facts.unknown(Validations):
        return unknown(said("not all validations are known"))
    return unknown(said("no validation of its data is read here"))


def validated(project: Project, item: Item, results: Sequence[Validation]) -> Found:
    """What some results show, the last one first."""
    if failed := next((each for each in results if not each.success), None):
        return nothing(said("{asset} failed its validation{on}", failed.asset, _on(project, item, failed)))
    last = results[0]
    data = last.data or last.asset
    if last.when and (hash := _changed(project, item, data, last.when.timestamp())):
        named = last.asset if data.startswith("/") else data
        return stale(said("{hash} changed {data} after its validation{on}", hash[:8], named, _on(project, item, last)))
    return shown(
        said("{asset} passed {evaluated} expectations{on}", last.asset, last.evaluated, _on(project, item, last)), last.path
    )


@settled
def _changed(project: Project, item: Item, data: str, seconds: float) -> str:
    """The hash of the last commit that changed data after a time; empty where there is none. Of the commits of other items only
    those count that changed a file of this whole path: another folder may have data of the same name."""
    own = changed_after(project, item, data, seconds)
    later = takewhile(lambda commit: commit.committed > seconds, project.facts[History].latest_first)
    commit = own or next((each for each in later if any(_is_path(data, path) for path in each.paths)), None)
    return commit.hash if commit else ""


def _is_path(data: str, path: str) -> bool:
    return "/" in path and f"/{data}".endswith(f"/{path}")


def _on(project: Project, item: Item, result: Validation) -> str:
    return said(" on {day}", project.local(item, result.when).date()) if result.when else ""
