from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.live_metrics import reading
from dualtrack.project.project import Place, Project


@rule("warning")
def unknown_metric(item: Item, project: Project) -> Iterator[Finding]:
    """A `{{metric: EXP-23 val_f1}}` in a text for which there can be no value.

    ## Why

    In the place of such a metric, the editor and reports show what the best run has now. Where the item is nowhere, or its runs
    log no metric of that name, or several that it can mean, readers see no number. Nothing is said while no run has finished,
    or while the runs cannot be read.

    ## Example

    ```
    -- tracks/wiki/findings.md --
    # Findings
    We reach {{metric: EXP-1 val_f1}}, before it was {{metric: EXP-9 val_f1}}.
                                                               ^^^^^ unknown-metric: EXP-9 does not exist
    It takes {{metric: EXP-1 latency_ms}}.
                             ^^^^^^^^^^ unknown-metric: no finished run of EXP-1 logs latency_ms; they log val_f1
    -- tracks/experiments/EXP-1.md --
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, item: EXP-1, metrics: {val_f1: 0.7311}}
    ```
    """
    for asked in project.document(item).metrics if item.has_body or item.kind == "page" else ():
        found = reading(project, asked)
        if found.wrong:
            span = asked.metric_span if project.find(asked.of) else asked.of_span
            yield Finding(Place(item.path, span), found.lack)
