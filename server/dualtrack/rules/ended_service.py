import re
from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item, Route
from dualtrack.project.project import Project
from dualtrack.said import said

_ENDED = {"neptune.ai": "Neptune", "whylabs.ai": "WhyLabs", "whylabsapp.com": "WhyLabs"}
_HOST = re.compile(r"https?://(?:[\w-]{1,63}\.){0,5}([\w-]{1,63}\.\w{2,10})(?:[/:?#]|$)")


@rule("information", phases=("waiting", "active", None))
def ended_service(item: Item, project: Project) -> Iterator[Finding]:
    """A link to a service that has ended: Neptune, WhyLabs.

    ## Why

    Nobody can open it any more, and nothing is read from there. What was exported from Neptune as a table, a CSV file with
    `neptune` in its name, is read where it lies in the repository. It is said once of each service in an item,
    and not of what is closed.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    runs: [https://app.neptune.ai/team/churn/runs/CHURN-7]
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ended-service: the service of Neptune has ended
    links: [{drift: https://hub.whylabsapp.com/models/model-1}, {ci: https://neptune.ai.example.org/}]
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ended-service: the service of WhyLabs has ended
    ---
    ```
    """
    runs: list[tuple[Route, str]] = [(("runs", index), run) for index, run in enumerate(item.runs)]
    links: list[tuple[Route, str]] = [(("links", index, name), url) for index, (name, url) in enumerate(item.links)]
    seen: set[str] = set()
    for route, address in (*runs, *links):
        found = _HOST.match(address)
        service = _ENDED.get(found[1].lower()) if found else None
        if service and service not in seen:
            seen.add(service)
            yield Finding(project.place(item, route, route[:1]), said("the service of {service} has ended", service))
