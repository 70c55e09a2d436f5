from collections.abc import Iterator
from datetime import date

from dualtrack.findings import Finding, rule_of_whole
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import joined, said

_NAMED = 6


@rule_of_whole("warning")
def wip_exceeded(project: Project) -> Iterator[Finding]:
    """A status that holds more than the team agreed to work on at once.

    ## Why

    What is started and not finished teaches nobody anything. The limit, `{running: {wip: 3}}` in `dualtrack.yaml`, makes the
    team finish or stop one before it starts the next. The finding stands on the one that was started last.

    ## Example

    ```
    -- dualtrack.yaml --
    tracks: {production: {statuses: [backlog, {in-progress: {wip: 1}}, review]}}
    -- tracks/tasks/TASK-1.md --
    ---
    status: in-progress
            ^^^^^^^^^^^ wip-exceeded: in-progress holds 2 of at most 1 (TASK-2, TASK-1)
    started: 2026-11-12
    ---
    -- tracks/tasks/TASK-2.md --
    ---
    status: in-progress
    started: 2026-11-02
    ---
    ```
    """
    for board in project.boards:
        for name, track in board.conventions.tracks.items():
            for status in track.all:
                keys = project.index["column"][board.folder, name, status.name] if status.wip else ()
                if status.wip and len(keys) > status.wip:
                    held = sorted((project.items[key] for key in keys), key=_order)
                    message = said(
                        "{status} holds {count} of at most {wip} ({listed})", status.name, len(held), status.wip, _listed(held)
                    )
                    yield Finding(project.place(held[-1], ("status",)), message)


def _order(item: Item) -> tuple[date, int, str]:
    return (item.started or date.min, len(item.key), item.key)


def _listed(held: list[Item]) -> str:
    more = said(" and {count} more", len(held) - _NAMED) if len(held) > _NAMED else ""
    return joined(", ", (item.shown for item in held[:_NAMED])) + more
