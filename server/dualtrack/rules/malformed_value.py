from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project


@rule("error", needs="faults")
def malformed_value(item: Item, project: Project) -> Iterator[Finding]:
    """A value that is not what its key asks for.

    ## Why

    A date that is no date and a number that is no number cannot be counted with, so the timebox or the card would be wrong
    without anyone noticing. The key is treated as absent.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    started: next week
             ^^^^^^^^^ malformed-value: "next week" is not a date such as 2026-11-02
    ---
    ```
    """
    for fault in item.faults:
        beside = project.document(item).span(fault.route) if fault.beside else None
        place = Place(item.path, beside) if beside else project.place(item, fault.route, fault.route[:1])
        yield Finding(place, fault.message)
